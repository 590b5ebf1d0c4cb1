"""HubSpot's one shape of a record, in which every property is text, and the portal that all records stand in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.provenance import Ref

SOURCE = SourceName("hubspot")
TYPES = {
    "contacts": ("contact", "0-1"),
    "companies": ("company", "0-2"),
    "deals": ("deal", "0-3"),
    "tasks": ("task", "0-27"),
    "notes": ("note", "0-46"),
    "meetings": ("meeting", "0-47"),
    "calls": ("call", "0-48"),
    "emails": ("email", "0-49"),
}
"""HubSpot's object name: our record type, and the object type id that stands in links."""

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)


class Owner(msgspec.Struct, frozen=True):
    """A teammate. `teams` has the main one first."""

    name: str
    email: str | None
    teams: tuple[str, ...]


class Portal(msgspec.Struct, frozen=True):
    """One HubSpot account: where its pages are, in what currency it counts, who works there."""

    id: int
    ui_domain: str
    currency: str
    owners: Mapping[str, Owner]

    def ref(self, kind: str, record_id: str) -> Ref:
        """A record with its page in HubSpot. `kind` is HubSpot's object name."""
        record_type, type_id = TYPES[kind]
        url = f"https://{self.ui_domain}/contacts/{self.id}/record/{type_id}/{record_id}"
        return Ref(source=SOURCE, record_type=record_type, external_id=ExternalId(record_id), url=url)

    def owner(self, record: "Record") -> Owner | None:
        return self.owners.get(record.values["hubspot_owner_id"] or "")

    def owner_name(self, record: "Record") -> str | None:
        owner = self.owners.get(record.values["hubspot_owner_id"] or "")
        return owner.name if owner else None


class Values(dict[str, str | None]):
    """What a record's properties say, by name; None for one that is cleared or absent. All are read at once and looked
    up without a call: a page looks up hundreds. One that is no text is missed here, and an error when it is asked for.
    """

    __slots__ = ("wild",)

    def __init__(self, wild: Wild) -> None:
        self.wild = wild
        for name, value in wild.members().items():
            if value is None or type(value) is str:
                self[name] = value.strip() or None if value else None

    def __missing__(self, name: str) -> str | None:
        return self.wild.maybe_text(name)


class Record:
    """A record and its properties. An empty text is how HubSpot writes a value that was cleared: None here."""

    __slots__ = ("id", "values", "wild")

    def __init__(self, wild: Wild) -> None:
        self.wild = wild
        self.id = wild.text_at("id")
        self.values = Values(wild["properties"])

    def _value(self, name: str) -> Wild | None:
        return self.values.wild[name] if self.values[name] else None

    def required(self, name: str) -> Wild:
        """A property that HubSpot does not make a record of this type without."""
        value = self._value(name)
        if value is None:
            raise BadPayload(f"{self.wild.path}.properties.{name}", "is missing")
        return value

    def text(self, name: str) -> str | None:
        return self.values[name]

    def texts(self, name: str) -> tuple[str, ...]:
        """The values of a property that holds several, separated by semicolons."""
        text = self.values[name]
        return () if text is None else several_of(text)

    def decimal(self, name: str) -> Decimal | None:
        value = self._value(name)
        return None if value is None else value.decimal()

    def share(self, name: str) -> Decimal | None:
        """A share between 0 and 1. HubSpot writes out the binary fraction, 0.2 as 0.2000000000000000111 and more
        digits than a decimal holds: only the first 18 are read.
        """
        value = self._value(name)
        if value is None:
            return None
        share = value.beginning(20).decimal()
        if not 0 <= share <= 1:
            raise value.bad("must lie between 0 and 1")
        return share

    def whole(self, name: str) -> int | None:
        """A count; HubSpot may write `120.0`."""
        value = self._value(name)
        if value is None:
            return None
        number = value.decimal()
        if number != number.to_integral_value():
            raise value.bad("must be a whole number")
        return int(number)

    def at(self, name: str) -> datetime | None:
        return self.values.wild.iso_at(name) if self.values[name] else None

    def required_at(self, name: str) -> datetime:
        return self.at(name) or self.required(name).at_iso()

    def flag(self, name: str) -> bool | None:
        value = self._value(name)
        return None if value is None else value.choice({"true": True, "false": False})

    @property
    def made_at(self) -> datetime:
        """When it came into being: the property, which imports set right, else the record's own time."""
        return self.at("createdate") or self.wild.iso_at("createdAt")


def several_of(text: str) -> tuple[str, ...]:
    """The values of a text that holds several, separated by semicolons."""
    return tuple([part for part in map(str.strip, text.split(";")) if part]) if ";" in text else (text,)


def read_portal(details: Payload, *owners: Payload) -> Portal:
    """`owners` are the lists of present and of former ones; the present ones win."""
    return details.once(_portal, *owners)


def _portal(details: Payload, *owners: Payload) -> Portal:
    wild = Wild(details.only, "account")
    domain = wild["uiDomain"]
    if not _HOST.fullmatch(domain.text()):
        raise domain.bad("must be a host name")
    return Portal(
        id=wild.integer_at("portalId"),
        ui_domain=domain.text(),
        currency=currency_of(wild["companyCurrency"]),
        owners=read_owners(*owners),
    )


def read_owners(*lists: Payload) -> dict[str, Owner]:
    """By owner id, which is what `hubspot_owner_id` holds (a user's id is another number). Earlier lists win."""
    owners: dict[str, Owner] = {}
    for found in reversed(lists):
        owners |= found.once(_owners)
    return owners


def _owners(found: Payload) -> Mapping[str, Owner]:
    return {wild.text_at("id"): _owner(wild) for wild in each(found, "owners", "results")}


def currency_of(wild: Wild) -> str:
    """An ISO 4217 code."""
    code = wild.text().upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise wild.bad("must be a currency code of three letters")
    return code


def _owner(wild: Wild) -> Owner:
    names = (wild.maybe("firstName", Wild.text), wild.maybe("lastName", Wild.text))
    email = wild.maybe("email", Wild.text)
    teams = sorted(wild.maybe("teams", list[Wild]) or [], key=lambda team: not team["primary"].boolean())
    return Owner(
        name=" ".join(name for name in names if name) or email or f"Owner {wild['id'].text()}",
        email=email or None,
        teams=tuple(team.text_at("name") for team in teams),
    )


def read_records(payloads: Iterable[Payload], asked: Sequence[str], path: str) -> dict[str, Record]:
    """The records of batch reads by id, each once, in the order asked. Deleted ones are not among them.

    Raises:
        BadPayload: a record came back that was not asked for.
    """
    wanted = set(asked)
    found: dict[str, Record] = {}
    for payload in payloads:
        for record in payload.once(_records, path):
            if record.id not in wanted:
                raise record.wild["id"].bad("is a record that was not asked for (wrong customer)")
            found[record.id] = record
    return {record_id: found[record_id] for record_id in asked if record_id in found}


def _records(payload: Payload, path: str) -> list[Record]:
    return [Record(wild) for wild in each(payload, path, "results")]


class Associations(msgspec.Struct):
    """What records are associated with: pairs of an id asked for and the association, and what is still to be asked."""

    pairs: list[tuple[str, Wild]]
    following: list[dict[str, str]]

    def newest(self) -> list[str]:
        """The ids on the other side, each once."""
        return newest_first(association.text_at("toObjectId") for _, association in self.pairs)


def newest_first(ids: Iterable[str]) -> list[str]:
    """Each once. HubSpot numbers records as they come into being."""
    ordered = sorted(set(ids), reverse=True)
    ordered.sort(key=len, reverse=True)  # those of one length stay as they are
    return ordered


def near(company: Record) -> dict[str, list[str] | None]:
    """The ids of a company's records by kind, newest first, as its own record names them; None where it does not name
    all. A kind of which it has none is absent.
    """
    associations = company.wild.optional("associations")
    return {} if associations.is_null else {kind: _named(listed) for kind, listed in associations.items()}


def _named(listed: Wild) -> list[str] | None:
    if listed.is_null:
        return []
    return None if listed.maybe("paging", _after) else newest_first(listed["results"].texts_of("id"))


def read_associations(payload: Payload, asked: Iterable[str], path: str) -> Associations:
    """One page per record asked for.

    Raises:
        BadPayload: associations of another record came back.
    """
    wanted = set(asked)
    found = Associations([], [])
    for result in each(payload, path, "results"):
        origin = result["from"]
        origin_id = origin.text_at("id")
        if origin_id not in wanted:
            raise origin["id"].bad("is a record that was not asked for (wrong customer)")
        found.pairs.extend([(origin_id, association) for association in result["to"]])
        after = result.maybe("paging", _after)
        if after:
            found.following.append({"id": origin_id, "after": after})
    return found


def _after(paging: Wild) -> str | None:
    following = paging.optional("next")
    return None if following.is_null else following.text_at("after")


def in_words(value: str | None) -> str | None:
    """HubSpot's constants for people's eyes: `Computer software` of `COMPUTER_SOFTWARE`. Other texts stay."""
    if value is None or not re.fullmatch(r"[A-Z0-9]+(_[A-Z0-9]+)*", value, re.ASCII):
        return value
    return value.replace("_", " ").capitalize()
