"""Deals: how each customer was won, what is being sold to them now, what was lost."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from rotunda_world.generate.casting import Part, Story
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import between, in_office
from rotunda_world.generate.seeds import Numbers
from rotunda_world.model import Deal, Stage, StageEntry

OPEN_STAGES = (Stage.APPOINTMENT, Stage.QUALIFIED, Stage.PRESENTATION, Stage.DECISION_MAKER, Stage.CONTRACT)
_EXPANSIONS = ("Fleet add-on", "More depots", "Enterprise upgrade", "Cold chain pilot", "API access", "Driver scoring")
_STEPS = (
    "Send revised quote", "Security questionnaire", "Demo for the depot managers", "Legal review of the DPA",
    "Call with purchasing", None,
)  # fmt: skip
_REASONS = ("Price", "No budget this year", "Chose a competitor", "Missing feature", "Went quiet")


def sell(cast: Cast) -> None:
    """All deals of a company."""
    desk = _Desk(cast, cast.chance("deals"))
    if cast.casting.part is Part.PROSPECT or cast.company.product_status == "trial":
        desk.open("New business", "newbusiness")
    else:
        signed = (cast.company.activated_at or cast.now) - timedelta(hours=20)
        desk.closed("New business", "newbusiness", Stage.WON, signed)
        desk.expansions()
    if cast.casting.part is Part.PROSPECT and desk.random.random() < 0.4:
        desk.closed("First try", "newbusiness", Stage.LOST, cast.now - timedelta(days=desk.random.randrange(90, 200)))


class _Desk:
    """Writes the deals of one company."""

    def __init__(self, cast: Cast, random: Random) -> None:
        self._cast = cast
        self.random = random
        self._numbers = Numbers(31_900_000_000, cast.casting.index, 100)

    def expansions(self) -> None:
        """Further business with a customer: stories say which, chance elsewhere."""
        story, random = self._cast.story, self.random
        if story is Story.STALLED_DEAL:
            self.open(
                "Fleet add-on", "existingbusiness", stage=Stage.DECISION_MAKER, days_in_stage=random.randrange(62, 95)
            )
        elif story is Story.HEALTHY_EXPANDER:
            self.closed("More depots", "existingbusiness", Stage.WON, self._cast.now - timedelta(days=70))
            self.open("Enterprise upgrade", "existingbusiness", stage=Stage.CONTRACT, days_in_stage=4)
        elif story in {Story.SILENT_CHURNER, Story.MERGED}:
            return
        elif self._cast.company.product_status == "closed":
            churned_at = self._cast.company.churned_at or self._cast.now
            self.closed("Renewal", "existingbusiness", Stage.LOST, churned_at - timedelta(days=3))
        else:
            self._by_chance()

    def _by_chance(self) -> None:
        random = self.random
        for _ in range(random.choices((0, 1, 2), (55, 33, 12))[0]):
            stalled = random.randrange(45, 120) if random.random() < 0.15 else random.randrange(1, 25)
            self.open(random.choice(_EXPANSIONS), "existingbusiness", days_in_stage=stalled)
        age = (self._cast.now - self._cast.company.created_at).days
        if age > 150 and random.random() < 0.35:
            at = self._cast.now - timedelta(days=random.randrange(20, age - 100))
            self.closed(random.choice(_EXPANSIONS), "existingbusiness", random.choice((Stage.WON, Stage.LOST)), at)

    def open(self, what: str, kind: str, stage: Stage | None = None, days_in_stage: int | None = None) -> None:
        """A deal under way. Beyond six weeks in a stage it is stalled, and its close date has passed."""
        random, now = self.random, self._cast.now
        known_for = (now - self._cast.company.created_at).days
        days = min(random.randrange(1, 25) if days_in_stage is None else days_in_stage, known_for - 3)
        reached = OPEN_STAGES.index(stage or random.choice(OPEN_STAGES))
        entered = in_office(random, now - timedelta(days=days), now)
        begun = self._not_before_known(entered - timedelta(days=random.randrange(1, 18) * reached, hours=reached))
        deal = self._deal(what, kind, begun)
        deal.stages = self._walk(begun, entered, list(OPEN_STAGES[: reached + 1]))
        late = days > 42
        ahead = -random.randrange(5, 30) if late else random.randrange(8, 90)
        deal.close_on = (now + timedelta(days=ahead)).replace(hour=16, minute=0, second=0, microsecond=0)
        deal.next_step = None if late else random.choice(_STEPS)
        deal.probability = Decimal(random.randrange(5, 96)) / 100 if random.random() < 0.2 else None
        self._keep(deal)

    def closed(self, what: str, kind: str, end: Stage, at: datetime) -> None:
        """A deal that was won or lost at that time; some went fast and skipped stages."""
        random = self.random
        at = max(at, self._cast.company.created_at + timedelta(days=2))
        begun = self._not_before_known(in_office(random, at - timedelta(days=random.randrange(15, 95))))
        deal = self._deal(what, kind, begun)
        visited = [OPEN_STAGES[0]] + [stage for stage in OPEN_STAGES[1:] if random.random() < 0.8]
        if end is Stage.LOST:
            visited = visited[: random.randrange(1, len(visited) + 1)]
            deal.lost_reason = random.choice(_REASONS)
        deal.stages = self._walk(begun, at.replace(microsecond=0), [*visited, end])
        deal.close_on = deal.stages[-1].entered_at
        self._keep(deal)

    def _not_before_known(self, at: datetime) -> datetime:
        """The CRM has no deal with a company that it has not met."""
        return max(at, self._cast.company.created_at + timedelta(hours=1))

    def _walk(self, begun: datetime, arrived: datetime, stages: list[Stage]) -> list[StageEntry]:
        """The stages in order: the first entered at the beginning, the last on arrival, the rest in between."""
        if len(stages) == 1:
            return [StageEntry(stages[0], begun)]
        middle = sorted(between(self.random, begun, arrived) for _ in stages[1:-1])
        return [StageEntry(stage, at) for stage, at in zip(stages, [begun, *middle, arrived], strict=True)]

    def _deal(self, what: str, kind: str, begun: datetime) -> Deal:
        company, random = self._cast.company, self.random
        people = [contact for contact in company.contacts if contact.hubspot_id]
        currency = self._cast.place.currency.upper()
        return Deal(
            hubspot_id=str(self._numbers.take()),
            company=company,
            name=f"{company.name}: {what}",
            amount=self._amount(currency),
            # Deals without a currency are in the portal's own, which is the euro.
            currency=None if currency == "EUR" and random.random() < 0.5 else currency,
            stages=[],
            close_on=begun,
            created_at=begun,
            owner=company.owner,
            kind=kind,
            contacts=random.sample(people, min(len(people), random.randrange(1, 4))),
        )

    def _amount(self, currency: str) -> Decimal | None:
        if self.random.random() < 0.08:
            return None
        whole = self.random.randrange(8, 400) * {"JPY": 15_000, "KWD": 30}.get(currency, 150)
        cents = Decimal("0.50") if currency in {"EUR", "USD"} and self.random.random() < 0.1 else Decimal(0)
        return Decimal(whole) + cents

    def _keep(self, deal: Deal) -> None:
        deal.updated_at = deal.stages[-1].entered_at
        self._cast.company.deals.append(deal)
