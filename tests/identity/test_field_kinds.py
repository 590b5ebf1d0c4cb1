"""Which values fields take: what is kept is in one form, and everything else is refused with a sentence."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.identity.fields.built_in import ACCOUNT_DOMAIN, ACCOUNT_NAME, CONTACT_EMAIL, checked_for
from rotunda.identity.fields.definitions import _blank  # pyright: ignore[reportPrivateUsage] - a field to vary
from rotunda.identity.fields.kinds import LARGEST_NUMBER, LONGEST_TEXT, MOST_WORDS, WrongValue, checked
from rotunda.identity.fields.model import Kind
from rotunda.identity.fields.values import unique_key
from rotunda.sections.ids import FieldId
from support.worlds import NOW

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CHOICES = ["EU-West", "EU-East", "US"]


def kept(kind: Kind, value: object) -> Any:
    return checked(kind, CHOICES if kind is Kind.CHOICE else None, value)


@given(kind=st.sampled_from(Kind), value=JSON)
def test_whatever_is_sent_is_refused_or_kept_in_a_form_that_stays(kind: Kind, value: object) -> None:
    try:
        content = kept(kind, value)
    except WrongValue:
        return
    assert kept(kind, content) == content
    assert msgspec.json.decode(msgspec.json.encode(content)) == content
    assert "\0" not in msgspec.json.encode(content).decode()


@given(st.integers(-LARGEST_NUMBER, LARGEST_NUMBER), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_keeps_every_minor_unit(amount: int, currency: str) -> None:
    money = {"amount_minor": amount, "currency": currency}
    assert kept(Kind.MONEY, money) == money


@given(st.dates())
def test_days_stay_days(day: Any) -> None:
    assert kept(Kind.DATE, day.isoformat()) == day.isoformat()


@given(st.lists(st.sampled_from(["Alpha", "alpha", " ALPHA ", "Beta", "beta", ""])))
def test_a_tag_is_there_once_however_it_is_written(words: list[str]) -> None:
    tags: list[str] = kept(Kind.MANY_CHOICES, words) or []
    assert {tag.casefold() for tag in tags} == {word.strip().casefold() for word in words if word}
    assert len({tag.casefold() for tag in tags}) == len(tags)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (Kind.TEXT, 7, "Must be text, not a number."),
        (Kind.TEXT, "x" * (LONGEST_TEXT + 1), "Has 10,001 characters; the most is 10,000."),
        (Kind.TEXT, "x" * 10_000_000, "Has 10,000,000 characters; the most is 10,000."),
        (Kind.TEXT, "a\0b", "control characters"),
        (Kind.TEXT, "\ud800", "control characters"),
        (Kind.NUMBER, True, "Must be a number, not yes or no."),
        (Kind.NUMBER, "7", "Must be a number, not text."),
        (Kind.NUMBER, float("nan"), "Must be a number between"),
        (Kind.NUMBER, 10**400, "Must be a number between"),
        (Kind.MONEY, 12.5, "Must be an amount such as"),
        (Kind.MONEY, {"amount_minor": 1.5, "currency": "EUR"}, "whole number"),
        (Kind.MONEY, {"amount_minor": 1, "currency": "euro"}, "three capital letters"),
        (Kind.MONEY, {"amount_minor": 1, "currency": "EUR", "more": 1}, "Must be an amount such as"),
        (Kind.DATE, "2026-02-30", "There is no such day"),
        (Kind.DATE, "30.11.2026", "Must be a date such as 2026-11-30."),
        (Kind.DATE, "2026-11-30T10:00:00Z", "Must be a date such as"),
        (Kind.CHOICE, "Mars", "Must be one of: EU-West, EU-East, US."),
        (Kind.CHOICE, ["US"], "Must be one of"),
        (Kind.MANY_CHOICES, "tag", "Must be a list, not text."),
        (Kind.MANY_CHOICES, ["x"] * (MOST_WORDS + 1), "the most is 100"),
        (Kind.MANY_CHOICES, [{"a": 1}], "Must be text, not an object."),
        (Kind.USER, "ada@acme.com", "Must be the id of a teammate"),
        (Kind.URL, "javascript:alert(1)", "begins with https:// or http://"),
        (Kind.URL, "ftp://acme.com", "begins with https:// or http://"),
        (Kind.URL, "https://", "begins with https:// or http://"),
        (Kind.URL, "https://[acme", "begins with https:// or http://"),
        (Kind.URL, "https://acme.com/a b", "begins with https:// or http://"),
        (Kind.URL, "https://ada:secret@acme.com", "Must not hold a user name"),
    ],
)
def test_what_is_not_of_the_kind_is_refused_with_a_sentence(kind: Kind, value: object, says: str) -> None:
    with pytest.raises(WrongValue) as refused:
        kept(kind, value)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value", "content"),
    [
        (ACCOUNT_NAME, "  Acme  ", "Acme"),
        (ACCOUNT_NAME, "", None),
        (ACCOUNT_DOMAIN, "https://WWW.Acme.co.uk/about", "www.acme.co.uk"),
        (ACCOUNT_DOMAIN, "bücher.de", "xn--bcher-kva.de"),
        (CONTACT_EMAIL, " Ada@Acme.com ", "Ada@Acme.com"),
    ],
)
def test_names_domains_and_addresses_have_rules_of_their_own(field: FieldId, value: str, content: str | None) -> None:
    assert checked_for(_blank(field, 1, NOW), value) == content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (ACCOUNT_NAME, "two\nlines"),
        (ACCOUNT_NAME, "x" * 201),
        (ACCOUNT_NAME, ["Acme"]),
        (ACCOUNT_DOMAIN, "gmail.com"),
        (ACCOUNT_DOMAIN, "localhost"),
        (ACCOUNT_DOMAIN, "co.uk"),
        (ACCOUNT_DOMAIN, "10.0.0.1"),
        (CONTACT_EMAIL, "ada"),
    ],
)
def test_and_refuse_what_breaks_them(field: FieldId, value: object) -> None:
    with pytest.raises(WrongValue):
        checked_for(_blank(field, 1, NOW), value)


def test_values_that_differ_in_case_only_are_not_unique() -> None:
    assert unique_key("ACME-1") == unique_key("acme-1") != unique_key("acme-2")
    assert unique_key(None) is None
