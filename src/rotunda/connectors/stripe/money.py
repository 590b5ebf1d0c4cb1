"""Stripe's amounts as ISO money: exact, and in the minor unit that ISO 4217 gives the currency."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rotunda.connector_kit.json import Wild
from rotunda.sections.money import Money, minor_exponent

# Krónur and Ugandan shillings have no minor unit, yet Stripe sends them with two decimals that are always 00
# (Currencies, special cases).
_TO_MINOR_UNIT = {"ISK": Fraction(1, 100), "UGX": Fraction(1, 100)}

MOST = 2**53
"""Amounts are below this: a browser counts no further exactly, and thousands of them still add up in 64 bits."""


NO_CURRENCY = "is not a currency code"


def currency_of(raw: Wild) -> str:
    """Upper-case ISO 4217 from Stripe's lower-case code."""
    currency = iso_currency(raw.text())
    if currency is None:
        raise raw.bad(NO_CURRENCY)
    return currency


@lru_cache(maxsize=256)
def iso_currency(code: str) -> str | None:
    """None where it is no code."""
    return code.upper() if len(code) == 3 and code.isascii() and code.isalpha() else None


def exact_minor(amount: Decimal | int, currency: str) -> Fraction:
    """ISO minor units of an amount as Stripe writes it."""
    minor = Fraction(amount)
    return minor * _TO_MINOR_UNIT[currency] if currency in _TO_MINOR_UNIT else minor


def money_of(raw: Wild, currency: str) -> Money:
    """An integer amount of Stripe's."""
    money = iso_money(raw.integer(), currency)
    if isinstance(money, str):
        raise raw.bad(money)
    return money


def iso_money(amount: int, currency: str) -> Money | str:
    """In words where it is none. A page reads hundreds, so the usual currency goes without fractions."""
    if currency in _TO_MINOR_UNIT:
        minor = exact_minor(amount, currency)
        if minor.denominator != 1:
            return "is not a whole amount of its currency"
        amount = minor.numerator
    return Money(amount, currency) if -MOST < amount < MOST else "is out of range"


def as_decimal(minor: Fraction) -> Decimal:
    """To 28 significant digits: as exact as totals of an account can need."""
    return Decimal(minor.numerator) / Decimal(minor.denominator)


def rounded(minor: Fraction, currency: str) -> Money:
    """Rounded once, half to even."""
    return Money(round(minor), currency)


def in_words(minor: Fraction, currency: str) -> str:
    """`EUR 49.00`, or `EUR 0.005` for unit prices below the minor unit."""
    decimals = minor_exponent(currency)
    major = as_decimal(minor / 10**decimals).normalize()
    shown = max(decimals, -int(major.as_tuple().exponent))
    return f"{currency} {major:,.{shown}f}"
