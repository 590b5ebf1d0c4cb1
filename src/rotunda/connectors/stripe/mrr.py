"""Monthly recurring revenue of one subscription, exactly, with its story.

Stripe publishes no such number in its API. Its own definition (Dashboard, Billing analytics): the monthly value of
what is active or past due, without trials, taxes and metered prices, less coupons that last forever. Everything here is
rational arithmetic on ISO minor units; rounding is the caller's, once.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import msgspec

from rotunda.connectors.stripe.money import as_decimal, in_words, rounded
from rotunda.sections.provenance import Input

# Months in one interval. Stripe does not publish its factors for weeks and days; ours are 52 weeks and 365 days a year.
_MONTHS = {"month": Fraction(1), "year": Fraction(12), "week": Fraction(12, 52), "day": Fraction(12, 365)}
INTERVALS = {unit: unit for unit in _MONTHS}
WHOLE = Fraction(1)
_NOTHING = Fraction(0)


class Interval(msgspec.Struct, frozen=True):
    """How often a price is billed: every `count` of `unit` (day, week, month, year)."""

    unit: str
    count: int

    @property
    def months(self) -> Fraction:
        return _MONTHS[self.unit] if self.count == 1 else _MONTHS[self.unit] * self.count

    @property
    def words(self) -> str:
        return self.unit if self.count == 1 else f"{self.count} {self.unit}s"


class Tier(msgspec.Struct, frozen=True):
    """One step of a tiered price: units up to and including `up_to` (None: without end)."""

    up_to: int | None
    unit: Fraction
    flat: Fraction


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a price charges per interval: a unit amount, tiers, or a `fixed` amount that the customer chose."""

    currency: str
    unit: Fraction | None = None
    tiers: tuple[Tier, ...] = ()
    graduated: bool = False
    divide_by: int = 1
    round_up: bool = False
    fixed: Fraction | None = None


class Discount(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon in force. `percent` xor `amount` (of one invoice); neither, when its terms cannot be known.

    `products` are the only products that it reduces; None: all.
    """

    name: str
    forever: bool
    currency: str
    percent: Fraction | None = None
    amount: Fraction | None = None
    products: frozenset[str] | None = None
    duration: str = "forever"

    def reduces(self, line: "Line") -> bool:
        return self.products is None or line.product_id in self.products

    @property
    def in_words(self) -> str:
        reach = "" if self.products is None else ", on some products"
        if self.percent is not None:
            return f"{as_decimal(self.percent).normalize():f} % off{reach}"
        if self.amount is not None:
            return f"{in_words(self.amount, self.currency)} off each invoice{reach}"
        return "of an unknown amount"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a subscription. `terms` None: metered, or of an amount that nobody knows; `excluded` says why.

    `net_share` is the part of the amount that is not tax: 1 unless the price contains tax; None when that is unknown.
    """

    product_id: str
    product: str
    interval: Interval
    quantity: int
    terms: Terms | None = None
    excluded: str | None = None
    discounts: tuple[Discount, ...] = ()
    net_share: Fraction | None = WHOLE


class Value(msgspec.Struct, frozen=True):
    """What a subscription is worth a month, in minor units, and what went into it."""

    exact: Fraction
    inputs: list[Input]


Words = Callable[[], str]


class Step(msgspec.Struct, frozen=True):
    """One term of an amount; `words` are made for those who read them."""

    amount: Fraction
    words: Words


def steps_of(terms: Terms, quantity: int) -> list[Step]:
    """What `quantity` costs per interval, term by term; the amount is the sum of the steps."""
    if terms.fixed is not None:
        return [Step(terms.fixed, lambda: "as on the latest invoice")]
    if terms.tiers:
        return _graduated(terms, quantity) if terms.graduated else [_volume(terms, quantity)]
    unit = terms.unit or _NOTHING
    units = _packs(terms, quantity)
    packs = f"{quantity} in packs of {terms.divide_by}: " if terms.divide_by > 1 else ""
    return [Step(units * unit, lambda: f"{packs}{units} x {in_words(unit, terms.currency)}")]


def _packs(terms: Terms, quantity: int) -> int:
    """`transform_quantity`: how many packs are charged, rounded as the price says."""
    return -(-quantity // terms.divide_by) if terms.round_up else quantity // terms.divide_by


def _graduated(terms: Terms, quantity: int) -> list[Step]:
    """Each slice at its own tier's price, and the flat amount of every tier entered; even none enters the first."""
    steps: list[Step] = []
    below = 0
    for tier in terms.tiers:
        units = (quantity if tier.up_to is None else min(quantity, tier.up_to)) - below
        steps.append(_tier_step(terms, tier, units))
        below += units
        if below == quantity:
            break
    return steps


def _volume(terms: Terms, quantity: int) -> Step:
    """All units at the price of the one tier that the quantity falls into."""
    tier = next(each for each in terms.tiers if each.up_to is None or quantity <= each.up_to)
    return _tier_step(terms, tier, quantity)


def _tier_step(terms: Terms, tier: Tier, units: int) -> Step:
    def words() -> str:
        reach = "beyond" if tier.up_to is None else f"up to {tier.up_to}"
        flat = f" + {in_words(tier.flat, terms.currency)}" if tier.flat else ""
        return f"tier {reach}: {units} x {in_words(tier.unit, terms.currency)}{flat}"

    return Step(units * tier.unit + tier.flat, words)


def amount_of(line: Line) -> Fraction | None:
    """The line's amount per interval before discounts; None where it is not counted."""
    return None if line.terms is None else _sum(step.amount for step in steps_of(line.terms, line.quantity))


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    """Without the addition to nothing: each one of fractions takes as long as reading several values."""
    found = iter(amounts)
    return sum(found, next(found, _NOTHING))


def monthly_value(lines: Sequence[Line], discounts: Sequence[Discount], currency: str) -> Value:
    """The monthly value of a subscription: its lines, less each line's own discounts, then the subscription's."""
    story = _Story(currency)
    monthly = _reduced(lines, discounts, story)
    _without_tax(monthly, lines, story)
    return Value(_sum(monthly), story.inputs)


def charged_together(lines: Sequence[Line], discounts: Sequence[Discount], currency: str) -> Fraction:
    """What one invoice over all `lines` charges for a whole interval of each, with the tax that prices contain."""
    monthly = _reduced(lines, discounts, _Untold(currency))
    return _sum(amount * line.interval.months for amount, line in zip(monthly, lines, strict=True))


def _reduced(lines: Sequence[Line], discounts: Sequence[Discount], story: "_Story") -> list[Fraction]:
    """Each line's amount a month after its own discounts and then the subscription's, each in the order given."""
    monthly = [_counted(line, story) for line in lines]
    for position, line in enumerate(lines):
        for discount in line.discounts:
            _reduce(monthly, lines, [position], discount, story)
    for discount in discounts:
        _reduce(monthly, lines, range(len(lines)), discount, story)
    return monthly


class _Story:
    """Collects the inputs of one number."""

    def __init__(self, currency: str) -> None:
        self.inputs: list[Input] = []
        self._currency = currency

    def tell(self, label: str, amount: Fraction | None = None, text: Words | str | None = None) -> None:
        money = None if amount is None else rounded(amount, self._currency)
        self.inputs.append(Input(label=label, money=money, text=text() if callable(text) else text))


class _Untold(_Story):
    """Of a number whose story nobody reads: nothing is put into words."""

    def tell(self, label: str, amount: Fraction | None = None, text: Words | str | None = None) -> None:
        del label, amount, text


def _counted(line: Line, story: _Story) -> Fraction:
    """The line's amount a month, before discounts; zero for what is not counted."""
    if line.terms is None:
        story.tell(line.product, text=line.excluded)
        return _NOTHING
    steps = steps_of(line.terms, line.quantity)
    for step in steps:
        story.tell(line.product, step.amount, step.words)
    amount, months = _sum(step.amount for step in steps), line.interval.months
    if months == WHOLE:
        return amount
    monthly = amount / months
    story.tell(f"{line.product}, a month", monthly, f"billed every {line.interval.words}")
    return monthly


def _reduce(
    monthly: list[Fraction], lines: Sequence[Line], positions: Iterable[int], discount: Discount, story: _Story
) -> None:
    """Takes one discount off the lines at `positions`, never below zero."""
    reduced = [each for each in positions if discount.reduces(lines[each]) and monthly[each]]
    if not discount.forever:
        story.tell(discount.name, text=f"Not counted: the coupon holds {discount.duration}")
        return
    if discount.percent is None and discount.amount is None:
        story.tell(discount.name, text="Not counted: its amount cannot be known")
        return
    before = _sum(monthly[each] for each in reduced)
    for position, share in _shares(monthly, lines, reduced, discount):
        monthly[position] -= monthly[position] * share
    story.tell(discount.name, _sum(monthly[each] for each in reduced) - before, lambda: discount.in_words)


def _shares(
    monthly: Sequence[Fraction], lines: Sequence[Line], positions: Sequence[int], discount: Discount
) -> list[tuple[int, Fraction]]:
    """Which part of each line a discount takes off.

    An amount comes off every invoice. Where lines are billed at different intervals, only those of the shortest one
    are on every invoice: it comes off these, in proportion to their amounts.
    """
    if discount.percent is not None:
        return [(each, discount.percent / 100) for each in positions]
    shortest = min((lines[each].interval.months for each in positions), default=WHOLE)
    hit = [each for each in positions if lines[each].interval.months == shortest]
    total = _sum(monthly[each] for each in hit)
    off = min((discount.amount or _NOTHING) / shortest, total)
    return [(each, off / total) for each in hit if total]


def _without_tax(monthly: list[Fraction], lines: Sequence[Line], story: _Story) -> None:
    for position, line in enumerate(lines):
        if line.net_share is None:
            story.tell(line.product, text="Contains tax of an amount that cannot be known: counted with it")
        elif line.net_share != 1 and monthly[position]:
            tax = monthly[position] * (1 - line.net_share)
            story.tell(f"{line.product}, tax contained", -tax, "its share on the latest invoice")
            monthly[position] -= tax
