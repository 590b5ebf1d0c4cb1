"""The world as Stripe keeps it: every kind of object, found by id or run through, always as it is at this moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rotunda_world.model import Charge, Company, Coupon, Invoice, Payer, Price, Product, Subscription, World
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.live_index import LiveIndex
from rotunda_world.simulators.stripe.records import (
    Card,
    DiscountOf,
    DisputeOf,
    Entitlement,
    Intent,
    ItemOf,
    LedgerEntry,
    PaymentOf,
    RefundOf,
    discounts_of,
    has_card,
    intents_of,
    payments_of,
    plans_of,
)


class Book:
    """Nothing is copied: iterators walk the world's own lists, indexes check what they remember."""

    def __init__(self, running: RunningWorld) -> None:
        self._running = running
        self.payers = LiveIndex(self._companies, lambda company: company.payers, lambda one: one.stripe_id)
        self.subscriptions = LiveIndex(self._companies, _subscriptions, lambda one: one.stripe_id)
        self.items = LiveIndex(self._companies, _items, lambda one: one.item.stripe_id)
        self.discounts = LiveIndex(self._companies, _discounts, lambda one: one.discount.stripe_id)
        self.invoices = LiveIndex(self._companies, _invoices, lambda one: one.stripe_id)
        self.charges = LiveIndex(self._companies, _charges, lambda one: one.stripe_id)
        self.refunds = LiveIndex(self._companies, _refunds, lambda one: one.refund.stripe_id)
        self.disputes = LiveIndex(self._companies, _disputes, lambda one: one.id)
        self.intents = LiveIndex(self._companies, _intents, lambda one: one.id)
        self.payments = LiveIndex(self._companies, _payments, lambda one: one.id)
        self.cards = LiveIndex(self._companies, _cards, lambda one: one.id)
        self.ledger = LiveIndex(self._companies, _ledger, lambda one: one.id)
        self.payers.refresh()  # So that a customer who is deleted later is known to have been one.

    @property
    def world(self) -> World:
        return self._running.world

    @property
    def now(self) -> datetime:
        return self._running.clock()

    def entitlements(self, payer: Payer) -> Iterator[Entitlement]:
        plans = plans_of(payer)
        return (Entitlement(payer, feature) for feature in self.world.features if plans & feature.plans)

    def product(self, product_id: str) -> Product | None:
        return next((one for one in self.world.products if one.stripe_id == product_id), None)

    def price(self, price_id: str) -> Price | None:
        return next((one for one in self.world.prices if one.stripe_id == price_id), None)

    def coupon(self, coupon_id: str) -> Coupon | None:
        return next((one for one in self.world.coupons if one.stripe_id == coupon_id), None)

    def _companies(self) -> Sequence[Company]:
        return self.world.companies


def _subscriptions(company: Company) -> Iterator[Subscription]:
    return (one for payer in company.payers for one in payer.subscriptions)


def _items(company: Company) -> Iterator[ItemOf]:
    return (ItemOf(one, item) for one in _subscriptions(company) for item in one.items)


def _discounts(company: Company) -> Iterator[DiscountOf]:
    return (discount for one in _subscriptions(company) for discount in discounts_of(one))


def _invoices(company: Company) -> Iterator[Invoice]:
    return (one for payer in company.payers for one in payer.invoices)


def _charges(company: Company) -> Iterator[Charge]:
    return (one for payer in company.payers for one in payer.charges)


def _refunds(company: Company) -> Iterator[RefundOf]:
    return (RefundOf(charge, refund) for charge in _charges(company) for refund in charge.refunds)


def _disputes(company: Company) -> Iterator[DisputeOf]:
    return (DisputeOf(charge) for charge in _charges(company) if charge.disputed)


def _intents(company: Company) -> Iterator[Intent]:
    return (intent for payer in company.payers for intent in intents_of(payer))


def _payments(company: Company) -> Iterator[PaymentOf]:
    return (payment for payer in company.payers for payment in payments_of(payer))


def _cards(company: Company) -> Iterator[Card]:
    return (Card(payer) for payer in company.payers if has_card(payer))


def _ledger(company: Company) -> Iterator[LedgerEntry]:
    return (LedgerEntry(payer) for payer in company.payers if payer.balance)
