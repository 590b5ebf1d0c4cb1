"""Figures of several accounts added up. Pure. Money is added per currency and never converted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.money import Money
from rotunda.sections.section import FactKind
from rotunda.view.document import AccountLink

MOST_NAMED = 5


class Adding(msgspec.Struct, frozen=True):
    """A column whose values may be added. A value that was read longer than `keep_for` ago is old: no page would still
    show it.
    """

    name: str
    title: str
    kind: FactKind
    section: SectionName
    keep_for: timedelta


class Kept(msgspec.Struct, frozen=True):
    """One value as the index keeps it: a count, or minor units of `currency`, or of several: `amounts`."""

    number: float
    currency: str | None
    as_of: datetime
    amounts: Mapping[str, int] | None = None


class Counted(msgspec.Struct, frozen=True):
    """One account with what this viewer may read of it, by column. `read`: sections of which anything is kept."""

    account: AccountLink
    readable: frozenset[str]
    kept: Mapping[str, Kept]
    read: Mapping[SectionName, datetime]


class Amount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A count, or one sum per currency in the order of their codes. Neither: nothing is known."""

    number: int | None = None
    money: list[Money] = []


class Named(msgspec.Struct, frozen=True):
    """How many accounts, and the first of them."""

    count: int
    first: list[AccountLink]


class Figure(msgspec.Struct, frozen=True):
    """`own` is the account's own, `total` that with all below it. `without` are accounts of which nothing was read,
    `old` those whose value is so old that their page would not show it any more: it is counted.
    `oldest_as_of` is the age of the oldest reading in `total`; null where there is none.
    """

    name: str
    title: str
    kind: FactKind
    own: Amount
    total: Amount
    without: Named
    old: Named
    oldest_as_of: datetime | None


def figures_of(columns: Iterable[Adding], own: AccountId, family: Sequence[Counted], now: datetime) -> list[Figure]:
    """One figure per column that may be read of the account itself, in the order of the columns."""
    readers = {name for each in family if each.account.id == own for name in each.readable}
    return [_figure(column, own, family, now) for column in columns if column.name in readers]


def _figure(column: Adding, own: AccountId, family: Sequence[Counted], now: datetime) -> Figure:
    known = {each.account.id: each for each in family if _is_read(column, each)}
    moments = {id_: each.read[column.section] for id_, each in known.items()}
    old = [known[id_].account for id_, as_of in moments.items() if now - as_of > column.keep_for]
    return Figure(
        name=column.name,
        title=column.title,
        kind=column.kind,
        own=_added(column, [known[own]] if own in known else []),
        total=_added(column, known.values()),
        without=named([each.account for each in family if each.account.id not in known]),
        old=named(old),
        oldest_as_of=min(moments.values(), default=None),
    )


def _is_read(column: Adding, each: Counted) -> bool:
    return column.name in each.readable and column.section in each.read


def _added(column: Adding, accounts: Iterable[Counted]) -> Amount:
    """A section that was read and leaves no value has none of it: that is zero, not a gap."""
    counted = list(accounts)
    kept = [each.kept[column.name] for each in counted if column.name in each.kept]
    if column.kind is not FactKind.MONEY:
        return Amount(number=int(sum(each.number for each in kept))) if counted else Amount()
    sums: dict[str, int] = defaultdict(int)
    for each in kept:
        for currency, amount in (each.amounts or {each.currency or "XXX": int(each.number)}).items():
            sums[currency] += amount
    return Amount(money=[Money(amount, currency) for currency, amount in sorted(sums.items())])


def named(accounts: Sequence[AccountLink]) -> Named:
    """All are counted."""
    return Named(len(accounts), list(accounts[:MOST_NAMED]))
