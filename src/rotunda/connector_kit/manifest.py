"""What a connector declares about its vendor: who it is, how to sign in, what it allows, how its errors read."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

import msgspec

from rotunda.sections.ids import SectionName, SourceName
from rotunda.sections.provenance import Category, Mode


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the form that connects a source. Secrets are sealed at rest and never sent back."""

    name: str
    label: str
    help: str
    secret: bool = False
    required: bool = True
    default: str | None = None
    placeholder: str | None = None
    choices: tuple[str, ...] = ()


class BearerKey(msgspec.Struct, frozen=True, tag=True):
    """A key that does not expire, sent as `Authorization: Bearer <key>`. `field` names the form field."""

    field: str


class ClientCredentials(msgspec.Struct, frozen=True, tag=True):
    """OAuth 2 client credentials: POST JSON to `token_path` with id, secret, grant type and scope; the answer holds
    `access_token` and `expires_in` (seconds; `default_lifetime` when the source does not say).
    """

    id_field: str
    secret_field: str
    token_path: str
    scope: str
    default_lifetime: int = 1800


class DatabaseUrl(msgspec.Struct, frozen=True, tag=True):
    """A database URL with user and password in one form field: `postgresql://` or `mysql://`."""

    field: str


Auth = BearerKey | ClientCredentials | DatabaseUrl


class RateBudget(msgspec.Struct, frozen=True, kw_only=True):
    """At most `requests` within any `seconds`. `reserved_percent` of it is kept for people who wait.

    `by_choice` where the limit depends on what the customer has bought: the form field with its choices, and how many
    requests each of them stands for. `requests` is what holds as long as nothing was chosen: the smallest plan's.
    """

    requests: int
    seconds: float
    reserved_percent: int = 40
    by_choice: tuple[str, Mapping[str, int]] | None = None

    def chosen(self, settings: Mapping[str, str]) -> Self:
        """The budget of a connection with these settings."""
        if self.by_choice is None:
            return self
        field, choices = self.by_choice
        return msgspec.structs.replace(self, requests=choices.get(settings.get(field, ""), self.requests))


class ErrorKind(StrEnum):
    """What a status means. The names are those of `rotunda.connector_kit.errors`."""

    MISCONFIGURED = "misconfigured"
    AUTH_EXPIRED = "auth_expired"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    GONE = "gone"
    BAD_PAYLOAD = "bad_payload"


class Scope(msgspec.Struct, frozen=True, omit_defaults=True):
    """One right to ask the vendor for, and what is missing without it. `for_writing`: it is only needed where what is
    written here is to be in the source, too.
    """

    name: str
    why: str
    for_writing: bool = False


class WebhookScheme(StrEnum):
    """How the vendor signs what it sends. Implemented in `rotunda.connector_kit.webhooks`."""

    STRIPE = "stripe"
    HUBSPOT_V3 = "hubspot_v3"
    ZENDESK = "zendesk"
    STANDARD = "standard_webhooks"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen facts about one vendor.

    `base_url` may hold `{field}` of the form. `statuses` maps HTTP statuses to meanings where they differ from the
    common table (401 auth_expired, 403 forbidden, 404/410 gone, 429 rate_limited, other 4xx misconfigured, 5xx
    unavailable). `retry_after_default` is how many seconds to wait on a 429 that does not say. `check` is the path of
    the cheapest authenticated read (an SQL text for databases).
    """

    source: SourceName
    title: str
    category: Category
    mode: Mode
    summary: str
    docs_url: str
    brand_color: str
    fills: tuple[SectionName, ...]
    form: tuple[FormField, ...]
    auth: Auth
    base_url: str | None
    headers: tuple[tuple[str, str], ...] = ()
    budgets: Mapping[str, RateBudget]
    concurrency: int = 8
    timeout_floor: float = 0.5
    timeout_ceiling: float = 8.0
    statuses: Mapping[int, ErrorKind] = {}
    retry_after_default: float = 1.0
    check: str
    scopes: tuple[Scope, ...] = ()
    webhook: WebhookScheme | None = None
    webhook_help: str | None = None
