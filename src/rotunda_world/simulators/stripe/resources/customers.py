"""Customers and what belongs to one: cards, credit, entitlements."""

from collections.abc import Iterable

from rotunda_world.model import Payer
from rotunda_world.simulators.stripe import parameters
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.filters import dated, equal, known_payer, nobody
from rotunda_world.simulators.stripe.listing import Filter, Resource
from rotunda_world.simulators.stripe.records import Card, Entitlement, LedgerEntry
from rotunda_world.simulators.stripe.shapes import customers

CUSTOMERS: Resource[Payer] = Resource(
    kind="customer",
    noun="customer",
    permission="customer",
    records=lambda book: book.payers,
    find=lambda book, one: book.payers.get(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.created_at,
    render=customers.customer,
    filters={
        "created": dated(lambda one: one.created_at),
        "email": equal(lambda one: one.email),
        "test_clock": nobody(),
    },
)

BALANCE_TRANSACTIONS: Resource[LedgerEntry] = Resource(
    kind="customer_balance_transaction",
    noun="customer balance transaction",
    permission="customer",
    records=lambda book: book.ledger,
    find=lambda book, one: book.ledger.get(one),
    id_of=lambda one: one.id,
    created_of=lambda one: one.payer.created_at,
    render=customers.balance_transaction,
    filters={"created": dated(lambda one: one.payer.created_at), "invoice": nobody()},
)

CARDS: Resource[Card] = Resource(
    kind="payment_method",
    noun="PaymentMethod",
    permission="payment_method",
    records=lambda book: book.cards,
    find=lambda book, one: book.cards.get(one),
    id_of=lambda one: one.id,
    created_of=lambda one: one.payer.created_at,
    render=customers.payment_method,
    filters={
        "allow_redisplay": equal(lambda _: "unspecified", parameters.one_of("always", "limited", "unspecified")),
        "type": equal(lambda _: "card"),
    },
)


def _entitled(book: Book, customer_id: str) -> Iterable[Entitlement]:
    return book.entitlements(known_payer(book, customer_id))


ENTITLEMENTS: Resource[Entitlement] = Resource(
    kind="entitlements.active_entitlement",
    noun="active entitlement",
    permission="entitlement",
    records=lambda _: (),
    find=lambda book, one: next(
        (each for payer in book.payers for each in book.entitlements(payer) if each.id == one), None
    ),
    id_of=lambda one: one.id,
    created_of=lambda one: one.payer.created_at,
    render=customers.active_entitlement,
    filters={"customer": Filter(parameters.text, lambda _, __: True, _entitled, required=True)},
)
