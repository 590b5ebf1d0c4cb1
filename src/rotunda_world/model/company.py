"""A customer, or prospect, of the demo company."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rotunda_world.model.billing import Payer
from rotunda_world.model.crm import Contact, Deal, Engagement
from rotunda_world.model.support import Ticket
from rotunda_world.model.team import Teammate


@dataclass(slots=True)
class Company:
    """One customer, or prospect, of the demo company.

    `names` are its spellings per system: `hubspot`, `stripe`, `zendesk`, `product` (absent: `name`). Systems in which
    it does not exist have no ids there. A company that merged into another keeps its own records (`merged_into`).
    `hubspot_declares_account`: whether its HubSpot records (all of them) carry the property `product_account_id`.
    """

    key: str
    name: str
    domain: str | None
    industry: str
    employees: int
    city: str
    country: str
    created_at: datetime
    owner: Teammate  # AE, the CRM's owner
    csm: Teammate | None
    lifecycle_stage: str  # lead, opportunity, customer
    story: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    further_domains: list[str] = field(default_factory=list)
    parent: "Company | None" = None
    merged_into: "Company | None" = None
    tags: list[str] = field(default_factory=list)
    # Presence per system.
    hubspot_ids: list[str] = field(default_factory=list)  # More than one: a duplicate in the CRM.
    hubspot_declares_account: bool = True
    zendesk_org_id: int | None = None
    zendesk_declares_account: bool = True
    product_account_id: str | None = None  # acct_...
    # Which foreign ids its row holds: stripe (the first payer's), hubspot (the first record's), zendesk.
    product_declares: list[str] = field(default_factory=list)
    # The product's own columns.
    plan: str | None = None  # starter, pro, enterprise
    product_status: str = "active"  # active, trial, suspended, closed
    seats: int | None = None
    trial_ends_at: datetime | None = None
    contract_ends_on: date | None = None
    auto_renew: bool = True
    activated_at: datetime | None = None
    flags: list[str] = field(default_factory=list)
    churned_at: datetime | None = None
    updated_at: datetime | None = None  # None: never since it was made.
    # What it has.
    contacts: list[Contact] = field(default_factory=list)
    payers: list[Payer] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    deleted_tickets: list[Ticket] = field(default_factory=list)

    def called(self, system: str) -> str:
        """Its spelling in that system."""
        return self.names.get(system, self.name)
