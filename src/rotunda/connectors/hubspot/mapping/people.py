"""Contacts and what they decide."""

from collections.abc import Iterable, Mapping, Sequence

from rotunda.connector_kit.json import Wild
from rotunda.connectors.hubspot.mapping.profile import lifecycle_stage
from rotunda.connectors.hubspot.mapping.record import Portal, Record
from rotunda.sections.people.model import BuyingRole, PeoplePart, Person

PROPERTIES = (
    "email",
    "firstname",
    "lastname",
    "jobtitle",
    "phone",
    "mobilephone",
    "lifecyclestage",
    "hubspot_owner_id",
    "hs_buying_role",
    "notes_last_contacted",
    "createdate",
)
_ROLES = {
    "CHAMPION": BuyingRole.CHAMPION,
    "DECISION_MAKER": BuyingRole.DECISION_MAKER,
    "EXECUTIVE_SPONSOR": BuyingRole.DECISION_MAKER,
    "BUDGET_HOLDER": BuyingRole.ECONOMIC_BUYER,
    "INFLUENCER": BuyingRole.INFLUENCER,
    "BLOCKER": BuyingRole.BLOCKER,
    "END_USER": BuyingRole.END_USER,
}
"""The values of `hs_buying_role`; LEGAL_AND_COMPLIANCE and OTHER say nothing about buying."""

_LABELS = {**_ROLES, "ECONOMIC_BUYER": BuyingRole.ECONOMIC_BUYER}
"""What people call the same roles on labels of their own between a company and a contact."""


def roles_by_label(associations: Iterable[tuple[str, Wild]]) -> dict[str, list[BuyingRole]]:
    """Roles that the labels of associations give, by contact. The unlabelled type stands beside every labelled one."""
    found: dict[str, list[BuyingRole]] = {}
    for _, association in associations:
        roles = found.setdefault(association.text_at("toObjectId"), [])
        for kind in association["associationTypes"]:
            label = kind.maybe_text("label")
            role = _role_of(label) if label else None
            if role:
                roles.append(role)
    return found


def _role_of(label: str) -> BuyingRole | None:
    return _LABELS.get(label.strip().upper().replace(" ", "_").replace("-", "_"))


def map_people(contacts: Iterable[Record], labelled: Mapping[str, Sequence[BuyingRole]], portal: Portal) -> PeoplePart:
    """`labelled` holds every contact of the company, also those that were not read."""
    people = [_person(contact, labelled.get(contact.id, ()), portal) for contact in contacts]
    return PeoplePart(people=people, total=max(len(labelled), len(people)))


def name_of(contact: Record) -> str:
    """Its name, else its address, else its number."""
    said = contact.values
    names = (said["firstname"], said["lastname"])
    return " ".join([name for name in names if name]) or said["email"] or f"Contact {contact.id}"


def _person(contact: Record, labelled: Sequence[BuyingRole], portal: Portal) -> Person:
    said = contact.values
    own = [_ROLES[role] for role in contact.texts("hs_buying_role") if role in _ROLES]
    return Person(
        ref=portal.ref("contacts", contact.id),
        name=name_of(contact),
        email=said["email"],
        title=said["jobtitle"],
        phone=said["phone"] or said["mobilephone"],
        roles=list(dict.fromkeys((*own, *labelled))),
        lifecycle_stage=lifecycle_stage(contact),
        owner=portal.owner_name(contact),
        last_contacted_at=contact.at("notes_last_contacted"),
        created_at=contact.made_at,
    )
