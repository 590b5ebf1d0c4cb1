"""Long lists that are decoded straight into records, and what is said of answers of another shape."""

from typing import TypedDict

import msgspec
import pytest

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import decoded
from rotunda.connector_kit.paging import LastId, Step, next_step
from rotunda.connector_kit.requests import Json, Payload
from rotunda.connector_kit.typed import records


class _Times(msgspec.Struct):
    paid_at: int | None


class _Bill(msgspec.Struct):
    id: str
    total: int
    times: _Times


class _Page(TypedDict, total=False):
    data: list[_Bill]
    has_more: Json


_GOOD = {"id": "in_1", "total": 5, "times": {"paid_at": None}, "lines": ["not read"]}


def read(*members: Json) -> list[_Bill]:
    page = decoded(msgspec.json.encode({"data": members, "has_more": False}), _Page)
    return [found.value for found in records(Payload([page]), "bills", _Bill)]


def test_records_come_in_order_over_all_pages() -> None:
    pages = [decoded(msgspec.json.encode({"data": [{**_GOOD, "id": name}], "has_more": True}), _Page) for name in "abc"]
    found = records(Payload(pages), "bills", _Bill)
    assert [each.value.id for each in found] == ["a", "b", "c"]
    assert found[2].bad("total", "is odd").path == "bills.pages[2].data[0].total"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"total": "5 secret"}, "bills.pages[0].data[1].total: must be int, not str"),
        ({"times": {"paid_at": "secret"}}, "bills.pages[0].data[1].times.paid_at: must be int | null, not str"),
        ({"times": {}}, "bills.pages[0].data[1].times.paid_at: is missing"),
        ({"id": None}, "bills.pages[0].data[1].id: must be str, not null"),
    ],
)
def test_another_shape_is_named_by_its_place_and_quotes_nothing(change: Json, said: str) -> None:
    with pytest.raises(BadPayload) as refused:
        read(_GOOD, {**_GOOD, **change})
    assert refused.value.reason == said


def test_what_is_no_record_at_all_is_named() -> None:
    with pytest.raises(BadPayload, match=r"bills\.pages\[0\]\.data\[0\]: must be object, not str"):
        read("secret")
    with pytest.raises(BadPayload, match=r"bills\.pages\[0\]\.data: is missing"):
        records(Payload([{}]), "bills", _Bill)


def test_the_next_page_begins_after_the_last_record() -> None:
    page = decoded(msgspec.json.encode({"data": [_GOOD, {**_GOOD, "id": "in_2"}], "has_more": True}), _Page)
    assert next_step(LastId(), page) == Step(query={"starting_after": "in_2"})
