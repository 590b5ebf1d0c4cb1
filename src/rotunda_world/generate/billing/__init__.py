"""Billing as Stripe would hold it: payers, subscriptions, invoices and charges."""

from rotunda_world.generate.billing.payers import bill

__all__ = ["bill"]
