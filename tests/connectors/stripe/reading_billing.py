"""Billing as tests read it."""

from datetime import UTC, datetime

from connectors.stripe import shapes
from connectors.stripe.recording import RECORDING
from rotunda.connector_kit import contract
from rotunda.connector_kit.requests import Json
from rotunda.connectors.stripe.requests import read_billing
from rotunda.sections.billing.model import BillingPart, Subscription


def billing(further: dict[str, list[Json]] | None = None, **lists: list[Json]) -> BillingPart:
    part: BillingPart = shapes.run(read_billing(shapes.CUSTOMER), shapes.answers(further, **lists))
    return part


def subscription_with(raw: Json, further: dict[str, list[Json]]) -> Subscription:
    [found] = billing(further, subscriptions=[raw]).subscriptions
    return found


def recorded() -> BillingPart:
    part: BillingPart = contract.drive(read_billing(RECORDING.customer), contract.feed(RECORDING))
    return part


def seconds(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


# MRR, from the wire
