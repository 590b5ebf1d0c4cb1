"""HubSpot as it stands in November 2026: dated API paths, service keys, limits by plan."""

from rotunda.connector_kit.manifest import (
    BearerKey,
    ErrorKind,
    FormField,
    Manifest,
    RateBudget,
    Scope,
    WebhookScheme,
)
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

SOURCE = SourceName("hubspot")
VERSION = "2026-09"
DEFAULT_ACCOUNT_PROPERTY = "product_account_id"
WRITING, WRITING_ALLOWED = "written_here", "Write it to HubSpot, too"
_KEPT = "Keep it here only"
SMALL_PLAN, LARGE_PLAN = "Free or Starter", "Professional or Enterprise"

MANIFEST = Manifest(
    source=SOURCE,
    title="HubSpot",
    category=Category.CRM,
    mode=Mode.LIVE,
    summary="Company, owner, deals, contacts with their buying roles, emails, calls, meetings, notes and tasks.",
    docs_url="https://developers.hubspot.com/docs/api-reference/overview",
    brand_color="#ff7a59",
    fills=tuple(SectionName(name) for name in ("profile", "deals", "people", "communication", "upcoming")),
    form=(
        FormField(
            name="access_token",
            label="Service key",
            help="HubSpot, Development, Keys, Service keys; give it the scopes below. A private app's token works too.",
            secret=True,
            placeholder="pat-eu1-...",
        ),
        FormField(
            name="plan",
            label="HubSpot plan",
            help="The larger plans allow almost twice as many requests. Choose the smaller one if in doubt.",
            required=False,
            default=SMALL_PLAN,
            choices=(SMALL_PLAN, LARGE_PLAN),
        ),
        FormField(
            name="account_property",
            label="Property with your product's account id",
            help="Internal name of the company property that holds the id of the account in your product.",
            required=False,
            default=DEFAULT_ACCOUNT_PROPERTY,
        ),
        FormField(
            name=WRITING,
            label="What is written here",
            help="Whether notes, logged calls, meetings and emails, and tasks go to HubSpot. Private notes never do.",
            required=False,
            default=_KEPT,
            choices=(_KEPT, WRITING_ALLOWED),
        ),
    ),
    auth=BearerKey(field="access_token"),
    base_url="https://api.hubapi.com",
    budgets={
        # Nine tenths of what each plan allows a key: 100 and 190.
        "default": RateBudget(requests=90, seconds=10, by_choice=("plan", {SMALL_PLAN: 90, LARGE_PLAN: 171})),
        # HubSpot allows 5 a second to all integrations of a portal together.
        "search": RateBudget(requests=4, seconds=1),
    },
    # 423: the record is locked for a moment. 477: the portal moves to another data centre.
    concurrency=16,  # HubSpot limits calls a second, not calls at once; a page has ten for it in one go.
    statuses={423: ErrorKind.UNAVAILABLE, 477: ErrorKind.UNAVAILABLE},
    retry_after_default=10.0,
    check=f"/account-info/{VERSION}/details",
    scopes=(
        Scope("crm.objects.companies.read", "Without it there is nothing: companies are who the customer is."),
        Scope("crm.objects.contacts.read", "People, calls, meetings, notes and tasks."),
        Scope("crm.objects.deals.read", "Deals and their pipelines."),
        Scope("crm.objects.owners.read", "Names and teams of owners."),
        Scope("sales-email-read", "What emails say."),
        Scope(
            "crm.objects.contacts.write",
            "Only where what is written here goes to HubSpot, too: notes, calls, meetings, emails and tasks.",
            for_writing=True,
        ),
    ),
    webhook=WebhookScheme.HUBSPOT_V3,
    webhook_help="Webhooks need a HubSpot app: a service key alone has none. Its client secret signs them.",
)
