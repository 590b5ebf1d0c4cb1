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
    mail_domain: str | None = None  # Where its people write from; the company's own records may not know it.

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
    cast = Cast(casting, company, place, seed, *span, mail_domain=company.domain)
    if not prospect:
        _open_account(cast, random)
    return cast


def _created(random: Random, casting: Casting, span: tuple[datetime, datetime]) -> datetime:
    """When the CRM met it. Stories that need a past are old; a dormant trial is weeks old; nothing is newer."""
    start, now = span
    if casting.story is Story.DORMANT_TRIAL:
        return in_office(random, max(start, now - timedelta(days=random.randrange(21, 27))))
    newest = months_after(start, 2) if casting.story is not None else now - timedelta(days=75)
    return in_office(random, between(random, start, min(newest, now - timedelta(days=20))))


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
    company.auto_renew = random.random() < 0.8
    activated = company.created_at + timedelta(days=random.randrange(15, 50), hours=random.randrange(5))
    company.activated_at = min(activated, cast.now - timedelta(days=5))
    company.contract_ends_on = _next_anniversary(company.created_at, cast.now).date()
    company.flags = random.sample(("beta_dispatch", "new_navigation", "map_v2", "eu_residency"), random.randrange(3))


def _next_anniversary(since: datetime, now: datetime) -> datetime:
    years = 1
    while months_after(since, 12 * years) <= now + timedelta(days=2):
        years += 1
    return months_after(since, 12 * years)


def relate(casts: list[Cast]) -> None:
    """Groups and mergers, and what they and others do to domains. Before anybody gets an address."""
    for cast in casts:
        neighbours = casts[cast.casting.block * BLOCK : (cast.casting.block + 1) * BLOCK]
        _RELATE.get(cast.casting.part, _stand_alone)(cast, neighbours)


def _subsidiary(cast: Cast, neighbours: list[Cast]) -> None:
    """Under its parent; in every second block the whole group writes from one domain."""
    parent = _playing(neighbours, Part.PARENT)
    if parent is None:
        return
    cast.company.parent = parent.company
    if cast.casting.block % 2:
        cast.company.domain = cast.mail_domain = parent.company.domain


def _client(cast: Cast, neighbours: list[Cast]) -> None:
    """Its agency set everything up, with the agency's domain."""
    agency = _playing(neighbours, Part.AGENCY)
    if agency is not None:
        cast.company.domain = cast.mail_domain = agency.company.domain


def _absorbed(cast: Cast, neighbours: list[Cast]) -> None:
    """Its domain still receives mail at the company that it became."""
    survivor = _playing(neighbours, Part.SURVIVOR)
    if survivor is None or cast.company.domain is None:
        return
    cast.company.merged_into = survivor.company
    survivor.company.further_domains.append(cast.company.domain)
    survivor.company.names["hubspot"] = f"{survivor.company.name} & {cast.company.name}"


def _no_domain(cast: Cast, neighbours: list[Cast]) -> None:  # noqa: ARG001 - the shape of a relation
    cast.company.domain = None


def _free_mail(cast: Cast, neighbours: list[Cast]) -> None:  # noqa: ARG001 - the shape of a relation
    cast.company.domain = cast.mail_domain = None


def _stand_alone(cast: Cast, neighbours: list[Cast]) -> None:  # noqa: ARG001 - the shape of a relation
    """Some own a second domain."""
    random = cast.chance("domains")
    if cast.company.domain and random.random() < 0.12:
        cast.company.further_domains.append(f"{slug(cast.company.name)}-{slug(cast.place.country)}.example")


def _playing(casts: list[Cast], part: Part) -> Cast | None:
    return next((cast for cast in casts if cast.casting.part is part), None)


_RELATE = {
    Part.SUBSIDIARY: _subsidiary,
    Part.CLIENT: _client,
    Part.ABSORBED: _absorbed,
    Part.NO_DOMAIN: _no_domain,
    Part.FREE_MAIL: _free_mail,
}
