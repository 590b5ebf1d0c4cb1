"""The model of companies: names without their legal form, domains, addresses of their people, place.

Every probability is declared. A book in which the rules have linked all they can holds hardly any true pair to learn
from, and the same pair shall weigh the same in every book; only the rarity of names and the chance that a random pair
is one company come from the book.
"""

from rotunda.identity.linkage.model import Block, Comparison, Level, Model

NAME = "name"
NAMES = "names"
WORDS = "words"
KEYS = "keys"
DOMAINS = "domains"
ADDRESSES = "addresses"
BASES = "bases"
CITY = "city"
COUNTRY = "country"
PRODUCTS = "products"

LISTS = frozenset({NAMES, WORDS, KEYS, DOMAINS, ADDRESSES, BASES, PRODUCTS})
COUNTERPARTS = 4.0
"""How many counterparts among all others a profile is expected to have, before anything is known of it. Generous: the
queue shows what a person would want to see, and nobody is linked by it.
"""


def companies(profiles: int) -> Model:
    """For a book of so many profiles."""
    return Model(
        columns=(NAME, NAMES, WORDS, KEYS, DOMAINS, ADDRESSES, BASES, CITY, COUNTRY, PRODUCTS),
        lists=LISTS,
        comparisons=(_name(), _domain(), _people(), _place(CITY, "City"), _place(COUNTRY, "Country"), _product()),
        blocks=tuple(Block(f"l.{column} = r.{column}", column) for column in (NAMES, KEYS, DOMAINS, ADDRESSES, BASES)),
        prior=min(0.1, COUNTERPARTS / max(profiles, 1)),
    )


def _missing(column: str) -> str:
    return f"coalesce(len({column}_l), 0) = 0 OR coalesce(len({column}_r), 0) = 0"


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _slips(column: str, most: int, shortest: int) -> str:
    """Whether any two values of both sides, of at least so many letters, are so few slips of the pen apart."""
    apart = f"CASE WHEN least(len(a), len(b)) < {shortest} THEN 99 ELSE damerau_levenshtein(a, b) END"
    inner = f"list_min(list_transform({column}_r, lambda b: {apart}))"
    return f"list_min(list_transform({column}_l, lambda a: {inner})) <= {most}"


def _name() -> Comparison:
    contained = f"list_has_all({WORDS}_l, {WORDS}_r) OR list_has_all({WORDS}_r, {WORDS}_l)"
    levels = (
        Level(f"{NAME}_l = {NAME}_r", "the same", rarity=NAME, m=0.85, u=0.001),
        Level(f"{_shared(NAMES)} >= 1", "one of their spellings is the same", m=0.05, u=0.0002),
        Level(_slips(NAMES, 1, 5), "one letter apart", m=0.04, u=0.0002),
        Level(_slips(NAMES, 2, 8), "two letters apart", m=0.02, u=0.0002),
        Level(contained, "one is part of the other", m=0.03, u=0.0003),
    )
    return Comparison(NAME, "Name", _missing(NAMES), levels, Level("ELSE", "different", m=0.05, u=0.99))


def _domain() -> Comparison:
    levels = (Level(f"{_shared(DOMAINS)} >= 1", "one is the same", m=0.7, u=0.0001),)
    return Comparison(DOMAINS, "Domain", _missing(DOMAINS), levels, Level("ELSE", "different", m=0.3, u=0.99))


def _people() -> Comparison:
    levels = (
        Level(f"{_shared(ADDRESSES)} >= 3", "three or more people are at both", m=0.2, u=0.000001),
        Level(f"{_shared(ADDRESSES)} = 2", "two people are at both", m=0.1, u=0.00001),
        Level(f"{_shared(ADDRESSES)} = 1", "one person is at both", m=0.15, u=0.0003),
        Level(f"{_shared(BASES)} >= 1", "one mailbox is at both, with a tag", m=0.1, u=0.0003),
    )
    return Comparison(
        ADDRESSES, "People", _missing(ADDRESSES), levels, Level("ELSE", "nobody is at both", m=0.45, u=0.99)
    )


def _place(column: str, title: str) -> Comparison:
    likely, chance = (0.6, 0.02) if column == CITY else (0.8, 0.15)
    levels = (Level(f"{column}_l = {column}_r", "the same", m=likely, u=chance),)
    missing = f"{column}_l IS NULL OR {column}_r IS NULL"
    return Comparison(column, title, missing, levels, Level("ELSE", "different", m=1 - likely, u=1 - chance))


def _product() -> Comparison:
    """Two accounts of one product are two customers, unless much else says that they have become one."""
    levels = (Level(f"{_shared(PRODUCTS)} = 0", "each has an account of its own", m=0.03, u=0.97),)
    return Comparison(PRODUCTS, "Product", _missing(PRODUCTS), levels, Level("ELSE", "the same", m=0.97, u=0.03))
