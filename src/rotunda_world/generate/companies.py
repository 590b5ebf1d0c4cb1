"""The companies themselves: who they are, where, whose, on which plan, and in which systems they exist."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from rotunda_world.generate.casting import BLOCK, Casting, Part, Story
from rotunda_world.generate.catalogue import ENTERPRISE, PRO, STARTER
from rotunda_world.generate.moments import between, in_office, months_after
from rotunda_world.generate.names import INDUSTRY_OF, slug, spellings
from rotunda_world.generate.places import Place, place_for
from rotunda_world.generate.seeds import Numbers, chance
from rotunda_world.generate.teammates import Staff, team_of
from rotunda_world.model import Company

EMPLOYEES = {"small": (4, 60), "mid": (60, 600), "large": (600, 9000)}
_PLANS = {
    "small": (STARTER, STARTER, PRO),
    "mid": (STARTER, PRO, PRO, ENTERPRISE),
    "large": (PRO, ENTERPRISE, ENTERPRISE),
}
_TAGS = ("design partner", "reference", "annual invoice", "security review", "pilot", "reseller", "strategic")


@dataclass(slots=True)
class Cast:
    """One company with the part it plays: what every later step of the generator works on."""

    casting: Casting
    company: Company
    place: Place
    seed: int
    history_start: datetime
    now: datetime

    @property
    def story(self) -> Story | None:
        return self.casting.story

    def chance(self, topic: str) -> Random:
        """The random source of one topic of this company."""
        return chance(self.seed, self.casting.key, topic)


def found(seed: int, casting: Casting, name: tuple[str, str], staff: Staff, span: tuple[datetime, datetime]) -> Cast:
    """One company without anything that it has yet. `span` is the start of history and now."""
    random = chance(seed, casting.key, "company")
    place = place_for(random, team_of(casting.index), casting.index)
    full_name = " ".join(name)
    prospect = casting.part is Part.PROSPECT
    company = Company(
        key=casting.key,
        name=full_name,
        domain=f"{slug(full_name)}.{random.choices(('example', 'test'), (5, 1))[0]}",
        industry=INDUSTRY_OF[name[1]],
        employees=random.randrange(*EMPLOYEES[casting.size]),
        city=place.city,
        country=place.country,
        created_at=_created(random, casting, span),
        owner=staff.executive(casting.index),
        csm=None if prospect or random.random() < 0.04 else staff.success(casting.index),
        lifecycle_stage=random.choice(("lead", "opportunity")) if prospect else "customer",
        story=casting.story.value if casting.story else None,
        names=_names(random, casting, full_name, place),
        tags=random.sample(_TAGS, random.choice((0, 0, 1, 2))),
    )
    _give_ids(random, company, casting)
    cast = Cast(casting, company, place, seed, *span)
    if not prospect:
        _open_account(cast, random)
    return cast


def _created(random: Random, casting: Casting, span: tuple[datetime, datetime]) -> datetime:
    """Stories that need a past are old; a dormant trial is weeks old. At least three weeks, so that it has records."""
    start, now = span
    newest = now - timedelta(days=21)
    if casting.story is Story.DORMANT_TRIAL:
        return in_office(random, between(random, now - timedelta(days=26), newest))
    if casting.story is not None:
        return in_office(random, between(random, start, months_after(start, 2)))
    return in_office(random, between(random, start, newest))


def _names(random: Random, casting: Casting, name: str, place: Place) -> dict[str, str]:
    if casting.index == 0:
        return {
            "stripe": "Nordwind Robotik GmbH",
            "zendesk": "NORTHWIND ROBOTICS",
            "hubspot": "Northwind Robotics B.V.",
        }
    return spellings(random, name, place.form) if casting.index % 3 else {}


def _give_ids(random: Random, company: Company, casting: Casting) -> None:
    hubspot = Numbers(21_400_000_000, casting.index, 10)
    company.hubspot_ids = [str(hubspot.take())]
    if casting.part is Part.DUPLICATE:
        company.hubspot_ids.append(str(hubspot.take()))
    if casting.part is Part.PROSPECT:
        return
    company.product_account_id = f"acct_{random.randrange(16**10):010x}"
    company.zendesk_org_id = 390_100_000_000 + casting.index * 10 + random.randrange(10)


def _open_account(cast: Cast, random: Random) -> None:
    """The product's own columns. Plans and seats follow the size; stories may change them later."""
    company, size = cast.company, cast.casting.size
    company.plan = random.choice(_PLANS[size])
    company.seats = {"small": 5, "mid": 20, "large": 60}[size] + 5 * random.randrange(4)
    company.auto_renew = random.random() < 0.8
    signed = company.created_at + timedelta(days=random.randrange(1, 12))
    company.activated_at = signed + timedelta(days=random.randrange(1, 6), hours=random.randrange(5))
    company.contract_ends_on = _next_anniversary(company.created_at, cast.now).date()
    company.flags = random.sample(("beta_dispatch", "new_navigation", "map_v2", "eu_residency"), random.randrange(3))


def _next_anniversary(since: datetime, now: datetime) -> datetime:
    years = 1
    while months_after(since, 12 * years) <= now + timedelta(days=2):
        years += 1
    return months_after(since, 12 * years)


def relate(casts: list[Cast]) -> None:
    """Groups and mergers: subsidiaries under their parent, the absorbed company under the one that it became."""
    for cast in casts:
        neighbours = casts[cast.casting.block * BLOCK : (cast.casting.block + 1) * BLOCK]
        if cast.casting.part is Part.SUBSIDIARY:
            cast.company.parent = _playing(neighbours, Part.PARENT)
        if cast.casting.part is Part.ABSORBED:
            cast.company.merged_into = _playing(neighbours, Part.SURVIVOR)


def _playing(casts: list[Cast], part: Part) -> Company | None:
    return next((cast.company for cast in casts if cast.casting.part is part), None)
