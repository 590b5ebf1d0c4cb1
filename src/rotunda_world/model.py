"""The demo company's truth, before any vendor's shape. Simulators project it; `truth` computes the expected figures
from it.

Everything is plain, mutable dataclasses: `changes` edits them while the world runs. Money is integer minor units; times
are aware UTC. Ids here are the world's own (`key`); each vendor's id of a record is derived from it once, in the
record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(slots=True)
class Teammate:
    """Somebody at the vendor company: owner, CSM, AE or agent. `hubspot_owner_id`, `hubspot_user_id`,
    `zendesk_user_id`."""

    key: str
    first_name: str
    last_name: str
    email: str
    role: str  # ae, csm, agent
    team: str  # Such as "West" or "EMEA".
    hubspot_owner_id: str
    hubspot_user_id: int
    hubspot_team_id: str
    zendesk_user_id: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(slots=True)
class Feature:
    """One feature of the product; `plans` are the plan keys that include it."""

    key: str
    name: str
    plans: frozenset[str]


@dataclass(slots=True)
class Tier:
    """One step of a tiered price. `up_to` None is infinity; amounts are minor units."""

    up_to: int | None
    unit_amount: Decimal
    flat_amount: Decimal = Decimal(0)


@dataclass(slots=True)
class Product:
    key: str
    stripe_id: str  # prod_...
    name: str
    plan: str | None  # The plan key that it sells, None for add-ons.
    updated_at: datetime


@dataclass(slots=True)
class Price:
    """`unit_amount` is minor units and may have decimals (unit_amount_decimal). Tiered prices carry `tiers` instead."""

    key: str
    stripe_id: str  # price_...
    product: Product
    currency: str  # lower case, as Stripe writes it
    interval: str  # day, week, month, year
    interval_count: int
    created_at: datetime
    unit_amount: Decimal | None = None
    usage_type: str = "licensed"  # or metered
    tiers_mode: str | None = None  # graduated, volume
    tiers: list[Tier] = field(default_factory=list)
    divide_by: int | None = None  # transform_quantity
    round: str | None = None  # up, down
    tax_behavior: str = "exclusive"
    nickname: str | None = None


@dataclass(slots=True)
class Coupon:
    """`percent_off` xor `amount_off` (minor units of `currency`)."""

    key: str
    stripe_id: str
    name: str
    duration: str  # once, repeating, forever
    percent_off: Decimal | None = None
    amount_off: int | None = None
    currency: str | None = None
    duration_in_months: int | None = None
    applies_to: list[Product] = field(default_factory=list)


@dataclass(slots=True)
class Discount:
    stripe_id: str  # di_...
    coupon: Coupon
    start: datetime
    end: datetime | None = None


@dataclass(slots=True)
class SubscriptionItem:
    stripe_id: str  # si_...
    price: Price
    quantity: int | None
    period_start: datetime
    period_end: datetime
    created_at: datetime
    discounts: list[Discount] = field(default_factory=list)


@dataclass(slots=True)
class Subscription:
    """`status` as Stripe writes it. `pause_behavior` set: collection is paused (the status stays as it is)."""

    stripe_id: str  # sub_...
    customer: "Payer"
    status: str
    currency: str
    items: list[SubscriptionItem]
    created_at: datetime
    start_at: datetime
    billing_cycle_anchor: datetime
    collection_method: str = "charge_automatically"
    days_until_due: int | None = None
    discounts: list[Discount] = field(default_factory=list)
    trial_start: datetime | None = None
    trial_end: datetime | None = None
    cancel_at: datetime | None = None
    cancel_at_period_end: bool = False
    canceled_at: datetime | None = None
    ended_at: datetime | None = None
    cancellation_reason: str | None = None
    cancellation_feedback: str | None = None
    pause_behavior: str | None = None
    pause_resumes_at: datetime | None = None


@dataclass(slots=True)
class InvoiceLine:
    stripe_id: str  # il_...
    item: SubscriptionItem | None
    description: str
    amount: int
    quantity: int | None
    period_start: datetime
    period_end: datetime


@dataclass(slots=True)
class Invoice:
    stripe_id: str  # in_...
    number: str
    customer: "Payer"
    subscription: Subscription | None
    status: str  # draft, open, paid, uncollectible, void
    billing_reason: str
    currency: str
    subtotal: int
    total: int
    amount_paid: int
    created_at: datetime
    lines: list[InvoiceLine]
    collection_method: str = "charge_automatically"
    due_at: datetime | None = None
    finalized_at: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    attempt_count: int = 0
    next_payment_attempt_at: datetime | None = None
    paid_outside: bool = False
    charge: "Charge | None" = None

    @property
    def amount_remaining(self) -> int:
        return 0 if self.status == "void" else self.total - self.amount_paid


@dataclass(slots=True)
class Refund:
    stripe_id: str
    amount: int
    created_at: datetime
    reason: str | None = None


@dataclass(slots=True)
class Charge:
    stripe_id: str  # ch_...
    payment_intent_id: str  # pi_...
    customer: "Payer"
    invoice: Invoice | None
    amount: int
    currency: str
    status: str  # succeeded, failed, pending
    created_at: datetime
    refunds: list[Refund] = field(default_factory=list)
    failure_code: str | None = None
    failure_message: str | None = None
    decline_code: str | None = None
    disputed: bool = False
    dispute_status: str | None = None

    @property
    def amount_refunded(self) -> int:
        return sum(refund.amount for refund in self.refunds)


@dataclass(slots=True)
class Payer:
    """A Stripe customer. `declares_account`: whether its metadata names the product's account id (mess: some do
    not)."""

    stripe_id: str  # cus_...
    company: "Company"
    name: str
    email: str | None
    created_at: datetime
    currency: str
    declares_account: bool = True
    delinquent: bool = False
    balance: int = 0
    phone: str | None = None
    subscriptions: list[Subscription] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)


@dataclass(slots=True)
class Contact:
    """A person at a customer. Presence per system: `hubspot_id`, `zendesk_user_id` and `product_user_id` may be None.

    `hubspot_email` and friends let one person be spelled differently per system (plus-tags, case, free-mail).
    """

    key: str
    company: "Company"
    first_name: str
    last_name: str
    email: str
    title: str | None
    phone: str | None
    buying_roles: list[str]  # HubSpot's own values: CHAMPION, DECISION_MAKER, BUDGET_HOLDER, ...
    created_at: datetime
    hubspot_id: str | None = None
    hubspot_email: str | None = None
    zendesk_user_id: int | None = None
    zendesk_email: str | None = None
    product_user_id: str | None = None
    product_email: str | None = None
    product_role: str | None = None  # owner, admin, member
    lifecycle_stage: str = "customer"
    left_at: datetime | None = None  # A champion who left.
    last_contacted_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Stage(StrEnum):
    """HubSpot's default deal pipeline."""

    APPOINTMENT = "appointmentscheduled"
    QUALIFIED = "qualifiedtobuy"
    PRESENTATION = "presentationscheduled"
    DECISION_MAKER = "decisionmakerboughtin"
    CONTRACT = "contractsent"
    WON = "closedwon"
    LOST = "closedlost"


@dataclass(slots=True)
class StageEntry:
    stage: Stage
    entered_at: datetime


@dataclass(slots=True)
class Deal:
    hubspot_id: str
    company: "Company"
    name: str
    amount: Decimal | None  # major units, as HubSpot writes them
    currency: str | None  # upper case; None: the portal's own currency (EUR)
    stages: list[StageEntry]  # oldest first; the last one is where it stands
    close_on: datetime
    created_at: datetime
    owner: Teammate
    kind: str  # newbusiness, existingbusiness
    next_step: str | None = None
    probability: Decimal | None = None  # None: the stage's own
    lost_reason: str | None = None
    contacts: list[Contact] = field(default_factory=list)
    updated_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        return self.stages[-1].stage


@dataclass(slots=True)
class Engagement:
    """An email, call, meeting, note or task in the CRM. Future meetings and open tasks are what is coming."""

    hubspot_id: str
    company: "Company"
    kind: str  # emails, calls, meetings, notes, tasks (HubSpot's object names)
    at: datetime  # hs_timestamp; for meetings the start, for tasks the due date
    subject: str | None
    body: str | None
    owner: Teammate
    contacts: list[Contact]
    created_at: datetime
    direction: str | None = None  # emails: EMAIL, INCOMING_EMAIL; calls: INBOUND, OUTBOUND
    end_at: datetime | None = None
    outcome: str | None = None  # meetings: SCHEDULED, COMPLETED, NO_SHOW, CANCELED
    duration_ms: int | None = None
    disposition: str | None = None  # calls: the GUID
    status: str | None = None  # emails: SENT; tasks: NOT_STARTED, COMPLETED; calls: COMPLETED
    thread_id: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    priority: str | None = None
    completed_at: datetime | None = None
    recording_url: str | None = None


@dataclass(slots=True)
class TicketComment:
    zendesk_id: int
    author: "Contact | Teammate"
    body: str
    public: bool
    created_at: datetime


@dataclass(slots=True)
class Ticket:
    zendesk_id: int
    company: "Company"
    subject: str
    status: str  # new, open, pending, hold, solved, closed
    priority: str | None  # low, normal, high, urgent
    kind: str | None  # problem, incident, question, task
    requester: Contact
    assignee: Teammate | None
    group: str
    channel: str
    created_at: datetime
    updated_at: datetime
    tags: list[str]
    comments: list[TicketComment]
    first_reply_at: datetime | None = None
    solved_at: datetime | None = None
    satisfaction: str | None = None  # good, bad, offered; None: unoffered
    satisfaction_at: datetime | None = None


@dataclass(slots=True)
class Activity:
    """One user's use of one feature on one UTC day."""

    user: Contact
    feature: Feature
    day: date
    events: int


@dataclass(slots=True)
class Company:
    """One customer, or prospect, of the demo company.

    `names` are its spellings per system: `hubspot`, `stripe`, `zendesk`, `product` (absent: `name`). Systems in which
    it
    does not exist have no ids there. A company that merged into another keeps its own records (`merged_into`).
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
    zendesk_org_id: int | None = None
    zendesk_declares_account: bool = True
    product_account_id: str | None = None  # acct_...
    product_declares: list[str] = field(
        default_factory=list
    )  # Which foreign ids its row holds: stripe, hubspot, zendesk.
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
    # What it has.
    contacts: list[Contact] = field(default_factory=list)
    payers: list[Payer] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)

    def called(self, system: str) -> str:
        """Its spelling in that system."""
        return self.names.get(system, self.name)


@dataclass(slots=True)
class World:
    """The whole book. `now` is the moment at which it was made; history ends there, what is coming lies after it."""

    seed: int
    now: datetime
    months: int
    teammates: list[Teammate]
    features: list[Feature]
    products: list[Product]
    prices: list[Price]
    coupons: list[Coupon]
    companies: list[Company]
    activities: list[Activity]
    hubspot_portal_id: int = 48210077
    stripe_account: str = "acct_1RotundaDemo"
    zendesk_subdomain: str = "rotunda-demo"
    currency: str = "EUR"

    def company(self, key: str) -> Company:
        """Raises KeyError for an unknown key."""
        for company in self.companies:
            if company.key == key:
                return company
        raise KeyError(key)
