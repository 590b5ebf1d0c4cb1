"""Paginators: where the next page begins, and that a page which does not say is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.paging import AfterCursor, LastId, MetaCursor, NoPaging, Paging, Step, next_step

PAGINATORS: list[Paging] = [NoPaging(), LastId(), AfterCursor(), AfterCursor(in_body=True), MetaCursor()]

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ["data", "has_more", "id", "paging", "next", "after", "meta", "after_cursor"], inner
            ),
        )
    ),
    max_leaves=10,
)


def test_one_answer_has_no_next_page() -> None:
    assert next_step(NoPaging(), {"has_more": True}) is None


def test_last_id_asks_after_the_last_item_while_there_is_more() -> None:
    page = {"data": [{"id": "in_2"}, {"id": "in_1"}], "has_more": True}
    assert next_step(LastId(), page) == Step(query={"starting_after": "in_1"})
    assert next_step(LastId(), {**page, "has_more": False}) is None


def test_after_cursor_goes_into_query_or_body() -> None:
    page = {"results": [], "paging": {"next": {"after": "200"}}}
    assert next_step(AfterCursor(), page) == Step(query={"after": "200"})
    assert next_step(AfterCursor(in_body=True), page) == Step(body={"after": "200"})
    assert next_step(AfterCursor(), {"results": []}) is None
    assert next_step(AfterCursor(), {"paging": {"next": None}}) is None


def test_meta_cursor_asks_while_the_page_says_more() -> None:
    page = {"tickets": [], "meta": {"has_more": True, "after_cursor": "abc"}}
    assert next_step(MetaCursor(), page) == Step(query={"page[after]": "abc"})
    assert next_step(MetaCursor(), {"meta": {"has_more": False, "after_cursor": None}}) is None


@pytest.mark.parametrize(
    ("paging", "page", "path"),
    [
        (LastId(), {"data": []}, "has_more"),
        (LastId(), {"data": [{"id": "a"}], "has_more": "true"}, "has_more"),
        (LastId(), {"has_more": False}, "data"),
        (LastId(), {"data": [], "has_more": True}, "data[-1].id"),
        (LastId(), {"data": ["a"], "has_more": True}, "data[-1].id"),
        (LastId(), {"data": [{"id": None}], "has_more": True}, "data[-1].id"),
        (LastId(), [], "data"),
        (AfterCursor(), {"paging": {"next": {"after": {}}}}, "paging.next.after"),
        (AfterCursor(), {"paging": {"next": {"after": ""}}}, "paging.next.after"),
        (MetaCursor(), {"tickets": []}, "meta.has_more"),
        (MetaCursor(), {"meta": {"has_more": True, "after_cursor": None}}, "meta.after_cursor"),
        (MetaCursor(), {"meta": {"has_more": True, "after_cursor": True}}, "meta.after_cursor"),
    ],
)
def test_a_page_that_does_not_say_whether_it_is_the_last_is_refused(paging: Paging, page: Any, path: str) -> None:
    with pytest.raises(BadPayload) as caught:
        next_step(paging, page)
    assert caught.value.path == path


@given(paging=st.sampled_from(PAGINATORS), page=any_json)
def test_any_page_has_a_next_step_or_ends_or_is_refused(paging: Paging, page: Any) -> None:
    try:
        step = next_step(paging, page)
    except BadPayload:
        return
    assert step is None or all(value != "" for value in {**step.query, **step.body}.values())
