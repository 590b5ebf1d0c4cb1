"""Where companies sit, by the team that looks after them, and what they pay with."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Place:
    """`form` is the legal form that companies carry there; `currency` is lower case."""

    city: str
    country: str
    form: str
    currency: str
    dialling: str


_PLACES = {
    "West": (
        Place("Portland", "United States", "Inc.", "usd", "+1 503 555"),
        Place("Denver", "United States", "LLC", "usd", "+1 303 555"),
        Place("San Diego", "United States", "Inc.", "usd", "+1 619 555"),
        Place("Vancouver", "Canada", "Ltd.", "usd", "+1 604 555"),
        Place("Monterrey", "Mexico", "S.A. de C.V.", "usd", "+52 81 5550"),
        Place("Boston", "United States", "Inc.", "usd", "+1 617 555"),
        Place("Osaka", "Japan", "K.K.", "jpy", "+81 6 5550"),
    ),
    "North": (
        Place("Göteborg", "Sweden", "AB", "eur", "+46 31 555"),
        Place("Århus", "Denmark", "A/S", "eur", "+45 86 55"),
        Place("Tampere", "Finland", "Oy", "eur", "+358 3 555"),
        Place("Leeds", "United Kingdom", "Ltd", "gbp", "+44 113 496"),
        Place("Glasgow", "United Kingdom", "plc", "gbp", "+44 141 496"),
        Place("Gdańsk", "Poland", "sp. z o.o.", "eur", "+48 58 555"),
        Place("Cork", "Ireland", "Ltd", "eur", "+353 21 555"),
    ),
    "EMEA": (
        Place("Rotterdam", "Netherlands", "B.V.", "eur", "+31 10 555"),
        Place("Köln", "Germany", "GmbH", "eur", "+49 221 555"),
        Place("Graz", "Austria", "GmbH & Co. KG", "eur", "+43 316 555"),
        Place("Lyon", "France", "SAS", "eur", "+33 4 5550"),
        Place("Málaga", "Spain", "S.L.", "eur", "+34 952 55"),
        Place("Torino", "Italy", "S.r.l.", "eur", "+39 011 555"),
        Place("Kuwait City", "Kuwait", "W.L.L.", "kwd", "+965 2555"),
    ),
}
_RARE = 6  # The last place of each team.


def place_for(random: Random, team: str, index: int) -> Place:
    """A place in the team's region, but Rotterdam for the first company.

    Numbers 20 (EMEA) and 21 (West) of every 75 pay in dinars and in yen.
    """
    places = _PLACES[team if index else "EMEA"]
    if index == 0:
        return places[0]
    if index % 75 in {20, 21}:
        return places[_RARE]
    return places[random.randrange(_RARE)]


def phone(random: Random, place: Place) -> str:
    return f"{place.dialling} {random.randrange(1000, 10_000)}"
