"""When each person last looked at each customer, and what stood there."""

from alembic import op

revision = "0032_last_look"
down_revision = "0031_snapshots"
branch_labels = None
depends_on = None

_THERE = (
    """
    CREATE TABLE last_look (
        user_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        customer_id text NOT NULL,
        seen_at timestamptz,
        seen jsonb,
        offered_at timestamptz,
        offered jsonb,
        PRIMARY KEY (user_id, customer_id),
        CHECK ((seen_at IS NULL) = (seen IS NULL)),
        CHECK ((offered_at IS NULL) = (offered IS NULL))
    )
    """,
    "COMMENT ON COLUMN last_look.seen IS 'numbers and states that stood there, each shown to whoever may read it'",
    "COMMENT ON COLUMN last_look.offered IS 'what was shown last: it counts as seen when the page says so'",
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
