"""What the numbers of an account were, day by day."""

from alembic import op

revision = "0031_snapshots"
down_revision = "0029_threads"
branch_labels = None
depends_on = None

_THERE = (
    """
    CREATE TABLE metric_snapshot (
        account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        metric text NOT NULL,
        currency text NOT NULL DEFAULT '',
        day date NOT NULL,
        value double precision NOT NULL,
        source text NOT NULL,
        as_of timestamptz NOT NULL,
        PRIMARY KEY (account_id, metric, currency, day)
    )
    """,
    "COMMENT ON COLUMN metric_snapshot.value IS 'count; minor units for money; epoch seconds for times'",
    "COMMENT ON COLUMN metric_snapshot.day IS 'in UTC; the last value that was read on it'",
    "CREATE INDEX metric_snapshot_by_day ON metric_snapshot USING brin (day)",
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
