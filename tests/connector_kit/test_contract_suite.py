"""The contract finds what it is there to find: each check against a connector that breaks it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict

import msgspec
import pytest

from connectors.stripe.recording import RECORDING as STRIPE
from rotunda.connector_kit import contract, drift
from rotunda.connector_kit.connector import Connector, SourceRecord, Webhooks
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.manifest import ClientCredentials, FormField, Manifest, RateBudget
from rotunda.connector_kit.paging import LastId
from rotunda.connector_kit.requests import Customer, Json, Payload, Program, Request, SqlQuery
from rotunda.connectors.stripe.manifest import MANIFEST
from rotunda.sections.ids import ExternalId, SectionName
from rotunda.sections.money import Money

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOTES = SectionName("notes")


class Note(msgspec.Struct, frozen=True):
    """What the tiny section holds."""

    text: str
    at: datetime
    worth: Money | float


class Notes(msgspec.Struct, frozen=True):
    """The tiny section's part."""

    notes: list[Note]


def note_of(raw: Wild, owner: str) -> Note:
    if raw["owner"].text() != owner:
        raise raw["owner"].bad("is somebody else")
    return Note(raw["text"].text(), raw["at"].at_epoch_seconds(), Money(raw["cents"].integer(), "EUR"))


REQUEST = Request(path="/notes", query=(("owner", "o1"),), paging=LastId())


def reading(map_note: Callable[[Wild, str], Note] = note_of, request: Request = REQUEST) -> Any:
    def read_notes(customer: Customer) -> Program[Notes]:
        [payload] = yield [request]
        return Notes([map_note(raw, customer.ids("owner")[0]) for raw in each(payload, "notes")])

    return read_notes


def no_records(settings: Any, now: datetime) -> Program[Sequence[SourceRecord]]:
    del settings, now
    yield from ()
    return []


def manifest(**changes: Any) -> Manifest:
    return msgspec.structs.replace(MANIFEST, source="tiny", fills=(NOTES,), **changes)


def recording(read: Any = None, **changes: Any) -> Recording:
    connector = Connector(
        manifest=manifest(),
        sections={NOTES: read or reading()},
        needs={NOTES: ("owner",)},
        records=(no_records,),
        find=lambda _: no_records({}, NOW),
        webhooks=Webhooks(lambda _: (), lambda _: ()),
    )
    note = {"id": "n1", "owner": "o1", "text": "hello", "at": 1767225600, "cents": 100}
    pages: list[Json] = [{"data": [note], "has_more": True}, {"data": [{**note, "id": "n2"}], "has_more": False}]
    plain = Recording(
        connector=connector,
        customer=Customer({"owner": [ExternalId("o1")]}, NOW, {}),
        pages={"GET /notes?owner=o1": pages},
    )
    return msgspec.structs.replace(plain, **changes)


def all_faults(tiny: Recording) -> list[str]:
    return [
        *contract.manifest_faults(tiny.connector, "tiny"),
        *contract.ending_faults(tiny, {NOTES: Notes}),
        *contract.endless_faults(tiny),
        *contract.foreign_faults(tiny),
        *contract.drift_faults(tiny),
    ]


def test_a_connector_that_keeps_its_word_has_no_faults() -> None:
    assert all_faults(recording()) == []


# Manifests


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"source": "Tiny"}, "the source is named like its folder"),
        ({"fills": ()}, "fills are the sections read"),
        ({"fills": (NOTES, NOTES)}, "fills name each section once"),
        ({"form": (*MANIFEST.form, *MANIFEST.form)}, "field names are unique"),
        ({"form": ()}, "sign-in needs the field secret_key, which the form does not demand"),
        (
            {"form": (FormField(name="secret_key", label="Key", help="The key"),)},
            "the field secret_key is shown, though it is a secret",
        ),
        ({"base_url": "https://{subdomain}.example"}, "the base URL's fields are in the form"),
        ({"base_url": "https://{secret_key}.example"}, "the base URL's fields are in the form"),
        ({"budgets": {"search": RateBudget(requests=1, seconds=1)}}, "there is a default budget"),
        ({"budgets": {"default": RateBudget(requests=0, seconds=1)}}, "budgets are positive"),
        ({"budgets": {"default": RateBudget(requests=1, seconds=1, reserved_percent=100)}}, "budgets keep a share"),
        (
            {"budgets": {"default": RateBudget(requests=1, seconds=1, by_choice=("plan", {"small": 1}))}},
            "budgets follow choices of the form",
        ),
        ({"timeout_floor": 9.0}, "timeouts are in order"),
        ({"statuses": {200: "gone"}}, "statuses are errors"),
        ({"webhook_help": None}, "a webhook says how to set it up"),
        ({"docs_url": "ftp://example"}, "the documentation is on the web"),
        ({"brand_color": "blue"}, "the colour is a colour"),
        ({"check": "customers"}, "the check is a path or a query"),
        (
            {"auth": ClientCredentials(id_field="id", secret_field="secret_key", token_path="/token", scope="read")},
            "sign-in needs the field id, which the form does not demand",
        ),
    ],
)
def test_every_fault_of_a_manifest_is_found(changes: dict[str, Any], fault: str) -> None:
    tiny = recording()
    broken = msgspec.structs.replace(
        tiny.connector, manifest=msgspec.structs.replace(manifest(), **changes) if changes else manifest()
    )
    assert fault in contract.manifest_faults(broken, "tiny")


# Programs


def test_results_of_another_kind_floats_and_local_times_are_found() -> None:
    faults = contract.ending_faults(recording(), {NOTES: SourceRecord})
    assert faults == ["notes: gives Notes, not SourceRecord"]
    inexact = reading(lambda raw, _: Note(raw["text"].text(), datetime(2026, 1, 1), 0.5))  # noqa: DTZ001 - on purpose
    assert contract.ending_faults(recording(inexact), {NOTES: Notes})[:2] == [
        "notes: result.notes[0].at is a time that is not in UTC",
        "notes: result.notes[0].worth is a float",
    ]


def test_results_that_change_by_themselves_are_found() -> None:
    seconds = iter(range(100))
    moving = reading(lambda raw, _: Note(raw["text"].text(), NOW, Money(next(seconds), "EUR")))
    assert "notes: differs when asked again" in contract.ending_faults(recording(moving), {NOTES: Notes})


@pytest.mark.parametrize(
    ("request_changes", "fault"),
    [
        ({"bucket": "unheard"}, "/notes draws from an unknown budget"),
        ({"method": "DELETE"}, "/notes is no read"),
        ({"paging": contract.NoPaging()}, "/notes is not paged"),
    ],
)
def test_requests_that_may_not_be_made_are_found(request_changes: dict[str, Any], fault: str) -> None:
    request = msgspec.structs.replace(REQUEST, **request_changes)
    method = request.method
    tiny = recording(reading(request=request))
    pages = {f"{method} /notes?owner=o1": tiny.pages["GET /notes?owner=o1"]}
    faults = contract.ending_faults(msgspec.structs.replace(tiny, pages=pages), {NOTES: Notes})
    assert f"notes: {fault}" in faults


class Texts(TypedDict, total=False):
    """A note without its worth."""

    id: Json
    owner: Json
    text: Json
    at: Json


class TextPage(TypedDict, total=False):
    """A page of them."""

    data: list[Texts]
    has_more: Json


def test_reading_more_than_the_request_says_is_found() -> None:
    def worth(raw: Wild) -> int:
        return raw.maybe("cents", Wild.integer) or 0

    careless = reading(
        lambda raw, _: Note(raw["text"].text(), NOW, Money(worth(raw), "EUR")),
        msgspec.structs.replace(REQUEST, reads=TextPage),
    )
    assert contract.ending_faults(recording(careless), {NOTES: Notes}) == ["notes: reads more than it says"]


def test_a_recording_that_stops_in_the_middle_is_found() -> None:
    tiny = recording()
    pages = {"GET /notes?owner=o1": tiny.pages["GET /notes?owner=o1"][:1]}
    faults = contract.ending_faults(msgspec.structs.replace(tiny, pages=pages), {NOTES: Notes})
    assert faults == ["notes: /notes is not paged to its end"]
    absent = msgspec.structs.replace(tiny, pages={"GET /notes?owner=o1": []})
    assert contract.ending_faults(absent, {NOTES: Notes}) == ["notes: /notes may not be absent"]


def test_statements_that_write_are_found() -> None:
    def read_notes(customer: Customer) -> Program[Notes]:
        del customer
        yield [SqlQuery(sql="/* notes */ DELETE FROM notes", parameters={})]
        return Notes([])

    faults = contract.ending_faults(recording(read_notes, pages={"notes": []}), {NOTES: Notes})
    assert faults == ["notes: a query is no SELECT"]


def test_a_program_that_never_ends_is_found() -> None:
    def read_notes(customer: Customer) -> Program[Notes]:
        del customer
        truncated = True
        while truncated:
            [payload] = yield [REQUEST]
            truncated = payload.truncated
        return Notes([])

    assert contract.endless_faults(recording(read_notes)) == ["notes: never ends when a list never ends"]


# Drift and strangers


def lax(raw: Wild, owner: str) -> Note:
    del owner
    at = raw.maybe("at", Wild.at_epoch_seconds) or NOW.replace(year=2000)
    return Note(raw.optional("text").text_or_none() or "", at, Money(raw["cents"].integer(), "EUR"))


def test_absence_that_nobody_declared_is_found() -> None:
    faults = contract.drift_faults(recording(reading(lax)))
    assert faults == [
        f"notes, GET /notes?owner=o1: removing [{page}].data[0].{name} goes unnoticed and changes the result"
        for page in (0, 1)
        for name in ("text", "at")
    ]
    assert contract.drift_faults(recording(reading(lax), optional=frozenset({"text", "at"}))) == []


def test_strangers_are_found() -> None:
    assert contract.foreign_faults(recording(reading(lax))) == [
        "notes: takes GET /notes?owner=o1 about another customer"
    ]
    nameless = recording(pages={"GET /notes?owner=o1": [{"data": [], "has_more": False}]})
    assert contract.foreign_faults(nameless) == ["notes: no answer says whose it is"]


def test_other_exceptions_and_quoted_values_are_found() -> None:
    def careless(raw: Wild, owner: str) -> Note:
        del owner
        return Note("", NOW, Money(raw.optional("cents")._value * 2, "EUR"))

    def chatty(raw: Wild, owner: str) -> Note:
        text = raw.optional("text")._value
        if text != "hello":
            raise BadPayload("text", f"is {text}")
        return note_of(raw, owner)

    assert any("raises TypeError" in fault for fault in contract.drift_faults(recording(reading(careless))))
    assert any("is quoted in the error" in fault for fault in contract.drift_faults(recording(reading(chatty))))


def test_numbers_that_cannot_be_sent_are_found() -> None:
    def large(raw: Wild, owner: str) -> Note:
        return Note(raw["text"].text(), NOW, Money(raw["cents"].integer() ** 3, "EUR"))

    change = drift.Change(
        [{"data": [{"text": "hello", "cents": 2**62}], "has_more": False}], "any value", "", removed=False
    )
    tiny = recording(reading(large))
    fault = contract.drift_fault(tiny, tiny.programs()["notes"], "GET /notes?owner=o1", change, expected=None)
    assert fault == (
        "any value gives what cannot be shown: result.notes[0].worth is money with a fraction, or beyond 64 bits"
    )


def test_every_member_of_a_real_recording_is_changed_once() -> None:
    """Not one place is left out: as many removals as members of objects, as many retypings as values."""
    pages = list(STRIPE.pages["GET /v1/customers/cus_Acme1"])
    found = list(drift.changes(pages))
    places = list(drift.places(pages))
    assert sum(change.removed for change in found) == sum(isinstance(path[-1], str) for path, _ in places)
    assert sum(not change.removed for change in found) == sum(value is not None for _, value in places)
    assert all(change.pages != pages for change in found)


def test_changing_copies_and_leaves_the_original() -> None:
    pages: list[Json] = [{"a": [{"b": 1}, {"b": 2}]}]
    assert drift.replaced(pages, (0, "a", 1, "b"), 3) == [{"a": [{"b": 1}, {"b": 3}]}]
    assert drift.without(pages, (0, "a", 0)) == [{"a": [{"b": 2}]}]
    assert drift.about_another([{"id": "o1", "n": [7, True]}], {"o1", "7"}) == [{"id": "o19", "n": [8, True]}]
    assert pages == [{"a": [{"b": 1}, {"b": 2}]}]


def test_an_unfinished_recording_says_what_is_missing() -> None:
    with pytest.raises(contract.Unrecorded, match="GET /notes"):
        contract.drive(recording(pages={}).programs()["notes"](), contract.feed(recording(pages={})))
    assert Payload([]).only is None
