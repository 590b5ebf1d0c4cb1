"""The views that a reader may see: the schema `rotunda`. As they should be, and as a fault makes them.

What a fault does to them:
- `server_error`: every view raises an input/output error of the server (SQLSTATE 58030).
- `huge_body`: one text of the first row of an account's answer is 50 MB long.
- `clock_skew`: every timestamp is two days late.
- `wrong_schema`: one column of each view has another name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rotunda_world.running import Fault

SCHEMA = "rotunda"
HUGE_TEXT_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class View:
    """`columns` are names and expressions over `source`. `timestamps` are shifted by a skewed clock, `padded` is the
    text that grows huge (on the first row by `first_by`, where an account has several), `renamed` the column that a
    wrong schema calls otherwise.
    """

    name: str
    columns: Mapping[str, str]
    source: str
    timestamps: frozenset[str]
    padded: str
    renamed: str
    first_by: str | None = None

    def sql(self, fault: Fault | None) -> str:
        """CREATE VIEW as it is under this fault."""
        columns = ", ".join(
            f"{self._expression(name, expression, fault)} AS {self._called(name, fault)}"
            for name, expression in self.columns.items()
        )
        broken = " WHERE product.out_of_order()" if fault is Fault.SERVER_ERROR else ""
        return f"CREATE VIEW {SCHEMA}.{self.name} AS SELECT {columns} FROM {self.source}{broken}"

    def _expression(self, name: str, expression: str, fault: Fault | None) -> str:
        if fault is Fault.CLOCK_SKEW and name in self.timestamps:
            return f"({expression} + interval '2 days')"
        if fault is Fault.HUGE_BODY and name == self.padded:
            return self._huge(expression)
        return expression

    def _huge(self, expression: str) -> str:
        huge = f"{expression} || repeat('x', {HUGE_TEXT_BYTES})"
        if self.first_by is None:
            return f"({huge})"
        first = f"row_number() OVER (PARTITION BY {self.columns['account_id']} ORDER BY {self.first_by}) = 1"
        return f"(CASE WHEN {first} THEN {huge} ELSE {expression} END)"

    def _called(self, name: str, fault: Fault | None) -> str:
        return f"{name}_v2" if fault is Fault.WRONG_SCHEMA and name == self.renamed else name


def _same(*names: str) -> dict[str, str]:
    return {name: f"a.{name}" for name in names}


ACCOUNT = View(
    name="account",
    columns={
        **_same("account_id", "name", "domain", "further_domains", "plan", "status", "seats", "trial_ends_at"),
        **_same("contract_ends_on", "auto_renew", "activated_at", "created_at"),
        "feature_flags": "ARRAY(SELECT g.flag_key FROM product.account_flags g"
        " WHERE g.account_no = a.account_no ORDER BY g.flag_key)",
        **_same("csm_name", "csm_email", "csm_team", "stripe_customer_ids", "hubspot_company_id"),
        **_same("zendesk_organization_id", "last_active_at", "updated_at"),
    },
    source="product.accounts a",
    timestamps=frozenset({"trial_ends_at", "activated_at", "created_at", "last_active_at", "updated_at"}),
    padded="name",
    renamed="name",
)

ACCOUNT_USER = View(
    name="account_user",
    columns={
        "account_id": "a.account_id",
        "user_id": "u.user_id",
        "name": "u.name",
        "email": "u.email",
        "role": "u.role",
        "last_seen_at": "u.last_seen_at",
        "created_at": "u.created_at",
        "deactivated_at": "u.deactivated_at",
    },
    source="product.accounts a JOIN product.users u USING (account_no)",
    timestamps=frozenset({"last_seen_at", "created_at", "deactivated_at"}),
    padded="name",
    renamed="user_id",
    first_by="u.user_no",
)

ACCOUNT_FEATURE = View(
    name="account_feature",
    columns={
        "account_id": "a.account_id",
        "feature_key": "f.feature_key",
        "feature_name": "f.name",
        "available": "EXISTS (SELECT FROM product.plan_features p"
        " WHERE p.plan = a.plan AND p.feature_no = f.feature_no)",
    },
    source="product.accounts a CROSS JOIN product.features f",
    timestamps=frozenset(),
    padded="feature_name",
    renamed="feature_key",
    first_by="f.feature_no",
)

ACTIVITY = View(
    name="activity",
    columns={
        "account_id": "a.account_id",
        "user_id": "u.user_id",
        "feature_key": "f.feature_key",
        "day": "v.day",
        "events": "v.events",
    },
    source="product.accounts a JOIN product.activity v USING (account_no)"
    " JOIN product.users u ON u.user_no = v.user_no JOIN product.features f ON f.feature_no = v.feature_no",
    timestamps=frozenset(),
    padded="feature_key",
    renamed="events",
    first_by="v.day DESC, v.user_no, v.feature_no",
)

VIEWS = (ACCOUNT, ACCOUNT_USER, ACCOUNT_FEATURE, ACTIVITY)
CHANGING_VIEWS = frozenset({Fault.SERVER_ERROR, Fault.HUGE_BODY, Fault.CLOCK_SKEW, Fault.WRONG_SCHEMA})


def definitions(fault: Fault | None) -> list[str]:
    """Statements that make the views as they are under this fault (None: healthy), in place of what is there."""
    return [
        f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
        *(f"DROP VIEW IF EXISTS {SCHEMA}.{view.name}" for view in VIEWS),
        *(view.sql(fault) for view in VIEWS),
    ]
