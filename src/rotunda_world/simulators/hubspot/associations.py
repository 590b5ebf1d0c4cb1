"""How records are associated: with which, by which types and labels."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rotunda_world.model import Company, Contact, Deal, Engagement
from rotunda_world.simulators.hubspot import kinds
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.hubspot.portal import CompanyRecord, Portal, Source, home_of, id_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AssociationType:
    """`name` is how version 3 writes it, as `contact_to_company_unlabeled`."""

    type_id: int
    label: str | None
    name: str
    category: str = "HUBSPOT_DEFINED"

    def body(self) -> Json:
        return {"category": self.category, "typeId": self.type_id, "label": self.label}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record on the other side, and all types by which it stands there."""

    record_id: str
    types: tuple[AssociationType, ...]


_PLAIN: Mapping[tuple[str, str], int] = {
    ("contact", "deal"): 4,
    ("deal", "contact"): 3,
    ("company", "call"): 181,
    ("call", "company"): 182,
    ("company", "email"): 185,
    ("email", "company"): 186,
    ("company", "meeting"): 187,
    ("meeting", "company"): 188,
    ("company", "note"): 189,
    ("note", "company"): 190,
    ("company", "task"): 191,
    ("task", "company"): 192,
    ("contact", "call"): 193,
    ("call", "contact"): 194,
    ("contact", "email"): 197,
    ("email", "contact"): 198,
    ("contact", "meeting"): 199,
    ("meeting", "contact"): 200,
    ("contact", "note"): 201,
    ("note", "contact"): 202,
    ("contact", "task"): 203,
    ("task", "contact"): 204,
    ("deal", "call"): 205,
    ("call", "deal"): 206,
    ("deal", "email"): 209,
    ("email", "deal"): 210,
    ("deal", "meeting"): 211,
    ("meeting", "deal"): 212,
    ("deal", "note"): 213,
    ("note", "deal"): 214,
    ("deal", "task"): 215,
    ("task", "deal"): 216,
    ("contact", "ticket"): 15,
    ("ticket", "contact"): 16,
    ("deal", "ticket"): 27,
    ("ticket", "deal"): 28,
    ("deal", "line_item"): 19,
    ("line_item", "deal"): 20,
    ("deal", "quote"): 63,
    ("quote", "deal"): 64,
    ("quote", "line_item"): 67,
    ("line_item", "quote"): 68,
    ("quote", "contact"): 69,
    ("contact", "quote"): 70,
    ("quote", "company"): 71,
    ("company", "quote"): 72,
}

# Pairs of which one is the primary: the unlabeled type and the primary one.
_PRIMARY: Mapping[tuple[str, str], tuple[int, int]] = {
    ("contact", "company"): (279, 1),
    ("company", "contact"): (280, 2),
    ("deal", "company"): (341, 5),
    ("company", "deal"): (342, 6),
    ("ticket", "company"): (339, 26),
    ("company", "ticket"): (340, 25),
}

_CHILD = AssociationType(13, "Child Company", "parent_to_child_company")
_PARENT = AssociationType(14, "Parent Company", "child_to_parent_company")
_RELATED = AssociationType(450, None, "company_to_company")

# Labels that the demo company made for people at a company and on a deal, by the buying role they stand for.
_LABELS: Mapping[str, str] = {
    "BUDGET_HOLDER": "Budget holder",
    "CHAMPION": "Champion",
    "DECISION_MAKER": "Decision maker",
}
_FIRST_LABEL: Mapping[tuple[str, str], int] = {
    ("company", "contact"): 31,
    ("contact", "company"): 32,
    ("deal", "contact"): 41,
    ("contact", "deal"): 42,
}


def types_between(start: Kind, end: Kind) -> list[AssociationType]:
    """Every type that there can be from one kind to the other. Their ids differ by direction."""
    if start is end is kinds.COMPANIES:
        return [_CHILD, _PARENT, _RELATED]
    return [*_standing(start, end), *_labels(start, end).values()]


def _standing(start: Kind, end: Kind) -> list[AssociationType]:
    """The types that every association of the two kinds has."""
    pair, name = (start.singular, end.singular), f"{start.singular}_to_{end.singular}"
    if pair in _PRIMARY:
        unlabeled, primary = _PRIMARY[pair]
        return [AssociationType(primary, "Primary", name), AssociationType(unlabeled, None, f"{name}_unlabeled")]
    return [AssociationType(_PLAIN[pair], None, name)] if pair in _PLAIN else []


def _labels(start: Kind, end: Kind) -> dict[str, AssociationType]:
    first = _FIRST_LABEL.get((start.singular, end.singular))
    if first is None:
        return {}
    return {
        role: AssociationType(first + 2 * place, label, label.lower().replace(" ", "_"), "USER_DEFINED")
        for place, (role, label) in enumerate(_LABELS.items())
    }


def neighbours(portal: Portal, start: Kind, source: Source, end: Kind) -> list[Neighbour]:
    """The records of kind `end` that are associated with this one, by id."""
    if isinstance(source, CompanyRecord) and end is kinds.COMPANIES:
        found = _relatives(portal, source)
    else:
        standing, labels = tuple(_standing(start, end)), _labels(start, end)
        found = (
            Neighbour(id_of(other), (*standing, *_roles(source, other, labels)))
            for other in _others(portal, source, end)
        )
    return sorted(found, key=lambda one: int(one.record_id))


def _relatives(portal: Portal, source: CompanyRecord) -> Iterator[Neighbour]:
    """Children hang on the first record of their parent."""
    parent = source.company.parent
    if parent and parent.hubspot_ids:
        yield Neighbour(parent.hubspot_ids[0], (_PARENT, _RELATED))
    if source.is_first:
        for child in portal.children(source.company):
            yield from (Neighbour(child_id, (_CHILD, _RELATED)) for child_id in child.hubspot_ids)


def _roles(one: Source, other: Source, labels: Mapping[str, AssociationType]) -> Iterator[AssociationType]:
    person = one if isinstance(one, Contact) else other
    if isinstance(person, Contact):
        yield from (label for role, label in labels.items() if role in person.buying_roles)


def _others(portal: Portal, source: Source, end: Kind) -> Iterable[Source]:
    match source:
        case CompanyRecord():
            return _of_company(portal, source, end)
        case Contact():
            return _of_contact(portal, source, end)
        case Deal():
            return _of_deal(source, end)
        case Engagement():
            return _of_engagement(source, end)


def _of_company(portal: Portal, source: CompanyRecord, end: Kind) -> Iterator[Source]:
    for other in portal.records_of(end, source.company):
        if not isinstance(other, CompanyRecord):
            home = home_of(other)
            if home is not None and home.hubspot_id == source.hubspot_id:
                yield other


def _of_contact(portal: Portal, source: Contact, end: Kind) -> Iterator[Source]:
    if end is kinds.COMPANIES:
        yield from _home(source)
    company: Company = source.company
    for other in portal.records_of(end, company):
        if isinstance(other, Deal | Engagement) and _has(other.contacts, source):
            yield other


def _of_deal(source: Deal, end: Kind) -> Iterable[Source]:
    if end is kinds.COMPANIES:
        return _home(source)
    return _in_crm(source.contacts) if end is kinds.CONTACTS else ()


def _of_engagement(source: Engagement, end: Kind) -> Iterable[Source]:
    if end is kinds.COMPANIES:
        return _home(source)
    return _in_crm(source.contacts) if end is kinds.CONTACTS else ()


def _home(source: Contact | Deal | Engagement) -> list[Source]:
    home = home_of(source)
    return [home] if home else []


def _in_crm(contacts: Iterable[Contact]) -> list[Source]:
    return [contact for contact in contacts if contact.hubspot_id]


def _has(contacts: Iterable[Contact], one: Contact) -> bool:
    return any(contact is one for contact in contacts)


Named = Callable[[Neighbour], Iterator[Json]]


def named(neighbour: Neighbour) -> Iterator[Json]:
    """As a record's own associations show it: once for each type."""
    for kind in neighbour.types:
        yield {"id": neighbour.record_id, "type": kind.name}


def typed(neighbour: Neighbour) -> Json:
    """As the associations API shows it: once, with all its types."""
    return {"toObjectId": neighbour.record_id, "associationTypes": [kind.body() for kind in neighbour.types]}
