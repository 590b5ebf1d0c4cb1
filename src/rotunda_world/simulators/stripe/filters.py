"""The list parameters that many Stripe resources share."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from rotunda_world.model import Payer
from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.listing import Filter
from rotunda_world.simulators.stripe.parameters import Range

Record = TypeVar("Record")


def dated(at: Callable[[Record], datetime | None]) -> Filter[Record]:
    """`created[gte]=..` and its like; records without the date never match."""

    def keeps(record: Record, wanted: Range) -> bool:
        moment = at(record)
        return wanted.holds(None if moment is None else int(moment.timestamp()))

    return Filter(parameters.seconds, keeps)


def equal(value: Callable[[Record], object], parse: parameters.Parse = parameters.text) -> Filter[Record]:
    return Filter(parse, lambda record, wanted: value(record) == wanted)


def nobody(parse: parameters.Parse = parameters.text) -> Filter[Any]:
    """A property that no object of the demo account has, such as a test clock."""
    return Filter(parse, lambda _, __: False)


def of_customer(payer_of: Callable[[Record], Payer], records_of: Callable[[Payer], Iterable[Record]]) -> Filter[Record]:
    def narrow(book: Book, customer_id: str) -> Iterable[Record]:
        return records_of(known_payer(book, customer_id))

    return Filter(parameters.text, lambda record, wanted: payer_of(record).stripe_id == wanted, narrow)


def known_payer(book: Book, customer_id: str, *, param: str = "customer", status: int = 400) -> Payer:
    """Raises StripeError for a customer that never was; a deleted one has nothing any more."""
    payer = book.payers.get(customer_id)
    if payer is None:
        raise errors.missing_record("customer", customer_id, param=param, status=status)
    return payer
