"""What the shapes need besides the record itself."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rotunda_world.simulators.stripe.book import Book


@dataclass
class Rendering:
    """One answer in the making: it sees the world at one moment and counts what it needs at most once."""

    book: Book
    now: datetime

    @property
    def account(self) -> str:
        return self.book.world.stripe_account

    @cached_property
    def redemptions(self) -> Counter[str]:
        """How often each coupon is in use, by its id."""
        return Counter(one.discount.coupon.stripe_id for one in self.book.discounts)
