"""One person out of several sources' records, joined by address."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rotunda.sections.people.model import BuyingRole, FirstPerson, PeoplePart, PeopleView, Person, PersonView
from rotunda.sections.provenance import Category
from rotunda.sections.section import Fact, PersonFact, Sourcepart
from rotunda.sections.survivorship import ordered

_ORDER = (Category.CRM, Category.PRODUCT, Category.SUPPORT)
_ROLES = list(BuyingRole)


def merge(parts: Sequence[Sourcepart[PeoplePart]], now: datetime) -> PeopleView:
    """Joined on the lower-cased address and nothing weaker: two spellings with different tags stay two people."""
    del now
    joined: dict[str, list[Person]] = {}
    for each in ordered(parts, _ORDER):
        for person in each.part.people:
            joined.setdefault(_key(person), []).append(person)
    people = sorted((_joined(records) for records in joined.values()), key=_rank)
    beyond = sum(max(0, each.part.total - len(each.part.people)) for each in parts)
    return PeopleView(people=people, total=len(people) + beyond, first=None if beyond else _oldest(parts))


def _oldest(parts: Sequence[Sourcepart[PeoplePart]]) -> FirstPerson | None:
    dated = [
        FirstPerson(person.ref, person.name, person.created_at)
        for each in parts
        for person in each.part.people
        if person.created_at
    ]
    return min(dated, key=lambda each: (each.created_at, each.ref.source, each.ref.external_id), default=None)


def _key(person: Person) -> str:
    if person.email:
        return person.email.strip().lower()
    return f"{person.ref.source}/{person.ref.record_type}/{person.ref.external_id}"


def _joined(records: Sequence[Person]) -> PersonView:
    return _alone(records[0]) if len(records) == 1 else _of_several(records)


def _alone(person: Person) -> PersonView:
    """As most are: in a third of the time."""
    return PersonView(
        records=[person.ref],
        name=person.name,
        title=person.title or None,
        roles=sorted(set(person.roles), key=_ROLES.index) if person.roles else [],
        email=person.email or None,
        phone=person.phone or None,
        lifecycle_stage=person.lifecycle_stage or None,
        owner=person.owner or None,
        last_contacted_at=person.last_contacted_at,
        last_seen_at=person.last_seen_at,
        product_role=person.product_role or None,
    )


def _of_several(records: Sequence[Person]) -> PersonView:
    return PersonView(
        records=[each.ref for each in records],
        name=next((each.name for each in records if each.name), records[0].name),
        title=_first([each.title for each in records]),
        roles=sorted({role for each in records for role in each.roles}, key=_ROLES.index),
        email=_first([each.email for each in records]),
        phone=_first([each.phone for each in records]),
        lifecycle_stage=_first([each.lifecycle_stage for each in records]),
        owner=_first([each.owner for each in records]),
        last_contacted_at=_newest([each.last_contacted_at for each in records]),
        last_seen_at=_newest([each.last_seen_at for each in records]),
        product_role=_first([each.product_role for each in records]),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next(filter(None, values), None)


def _newest(values: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, values), default=None)


def _rank(person: PersonView) -> tuple[int, str, str]:
    first_role = _ROLES.index(person.roles[0]) if person.roles else len(_ROLES)
    return (first_role, person.name.casefold(), person.records[0].external_id)


def facts(view: PeopleView) -> list[Fact]:
    """How many people are known."""
    return [Fact(name="people", number=view.total)]


def people_facts(parts: Sequence[Sourcepart[PeoplePart]]) -> list[PersonFact]:
    """When somebody was seen and spoken to, and what they are there, each as the source says it that knows them."""
    return [
        PersonFact(each.origin, person.ref, fact)
        for each in parts
        for person in each.part.people
        for fact in _facts_of(person)
    ]


def _facts_of(person: Person) -> Iterable[Fact]:
    if person.last_seen_at:
        yield Fact(name="last_seen_at", at=person.last_seen_at)
    if person.last_contacted_at:
        yield Fact(name="last_contacted_at", at=person.last_contacted_at)
    if person.product_role:
        yield Fact(name="product_role", text=person.product_role)
    if person.lifecycle_stage:
        yield Fact(name="lifecycle_stage", text=person.lifecycle_stage)
