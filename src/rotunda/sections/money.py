"""Exact money: integer minor units and an ISO 4217 currency. Never a float, never summed across currencies."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

ZERO_DECIMALS = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905 - one line reads best
)
_CODES: set[str] = set()
"""Currencies that were written as they must be: a page makes hundreds of amounts in one or two of them."""

THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


def minor_exponent(currency: str) -> int:
    """How many decimals the currency's minor unit has by ISO 4217: 0 for JPY, 3 for KWD, else 2."""
    code = currency.upper()
    if code in ZERO_DECIMALS:
        return 0
    return 3 if code in THREE_DECIMALS else 2


def major_units(money: "Money") -> Decimal:
    """The amount in whole units, exactly."""
    return Decimal(money.amount_minor).scaleb(-minor_exponent(money.currency))


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were to be added."""


class Money(msgspec.Struct, frozen=True, order=False):
    """`amount_minor` counts the currency's minor unit (cents for EUR, yen for JPY); `currency` is upper-case ISO
    4217.
    """

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency in _CODES:
            return
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            message = f"currency must be three upper-case letters, not {self.currency!r}"
            raise ValueError(message)
        _CODES.add(self.currency)

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            message = f"cannot add {other.currency} to {self.currency}"
            raise CurrencyMismatch(message)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other


def money_from_decimal(amount_minor: Decimal, currency: str) -> Money:
    """Rounds once, half to even, from an exact decimal count of minor units."""
    return Money(int(amount_minor.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)), currency.upper())


def sum_by_currency(amounts: Iterable[Money]) -> list[Money]:
    """One total per currency, ordered by currency code; empty in, empty out."""
    totals: dict[str, int] = {}
    for money in amounts:
        totals[money.currency] = totals.get(money.currency, 0) + money.amount_minor
    return [Money(total, currency) for currency, total in sorted(totals.items())]
