"""Zendesk as it stands in November 2026: OAuth clients, because API tokens are being withdrawn."""

from rotunda.connector_kit.manifest import (
    ClientCredentials,
    ErrorKind,
    FormField,
    Manifest,
    RateBudget,
    Scope,
    WebhookScheme,
)
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

SOURCE = SourceName("zendesk")
SUPPORT = SectionName("support")
DEFAULT_ESCALATION_TAGS = "escalated"
PLAN_LIMITS = (200, 400, 700, 2500)
"""Requests a minute: Suite Team; Growth and Professional; Enterprise; Enterprise Plus and the High Volume add-on."""

MANIFEST = Manifest(
    source=SOURCE,
    title="Zendesk",
    category=Category.SUPPORT,
    mode=Mode.LIVE,
    summary="Open tickets by severity, escalations, satisfaction, times to reply and to resolve.",
    docs_url="https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/",
    brand_color="#03363d",
    fills=(SUPPORT,),
    form=(
        FormField(
            name="subdomain",
            label="Subdomain",
            help="The part of your Zendesk address before .zendesk.com.",
            placeholder="acme",
        ),
        FormField(
            name="client_id",
            label="OAuth client identifier",
            help="Admin Center, Apps and integrations, APIs, OAuth clients: add a confidential client.",
        ),
        FormField(
            name="client_secret",
            label="OAuth client secret",
            help="Shown once, when the client is saved.",
            secret=True,
        ),
        FormField(
            name="plan_limit",
            label="Requests a minute that your plan allows",
            help="Suite Team 200, Growth and Professional 400, Enterprise 700, Enterprise Plus or the High Volume"
            " add-on 2500. Choose the smallest if in doubt.",
            required=False,
            default=str(PLAN_LIMITS[0]),
            choices=tuple(map(str, PLAN_LIMITS)),
        ),
        FormField(
            name="escalation_tags",
            label="Escalation tags",
            help="A ticket with one of these tags counts as escalated. Separate several by commas.",
            required=False,
            default=DEFAULT_ESCALATION_TAGS,
        ),
    ),
    auth=ClientCredentials(
        id_field="client_id", secret_field="client_secret", token_path="/oauth/tokens", scope="read"
    ),
    base_url="https://{subdomain}.zendesk.com",
    budgets={
        # Nine tenths: the limit is the whole account's, and other integrations draw from it, too.
        "default": RateBudget(
            requests=180, seconds=60, by_choice=("plan_limit", {str(limit): limit * 9 // 10 for limit in PLAN_LIMITS})
        ),
        "search_export": RateBudget(requests=90, seconds=60),
        # Zendesk allows ten. Nobody who waits for a page draws from it.
        "incremental": RateBudget(requests=9, seconds=60, reserved_percent=0),
    },
    # 409: the record is being written at this moment.
    statuses={409: ErrorKind.UNAVAILABLE},
    retry_after_default=10.0,
    check="/api/v2/users/me.json",
    scopes=(Scope("read", "Tickets with their people, groups and times come in one answer only with this scope."),),
    webhook=WebhookScheme.ZENDESK,
    webhook_help="Admin Center, Apps and integrations, Webhooks: subscribe to ticket and organization events, then"
    " paste the signing secret.",
)
