"""The language of the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.identity.fields.model import Kind as FieldKind
from rotunda.sections.ids import SourceName
from rotunda.sections.section import FactKind, load_sections
from rotunda.view.index.search_grammar import Vocabulary, parse_search
from rotunda.view.index.search_words import (
    Condition,
    Either,
    Every,
    FieldCondition,
    Has,
    IdCondition,
    Kind,
    Leaf,
    Node,
    OwnerCondition,
    Search,
    SearchRefused,
    Sign,
    Trait,
    TraitCondition,
    Word,
    leaves,
    write_search,
)

COLUMNS = {column.name: column for section in load_sections().values() for column in section.columns}
FIELDS = {"tags": FieldKind.MANY_CHOICES, "region": FieldKind.TEXT, "margin": FieldKind.NUMBER, "due": FieldKind.DATE}
KNOWN = Vocabulary(COLUMNS, [SourceName("stripe"), SourceName("zendesk")], FIELDS)


def test_words_operators_and_quotes() -> None:
    search = parse_search('north "Fleet Works" plan:Pro mrr:>=1.5k renewal:<2w -status:trial owner:me', KNOWN)
    assert search.words == ("north", "Fleet Works")
    assert search.without_words == Every(
        (
            Condition(COLUMNS["plan"], Sign.EQUAL, text="pro"),
            Condition(COLUMNS["mrr"], Sign.AT_LEAST, number=1500),
            Condition(COLUMNS["renewal_at"], Sign.BELOW, number=14),
            Condition(COLUMNS["status"], Sign.EQUAL, text="trial", negated=True),
            OwnerCondition("me"),
        )
    )


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("mrr:>1000EUR", 1000, "EUR"),
        ("mrr:>2keur", 2000, "EUR"),
        ("mrr:>1.5mMXN", 1_500_000, "MXN"),
        ("mrr:>5mxn", 5, "MXN"),
    ],
)
def test_an_amount_may_name_its_currency(text: str, number: float, currency: str) -> None:
    assert parse_search(text, KNOWN).root == Condition(COLUMNS["mrr"], Sign.ABOVE, number=number, currency=currency)


def test_groups_alternatives_and_negations() -> None:
    search = parse_search("-(plan:pro or north) east or (west -south)", KNOWN)
    pro = Condition(COLUMNS["plan"], Sign.EQUAL, text="pro", negated=True)
    assert search.root == Either(
        (
            Every((pro, Word("north", negated=True), Word("east"))),
            Every((Word("west"), Word("south", negated=True))),
        )
    )


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("acme or", Every((Word("acme"), Word("or")))),
        ("or acme", Every((Word("or"), Word("acme")))),
        ('a "or" b', Every((Word("a"), Word("or"), Word("b")))),
        ("( ) acme", Word("acme")),
        ("-", Word("-")),
        ("12:30", Word("12:30")),
        ("zendesk:48201", IdCondition("48201", SourceName("zendesk"))),
        ("id:stripe:cus_1", IdCondition("cus_1", SourceName("stripe"))),
        ("id:#48201", IdCondition("48201")),
        ("has:open-ticket", Has(COLUMNS["open_tickets"])),
        ("tag:VIP", FieldCondition("tags", "vip")),
        ('-field.region:"EU-West"', FieldCondition("region", "eu-west", negated=True)),
        ("field.margin:>=5", FieldCondition("margin", "5", Sign.AT_LEAST)),
        ("", Every()),
    ],
)
def test_what_is_typed_is_read_as_meant(text: str, root: Node) -> None:
    assert parse_search(text, KNOWN).root == root


def test_in_says_what_is_looked_for() -> None:
    assert parse_search("in:contacts jonas", KNOWN) == Search(Word("jonas"), Kind.CONTACTS)
    either = Either((Word("jonas"), Word("zoe")))
    assert parse_search("(jonas or zoe) in:contacts", KNOWN) == Search(either, Kind.CONTACTS)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("acme plan:pro colour:red", 14, "no operator colour:"),
        ("acme -colour:red", 6, "no operator colour:"),
        ("mrr:lots", 4, "takes a number"),
        ("renewal:<90k", 11, "does not take the unit k"),
        ("mrr:>3w", 6, "does not take the unit w"),
        ("mrr:>999999999999999m", 4, "too large"),
        ('north "open', 6, "not closed"),
        ("north (east", 6, "group is not closed"),
        ("north) east", 5, "No group is open"),
        ("(" * 12 + ")" * 12, 10, "no deeper"),
        ("plan: pro", 0, "needs a value"),
        ("has:unicorns", 4, "has: knows"),
        ("in:boxes", 3, "in: knows"),
        ("a or in:contacts", 5, "whole search"),
        ("(a or b) or in:contacts", 12, "whole search"),
        ("city: oslo", 0, "needs a value"),
        ("acme health:<60", 5, "no operator health:"),
        ("renewal:<90EUR", 8, "takes a number"),
        ("deals:>1EUR", 6, "takes a number"),
        ("mrr:>1000EU", 4, "takes a number"),
        ("acme segment:smb", 5, "no such field: segment"),
        ("field.margin:lots", 13, "takes a number"),
        ("field.due:<9d", 0, "dates cannot be searched"),
        ('field.colour:"EU-West"', 0, "no such field: colour"),
        ("x" * 501, 500, "at most 500"),
    ],
)
def test_mistakes_point_at_the_character(text: str, position: int, words: str) -> None:
    with pytest.raises(SearchRefused, match=words) as refused:
        parse_search(text, KNOWN)
    assert refused.value.position == position


def test_an_operator_that_the_viewer_may_not_use_is_unknown_and_not_named() -> None:
    allowed = Vocabulary({name: column for name, column in COLUMNS.items() if name != "mrr"})
    with pytest.raises(SearchRefused) as refused:
        parse_search("mrr:>1000", allowed)
    with pytest.raises(SearchRefused) as never_existed:
        parse_search("xyz:>1000", allowed)
    assert refused.value.reason.replace("mrr", "xyz") == never_existed.value.reason


FRAGMENTS = st.sampled_from(
    [
        *'()-":#>< ',
        "or ",
        "plan:",
        "mrr:>",
        "1000",
        "2k",
        "3mKWD",
        "5EUR",
        "renewal:<",
        "90d",
        "owner:me ",
        "has:open-ticket ",
        "in:",
        "x",
    ]
)
TYPED = st.text(max_size=600) | st.lists(FRAGMENTS, max_size=30).map("".join)


def _read(text: str) -> Search | int:
    try:
        return parse_search(text, KNOWN)
    except SearchRefused as refused:
        return refused.position


@given(TYPED)
def test_any_text_is_understood_or_refused_at_a_place_within_it(text: str) -> None:
    read = _read(text)
    assert isinstance(read, Search) or 0 <= read <= len(text)


@given(TYPED)
def test_what_was_understood_is_understood_again_as_it_is_written(text: str) -> None:
    read = _read(text)
    if isinstance(read, Search) and len(write_search(read)) <= 500:
        assert parse_search(write_search(read), KNOWN) == read


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters='"\0'), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and text == text.lower()
)
NUMBERS = st.integers(-10_000, 10_000).map(float) | st.decimals(-99, 99, places=3).map(float)
BY_TEXT = [each for each in COLUMNS.values() if each.operator and each.kind is FactKind.TEXT]
BY_NUMBER = [each for each in COLUMNS.values() if each.operator and each.kind is not FactKind.TEXT]
COUNTED = [each for each in COLUMNS.values() if each.has]
LEAVES: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(Word, TEXTS, st.booleans()),
    st.builds(OwnerCondition, TEXTS, st.booleans()),
    st.builds(TraitCondition, st.sampled_from(Trait), TEXTS, st.booleans()),
    st.builds(Has, st.sampled_from(COUNTED), st.booleans()),
    st.builds(IdCondition, TEXTS.map(lambda text: text.strip("#:") or "1"), st.just("stripe"), st.booleans()),
    st.builds(Condition, st.sampled_from(BY_TEXT), st.just(Sign.EQUAL), TEXTS, st.none(), st.booleans()),
    st.builds(Condition, st.sampled_from(BY_NUMBER), st.sampled_from(Sign), st.none(), NUMBERS, st.booleans()),
    st.builds(
        Condition,
        st.sampled_from([each for each in BY_NUMBER if each.kind is FactKind.MONEY]),
        st.sampled_from(Sign),
        st.none(),
        NUMBERS,
        st.booleans(),
        st.sampled_from(["EUR", "KWD", "MXN"]),
    ),
)


def _every(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(children.filter(lambda each: not isinstance(each, Every)), min_size=2, max_size=4)
    return parts.map(lambda found: Every(tuple(found)))


def _either(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(children.filter(lambda each: not isinstance(each, Either)), min_size=2, max_size=4)
    return parts.map(lambda found: Either(tuple(found)))


TREES = st.recursive(LEAVES, lambda children: _every(children) | _either(children), max_leaves=8)


@given(TREES)
def test_every_tree_can_be_written_and_read(root: Node) -> None:
    text = write_search(Search(root))
    if len(text) <= 500:
        assert parse_search(text, KNOWN) == Search(root)
        assert all(leaf in list(leaves(root)) for leaf in leaves(parse_search(text, KNOWN).root))
