"""What Stripe is, how to sign in to it and what it allows."""

from rotunda.connector_kit.manifest import BearerKey, FormField, Manifest, RateBudget, Scope, WebhookScheme
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

SOURCE = SourceName("stripe")
API_VERSION = "2026-06-24.dahlia"
BILLING = SectionName("billing")
UPCOMING = SectionName("upcoming")
TEST, LIVE = "Test mode or sandbox", "Live mode"

_READ = (
    ("Customers", "the payer's record, and finding it"),
    ("Subscriptions", "plans, renewals and monthly revenue"),
    ("Invoices", "what is due, overdue and paid"),
    ("Charges and Refunds", "payments, failures and what went back"),
    ("Disputes", "payments that were lost to a dispute"),
    ("Prices", "tiered prices"),
    ("Products", "names of plans"),
    ("Coupons", "discounts"),
    ("Events", "what has changed since the last pull"),
)

MANIFEST = Manifest(
    source=SOURCE,
    title="Stripe",
    category=Category.BILLING,
    mode=Mode.LIVE,
    summary="Subscriptions, monthly revenue, invoices and payments.",
    docs_url="https://docs.stripe.com/keys/restricted-api-keys",
    brand_color="#635BFF",
    fills=(BILLING, UPCOMING),
    form=(
        FormField(
            name="secret_key",
            label="Restricted key",
            help="Developers, API keys, Create restricted key: choose Read for the resources listed below.",
            secret=True,
            placeholder="rk_live_…",
        ),
        FormField(
            name="mode",
            label="Kind of key",
            help="A key of the live mode (rk_live_) may ask four times as often as one of a sandbox (rk_test_).",
            required=False,
            default=TEST,
            choices=(TEST, LIVE),
        ),
    ),
    auth=BearerKey(field="secret_key"),
    base_url="https://api.stripe.com",
    headers=(("Stripe-Version", API_VERSION),),
    # A sandbox allows 25 requests a second. A live account allows 100, but 25 for each endpoint: a page asks its four
    # lists in equal parts, so 80 in all are 20 for each. Searches are limited to 20 a second in both.
    budgets={
        "default": RateBudget(requests=22, seconds=1.0, by_choice=("mode", {TEST: 22, LIVE: 80})),
        "search": RateBudget(requests=12, seconds=1.0),
    },
    check="/v1/customers?limit=1",
    scopes=tuple(Scope(f"{resource}: Read", why) for resource, why in _READ),
    webhook=WebhookScheme.STRIPE,
    webhook_help="Developers, Webhooks, Add endpoint: send customer, invoice, charge and coupon events to the address"
    " shown here, then paste the endpoint's signing secret (whsec_…).",
)
