"""Money that moved: charges, payment intents, refunds and disputes."""

from collections.abc import Iterable

from rotunda_world.model import Charge
from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.filters import dated, equal, nobody, of_customer
from rotunda_world.simulators.stripe.listing import Filter, Resource
from rotunda_world.simulators.stripe.records import DisputeOf, Intent, RefundOf, intents_of
from rotunda_world.simulators.stripe.shapes import payments


def _of_charge(book: Book, charge_id: str) -> Charge:
    charge = book.charges.get(charge_id)
    if charge is None:
        raise errors.missing_record("charge", charge_id, param="charge", status=400)
    return charge


def _refunds_of(book: Book, charge_id: str) -> Iterable[RefundOf]:
    charge = _of_charge(book, charge_id)
    return [RefundOf(charge, refund) for refund in charge.refunds]


def _disputes_of(book: Book, charge_id: str) -> Iterable[DisputeOf]:
    charge = _of_charge(book, charge_id)
    return [DisputeOf(charge)] if charge.disputed else []


CHARGES: Resource[Charge] = Resource(
    kind="charge",
    noun="charge",
    permission="charge",
    records=lambda book: book.charges,
    find=lambda book, one: book.charges.get(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.created_at,
    render=payments.charge,
    filters={
        "created": dated(lambda one: one.created_at),
        "customer": of_customer(lambda one: one.customer, lambda payer: payer.charges),
        "payment_intent": equal(lambda one: one.payment_intent_id),
        "transfer_group": nobody(),
    },
)

INTENTS: Resource[Intent] = Resource(
    kind="payment_intent",
    noun="payment_intent",
    permission="payment_intent",
    records=lambda book: book.intents,
    find=lambda book, one: book.intents.get(one),
    id_of=lambda one: one.id,
    created_of=lambda one: one.created_at,
    render=payments.payment_intent,
    filters={
        "created": dated(lambda one: one.created_at),
        "customer": of_customer(lambda one: one.payer, intents_of),
        "customer_account": nobody(),
    },
)

REFUNDS: Resource[RefundOf] = Resource(
    kind="refund",
    noun="refund",
    permission="charge",
    records=lambda book: book.refunds,
    find=lambda book, one: book.refunds.get(one),
    id_of=lambda one: one.refund.stripe_id,
    created_of=lambda one: one.refund.created_at,
    render=payments.refund,
    filters={
        "charge": Filter(parameters.text, lambda one, wanted: one.charge.stripe_id == wanted, _refunds_of),
        "created": dated(lambda one: one.refund.created_at),
        "payment_intent": equal(lambda one: one.charge.payment_intent_id),
    },
)

DISPUTES: Resource[DisputeOf] = Resource(
    kind="dispute",
    noun="dispute",
    permission="dispute",
    records=lambda book: book.disputes,
    find=lambda book, one: book.disputes.get(one),
    id_of=lambda one: one.id,
    created_of=lambda one: one.opened_at,
    render=payments.dispute,
    filters={
        "charge": Filter(parameters.text, lambda one, wanted: one.charge.stripe_id == wanted, _disputes_of),
        "created": dated(lambda one: one.opened_at),
        "payment_intent": equal(lambda one: one.charge.payment_intent_id),
    },
)
