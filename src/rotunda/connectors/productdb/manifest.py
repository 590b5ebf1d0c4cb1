"""The company's own product database: how to reach it, and which views it should offer."""

from rotunda.connector_kit.manifest import DatabaseUrl, FormField, Manifest, RateBudget, Scope, WebhookScheme
from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

SOURCE = SourceName("productdb")
PROFILE, USAGE, PEOPLE = SectionName("profile"), SectionName("usage"), SectionName("people")
ADMIN_URL = "admin_url_template"

VIEWS = ("account", "account_user", "account_feature", "activity")
"""The views of the schema `rotunda`, in the order of the form."""

_HOLDS = {
    "account": "accounts",
    "account_user": "users",
    "account_feature": "features per account",
    "activity": "daily activity",
}


def field_of(view: str) -> str:
    """The form field that replaces a view by a query of the company's own."""
    return f"{view}_query"


MANIFEST = Manifest(
    source=SOURCE,
    title="Product database",
    category=Category.PRODUCT,
    mode=Mode.LIVE,
    summary="Plan, standing, flags, seats, users and how the product is used, from PostgreSQL or MySQL.",
    docs_url="https://www.postgresql.org/docs/current/sql-grant.html",
    brand_color="#336791",
    fills=(PROFILE, USAGE, PEOPLE),
    form=(
        FormField(
            name="url",
            label="Database address",
            help="postgresql:// or mysql:// with user, password and database: best a read replica and a role that"
            " may only read the views of the schema rotunda.",
            secret=True,
            placeholder="postgresql://rotunda:…@replica.internal:5432/product",
        ),
        FormField(
            name=ADMIN_URL,
            label="Page of an account in your admin panel",
            help="The address that opens an account there, with {account_id} in the place of its id.",
            required=False,
            placeholder="https://admin.example.com/accounts/{account_id}",
        ),
        *(
            FormField(
                name=field_of(view),
                label=f"Query for {_HOLDS[view]}",
                help=f"Only if there is no view rotunda.{view}: one SELECT with the columns of that view, in one line.",
                required=False,
            )
            for view in VIEWS
        ),
    ),
    auth=DatabaseUrl(field="url"),
    base_url=None,
    # Every query reads one account by an index; a replica that serves an application stands far more than this.
    budgets={"default": RateBudget(requests=60, seconds=1.0)},
    concurrency=4,
    timeout_floor=0.3,
    timeout_ceiling=4.0,
    check="SELECT 1 AS answer",
    scopes=tuple(Scope(f"SELECT on rotunda.{view}", f"{_HOLDS[view]}") for view in VIEWS),
    webhook=WebhookScheme.STANDARD,
    webhook_help="Have the product send what changes, signed as Standard Webhooks describes, with the account's id in"
    " data.account_id.",
)
