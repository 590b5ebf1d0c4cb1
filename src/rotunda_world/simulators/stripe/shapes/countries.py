"""Stripe writes countries as ISO 3166-1 alpha-2; the world as people do."""

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "Austria": "AT",
    "Canada": "CA",
    "Denmark": "DK",
    "Finland": "FI",
    "France": "FR",
    "Germany": "DE",
    "Ireland": "IE",
    "Italy": "IT",
    "Japan": "JP",
    "Kuwait": "KW",
    "Mexico": "MX",
    "Netherlands": "NL",
    "Poland": "PL",
    "Spain": "ES",
    "Sweden": "SE",
    "United Kingdom": "GB",
    "United States": "US",
}


def code_of(country: str) -> str | None:
    """None for a country that the demo company has no customers in: Stripe then knows none either."""
    return CODES.get(country)
