"""The model of people at customers: names, addresses, numbers, where they work.

Every probability is declared, as for companies: what the rules leave holds hardly any true pair to learn from. How rare
a name is comes from the book, and so does how many people a company has.
"""

from rotunda.identity.linkage.model import Block, Comparison, Level, Model

NAME = "name"
INITIALLED = "initialled"
IS_INITIALLED = "is_initialled"
FAMILY = "family"
WORDS = "words"
ADDRESSES = "addresses"
BASES = "bases"
LOCALS = "locals"
DOMAINS = "domains"
PHONES = "phones"
ACCOUNT = "account"
TITLE = "title"
SYSTEMS = "systems"
USERS = "users"
KEYS = "keys"

_COLUMNS = (
    *(NAME, INITIALLED, IS_INITIALLED, FAMILY, WORDS, ADDRESSES, BASES, LOCALS, DOMAINS, PHONES, ACCOUNT, TITLE),
    *(SYSTEMS, USERS, KEYS),
)
_LISTS = frozenset({WORDS, ADDRESSES, BASES, LOCALS, DOMAINS, PHONES, SYSTEMS, USERS, KEYS})
COUNTERPARTS = 4.0
"""How many counterparts among all others a person is expected to have, before anything is known of them. Generous: a
person decides.
"""


def contacts(people: int) -> Model:
    """For a book of so many people."""
    return Model(
        columns=_COLUMNS,
        lists=_LISTS,
        comparisons=(_name(), _address(), _phone(), _company(), _title(), _systems(), _users()),
        blocks=(Block(f"l.{KEYS} = r.{KEYS}", KEYS),),
        prior=min(0.1, COUNTERPARTS / max(people, 1)),
    )


def _empty(column: str) -> str:
    return f"coalesce(len({column}_l), 0) = 0 OR coalesce(len({column}_r), 0) = 0"


def _null(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r)) >= 1"


def _slips(most: int, shortest: int) -> str:
    long_enough = f"least(len({NAME}_l), len({NAME}_r)) >= {shortest}"
    return f"{long_enough} AND damerau_levenshtein({NAME}_l, {NAME}_r) <= {most}"


def _name() -> Comparison:
    initial = f"{INITIALLED}_l = {INITIALLED}_r AND ({IS_INITIALLED}_l = 'yes' OR {IS_INITIALLED}_r = 'yes')"
    contained = (
        f"least(len({WORDS}_l), len({WORDS}_r)) >= 2 "
        f"AND (list_has_all({WORDS}_l, {WORDS}_r) OR list_has_all({WORDS}_r, {WORDS}_l))"
    )
    levels = (
        Level(f"{NAME}_l = {NAME}_r", "the same", rarity=NAME, m=0.8, u=0.001),
        Level(initial, "the same, with an initial", m=0.03, u=0.0005),
        Level(contained, "one has a name more", m=0.03, u=0.0005),
        Level(_slips(1, 7), "one letter apart", m=0.04, u=0.0006),
        Level(_slips(2, 10), "two letters apart", m=0.03, u=0.0015),
        Level(f"{FAMILY}_l = {FAMILY}_r", "the same family name", m=0.03, u=0.03),
    )
    return Comparison(NAME, "Name", _null(NAME), levels, Level("ELSE", "different", m=0.02, u=0.98))


def _address() -> Comparison:
    levels = (
        Level(_shared(ADDRESSES), "the same", m=0.35, u=0.000002),
        Level(_shared(BASES), "one mailbox, with a tag", m=0.25, u=0.00001),
        Level(_shared(LOCALS), "alike before the @", m=0.2, u=0.12),
        Level(_shared(DOMAINS), "two at one company's domain", m=0.05, u=0.5),
    )
    return Comparison(ADDRESSES, "Address", _empty(ADDRESSES), levels, Level("ELSE", "different", m=0.15, u=0.38))


def _phone() -> Comparison:
    levels = (Level(_shared(PHONES), "the same", m=0.5, u=0.0005),)
    return Comparison(PHONES, "Telephone", _empty(PHONES), levels, Level("ELSE", "different", m=0.5, u=0.995))


def _company() -> Comparison:
    levels = (Level(f"{ACCOUNT}_l = {ACCOUNT}_r", "the same", rarity=ACCOUNT, m=0.97, u=0.004),)
    return Comparison(ACCOUNT, "Company", _null(ACCOUNT), levels, Level("ELSE", "another one", m=0.03, u=0.99))


def _title() -> Comparison:
    levels = (Level(f"{TITLE}_l = {TITLE}_r", "the same", m=0.5, u=0.1),)
    return Comparison(TITLE, "Title", _null(TITLE), levels, Level("ELSE", "different", m=0.5, u=0.9))


def _systems() -> Comparison:
    levels = (Level(f"NOT ({_shared(SYSTEMS)})", "each in its own", m=0.75, u=0.2),)
    return Comparison(SYSTEMS, "System", _empty(SYSTEMS), levels, Level("ELSE", "both in one", m=0.25, u=0.8))


def _users() -> Comparison:
    """Two users of the product are two people, unless much else says that one of them has two logins."""
    levels = (Level(f"NOT ({_shared(USERS)})", "each has a login of its own", m=0.1, u=0.9),)
    return Comparison(USERS, "Product", _empty(USERS), levels, Level("ELSE", "the same login", m=0.9, u=0.1))
