"""The language of the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.sections.section import load_sections
from rotunda.view.index.search_words import Condition, SearchRefused, Sign, parse_search

COLUMNS = {column.name: column for section in load_sections().values() for column in section.columns}


def test_words_operators_and_quotes() -> None:
    search = parse_search('north "Fleet Works" plan:Pro mrr:>=1.5k renewal:<2w -status:trial owner:me', COLUMNS)
    assert search.words == ("north", "Fleet Works")
    assert search.conditions == (
        Condition(COLUMNS["plan"], Sign.EQUAL, text="pro"),
        Condition(COLUMNS["mrr"], Sign.AT_LEAST, number=1500),
        Condition(COLUMNS["renewal_at"], Sign.BELOW, number=14),
        Condition(COLUMNS["status"], Sign.EQUAL, text="trial", negated=True),
    )
    assert [(each.owner, each.negated) for each in search.owners] == [("me", False)]


def test_has_asks_for_more_than_none() -> None:
    [condition] = parse_search("has:open-ticket", COLUMNS).conditions
    assert (condition.column.name, condition.sign, condition.number) == ("open_tickets", Sign.ABOVE, 0)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("acme plan:pro colour:red", 14, "no operator colour:"),
        ("mrr:lots", 4, "takes a number"),
        ("renewal:<90k", 11, "does not take the unit k"),
        ("mrr:>3w", 6, "does not take the unit w"),
        ('north "open', 6, "not closed"),
        ("-north", 0, "cannot be excluded"),
        ("has:unicorns", 4, "has: knows"),
        ("x" * 501, 500, "at most 500"),
    ],
)
def test_mistakes_point_at_the_character(text: str, position: int, words: str) -> None:
    with pytest.raises(SearchRefused, match=words) as refused:
        parse_search(text, COLUMNS)
    assert refused.value.position == position


def test_an_operator_that_the_viewer_may_not_use_is_unknown_and_not_named() -> None:
    allowed = {name: column for name, column in COLUMNS.items() if name != "mrr"}
    with pytest.raises(SearchRefused) as refused:
        parse_search("mrr:>1000", allowed)
    with pytest.raises(SearchRefused) as never_existed:
        parse_search("xyz:>1000", allowed)
    assert refused.value.reason.replace("mrr", "xyz") == never_existed.value.reason


def _position_of_refusal(text: str) -> int | None:
    try:
        parse_search(text, COLUMNS)
    except SearchRefused as refused:
        return refused.position
    return None


@given(st.text(max_size=600))
def test_any_text_is_understood_or_refused_at_a_place_within_it(text: str) -> None:
    position = _position_of_refusal(text)
    assert position is None or 0 <= position <= len(text)
