"""Taming foreign JSON: strict readings, and errors that say where but never what."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypedDict

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild, decoded, each, only_read, rows
from rotunda.connector_kit.requests import Payload


class Light(StrEnum):
    """A closed set."""

    RED = "red"
    GREEN = "green"


READERS: dict[str, Callable[[Wild], Any]] = {
    "text": Wild.text,
    "text_or_none": Wild.text_or_none,
    "integer": Wild.integer,
    "integer_or_none": Wild.integer_or_none,
    "boolean": Wild.boolean,
    "boolean_or_none": Wild.boolean_or_none,
    "decimal": Wild.decimal,
    "at_epoch_seconds": Wild.at_epoch_seconds,
    "at_epoch_millis": Wild.at_epoch_millis,
    "at_iso": Wild.at_iso,
    "at_column": Wild.at_column,
    "day": Wild.day,
    "choice": lambda w: w.choice({"red": 1, "green": 2}),
    "one_of": lambda w: w.one_of(Light),
    "member": lambda w: w["a"],
    "optional": lambda w: w.optional("a"),
    "maybe": lambda w: w.maybe("a", Wild.text),
    "list": list,
    "items": lambda w: list(w.items()),
}

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def refused(reader: str, value: Any) -> BadPayload | None:
    try:
        READERS[reader](Wild(value, "root"))
    except BadPayload as error:
        return error
    return None


@given(value=any_json, reader=st.sampled_from(sorted(READERS)))
def test_any_value_is_read_or_refused_as_bad_payload(value: Any, reader: str) -> None:
    refusal = refused(reader, value)
    assert refusal is None or refusal.path.startswith("root")


SHORT: dict[str, tuple[Callable[[Wild], Any], Callable[[Wild], Any]]] = {
    "maybe_text": (lambda w: w.maybe_text("a"), lambda w: w.maybe("a", Wild.text)),
    "text_at": (lambda w: w.text_at("a"), lambda w: w["a"].text()),
    "integer_at": (lambda w: w.integer_at("a"), lambda w: w["a"].integer()),
    "iso_at": (lambda w: w.iso_at("a"), lambda w: w["a"].at_iso()),
    "texts": (lambda w: w["a"].texts(), lambda w: [member.text() for member in w["a"]]),
    "texts_of": (lambda w: w.texts_of("a"), lambda w: [member.text_at("a") for member in w]),
}
"""The short ways to read what comes by the hundred, and the long ones."""

members = st.fixed_dictionaries({"a": any_json | st.datetimes(timezones=st.timezones()).map(datetime.isoformat)})


@given(value=members | st.lists(members | any_json) | any_json, reader=st.sampled_from(sorted(SHORT)))
def test_the_short_ways_read_and_refuse_as_the_long_ones_do(value: Any, reader: str) -> None:
    short, long = (result_of(read, value) for read in SHORT[reader])
    assert short == long


def result_of(read: Callable[[Wild], Any], value: Any) -> Any:
    try:
        return read(Wild(value, "root"))
    except BadPayload as error:
        return (error.path, str(error))


@given(secret=st.text(alphabet="qxzj", min_size=5), reader=st.sampled_from(sorted(READERS)))
def test_errors_never_hold_the_value_or_a_foreign_key(secret: str, reader: str) -> None:
    for value in (secret, [secret], {secret: secret}):
        assert secret not in str(refused(reader, value))
    [(_, member)] = Wild({secret: None}, "root").items()
    assert secret not in member.path


def test_path_names_every_step() -> None:
    page = Wild({"data": [{"id": "a"}, {"id": "b", "items": {"data": [{"price": 1}]}}]}, "subscriptions")
    item = next(iter(list(page["data"])[1]["items"]["data"]))
    with pytest.raises(BadPayload) as caught:
        item["price"].text()
    assert caught.value.path == "subscriptions.data[1].items.data[0].price"
    assert caught.value.reason == "subscriptions.data[1].items.data[0].price: must be text, not a number"
    with pytest.raises(BadPayload, match=r"^subscriptions\.data\[1\]\.items\.total: is missing$"):
        list(page["data"])[1]["items"]["total"]
    assert repr(item) == "Wild(subscriptions.data[1].items.data[0])"


def test_missing_and_null_are_told_apart_only_where_asked() -> None:
    wild = Wild({"null": None, "name": "Ada"})
    assert wild["null"].is_null
    assert wild.optional("absent").is_null
    assert wild.optional("absent").text_or_none() is None
    assert wild.maybe("null", Wild.integer) is None
    assert wild.maybe("absent", Wild.integer) is None
    assert wild.maybe("name", Wild.text) == "Ada"
    assert wild["null"].or_none(Wild.text) is None
    assert wild["name"].or_none(Wild.text) == "Ada"
    with pytest.raises(BadPayload, match="must be text, not null"):
        wild["null"].text()


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (Wild.integer, True),
        (Wild.integer, "12"),
        (Wild.integer, 1.0),
        (Wild.integer, 2**63),
        (Wild.boolean, 1),
        (Wild.boolean, "true"),
        (Wild.text, 5),
        (Wild.decimal, True),
        (Wild.decimal, "NaN"),
        (Wild.decimal, "Infinity"),
        (Wild.decimal, float("nan")),
        (Wild.decimal, "1_000"),
        (Wild.decimal, " 1"),
        (Wild.decimal, "1e999"),
        (Wild.decimal, "1" * 29),
        (Wild.decimal, "1" * 20 + "." + "1" * 20),
        (Wild.decimal, "\u0661"),
        (Wild.at_epoch_seconds, 1_767_225_600_000),
        (Wild.at_epoch_seconds, 1.5),
        (Wild.at_epoch_millis, 10**18),
        (Wild.at_iso, "2026-01-01T00:00:00"),
        (Wild.at_iso, "2026-01-01"),
        (Wild.at_iso, "0001-01-01T00:00:00+14:00"),
        (Wild.at_iso, "soon"),
        (Wild.at_column, "2026-01-01T00:00:00Z"),
        (Wild.day, "2026-02-30"),
        (Wild.day, "20260201"),
        (Wild.day, datetime(2026, 1, 1, tzinfo=UTC)),
        (lambda w: w.choice({"a": 1}), "b"),
        (lambda w: w.one_of(Light), "blue"),
    ],
)
def test_wrong_types_and_ranges_are_refused(reader: Callable[[Wild], Any], value: Any) -> None:
    with pytest.raises(BadPayload, match=r"^amount: "):
        reader(Wild(value, "amount"))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**12), max_value=10**12))
def test_decimal_text_is_exact(number: Decimal) -> None:
    assert Wild(format(number, "f")).decimal() == number


@given(st.integers(-(10**6), 10**6), st.integers(0, 4))
def test_decimal_fractions_of_json_numbers_are_as_written(units: int, places: int) -> None:
    written = Decimal(units).scaleb(-places)
    assert Wild(json.loads(format(written, "f"))).decimal() == written


@given(st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)))
def test_times_are_exact_in_every_notation(moment: datetime) -> None:
    seconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    assert Wild(seconds).at_epoch_seconds() == moment
    assert Wild(seconds * 1000 + 7).at_epoch_millis() == moment + timedelta(milliseconds=7)
    assert Wild(moment.isoformat()).at_iso() == moment
    assert Wild(moment.replace(tzinfo=None)).at_column() == moment


def test_times_are_brought_to_utc() -> None:
    expected = datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert Wild("2026-01-01T00:00:00+02:00").at_iso() == expected
    assert Wild("2026-01-01T00:00:00+02:00").at_iso().tzinfo is UTC
    assert Wild("2025-12-31T22:00:00.000Z").at_iso() == expected
    assert Wild(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2)))).at_column().tzinfo is UTC


def test_days_come_from_text_and_from_columns() -> None:
    assert Wild("2026-02-28").day() == date(2026, 2, 28)
    assert Wild(date(2026, 2, 28)).day() == date(2026, 2, 28)


def test_closed_sets_give_their_meaning() -> None:
    assert Wild("green").choice({"red": 1, "green": 2}) == 2
    assert Wild("green").one_of(Light) is Light.GREEN
    with pytest.raises(BadPayload, match="must be one of red, green"):
        Wild("blue").one_of(Light)


def test_kinds_can_be_asked_for() -> None:
    assert Wild("cus_1").is_text
    assert Wild({}).is_object
    assert not Wild([]).is_object
    assert not Wild(None).is_text
    assert Wild(False).is_boolean
    assert not Wild(0).is_boolean


def test_a_wild_value_has_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError):
        bool(Wild(False))


def test_pages_and_rows_are_read_in_order() -> None:
    payload = Payload([{"data": [{"id": "a"}]}, {"data": [{"id": "b"}, {"id": 3}]}])
    read = each(payload, "customers")
    assert [next(read)["id"].text(), next(read)["id"].text()] == ["a", "b"]
    with pytest.raises(BadPayload, match=r"^customers\.pages\[1\]\.data\[1\]\.id: must be text"):
        next(read)["id"].text()
    assert list(each(Payload([]), "customers")) == []
    assert [row["n"].integer() for row in rows(Payload([{"n": 1}, {"n": 2}]), "usage")] == [1, 2]
    with pytest.raises(BadPayload, match=r"^usage\.rows\[0\]\.n: is missing$"):
        next(rows(Payload([{}]), "usage"))["n"]


class Lamp(TypedDict, total=False):
    """What is read of a lamp."""

    color: Any


class Street(TypedDict, total=False):
    """What is read of a street."""

    lamps: list[Lamp] | None
    length: Any


def test_only_what_is_read_is_decoded() -> None:
    street = {"lamps": [{"color": {"hue": 1}, "maker": "x"}, {}], "name": "High Street", "length": 1.5}
    assert decoded(json.dumps(street).encode(), Street) == {"lamps": [{"color": {"hue": 1}}, {}], "length": 1.5}
    assert decoded(json.dumps(street).encode(), None) == street


@pytest.mark.parametrize("other", [{"lamps": {}, "name": "x"}, {"lamps": [None, {"maker": "x"}]}, [], "x", None])
def test_what_has_another_shape_is_decoded_whole(other: Any) -> None:
    assert decoded(json.dumps(other).encode(), Street) == other == only_read(other, Street)


@pytest.mark.parametrize("body", [b"", b"{", b'{"name": nul}', b'{"name": "x"} y', b'{"lamps": [}', b'{"name": "\\x"}'])
@pytest.mark.parametrize("reads", [None, Street])
def test_what_is_no_json_is_refused_read_or_not(body: bytes, reads: type | None) -> None:
    with pytest.raises(msgspec.DecodeError):
        decoded(body, reads)


members = st.sampled_from(["lamps", "color", "length", "name"])
streets = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=4),
)


@given(st.dictionaries(members, streets))
def test_a_recorded_answer_is_cut_as_one_that_arrives(page: Any) -> None:
    assert only_read(page, Street) == decoded(json.dumps(page).encode(), Street)
