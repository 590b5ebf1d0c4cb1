"""One country however it is written; what is no country is left as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.geodata.locale import LOCALE_DATA

from rotunda.identity.matching.countries import normal_country

CODES = sorted(LOCALE_DATA)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("US", "us"),
        (" united  states ", "us"),
        ("USA", "us"),
        ("Deutschland", "de"),
        ("Polska", "pl"),
        ("Poland", "pl"),
        ("UK", "gb"),
        ("United Kingdom", "gb"),
        ("Österreich", "at"),
    ],
)
def test_names_and_codes_are_one(written: str, code: str) -> None:
    assert normal_country(written) == code


@given(st.sampled_from(CODES))
def test_every_code_is_itself_in_either_case(code: str) -> None:
    assert normal_country(code) == normal_country(code.lower()) == code.lower()


@given(st.text())
def test_what_was_made_normal_stays_so(text: str) -> None:
    assert normal_country(normal_country(text)) == normal_country(text)


def test_what_is_no_country_is_compared_as_it_is() -> None:
    assert normal_country("Atlantis") == "atlantis"
