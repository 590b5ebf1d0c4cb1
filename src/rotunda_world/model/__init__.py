"""The demo company's truth, before any vendor's shape. Simulators project it; `truth` computes figures from it.

Everything is plain, mutable dataclasses: `changes` edits them while the world runs. Two worlds are compared by value,
without the references back from a record to its owner. Money is integer minor units; times are aware UTC. Ids here are
the world's own (`key`); each vendor's id of a record is derived from it once, in the record.
"""

from rotunda_world.model.activity import Activity, ActivityLog
from rotunda_world.model.billing import (
    Charge,
    Discount,
    Invoice,
    InvoiceLine,
    Payer,
    Refund,
    Subscription,
    SubscriptionItem,
)
from rotunda_world.model.catalogue import Coupon, Feature, Price, Product, Tier
from rotunda_world.model.company import Company
from rotunda_world.model.crm import Contact, Deal, Engagement, Stage, StageEntry
from rotunda_world.model.support import Ticket, TicketComment
from rotunda_world.model.team import Teammate
from rotunda_world.model.world import World

__all__ = [
    "Activity",
    "ActivityLog",
    "Charge",
    "Company",
    "Contact",
    "Coupon",
    "Deal",
    "Discount",
    "Engagement",
    "Feature",
    "Invoice",
    "InvoiceLine",
    "Payer",
    "Price",
    "Product",
    "Refund",
    "Stage",
    "StageEntry",
    "Subscription",
    "SubscriptionItem",
    "Teammate",
    "Ticket",
    "TicketComment",
    "Tier",
    "World",
]
