"""What was written here and is to be in a source, too: how far that has come."""

from alembic import op

revision = "0036_outbox"
down_revision = "0035_subjects"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE outbox (
        written_id text COLLATE "C" PRIMARY KEY REFERENCES written (id),
        connection_id text NOT NULL,
        source text NOT NULL,
        whose jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'sent', 'refused', 'kept_here')),
        wanted bigint NOT NULL,
        sent bigint,
        record_type text,
        external_id text,
        url text,
        begun_at timestamptz,
        next_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        error text,
        reason text,
        said text,
        since timestamptz NOT NULL
    )
    """,
    "COMMENT ON TABLE outbox IS 'one row for each thing that was written about a customer whom a CRM knows'",
    "COMMENT ON COLUMN outbox.whose IS 'the records of the source that it is about, the customer''s first'",
    "COMMENT ON COLUMN outbox.wanted IS 'the version of what was written that is to be there; sent: that is there'",
    "COMMENT ON COLUMN outbox.begun_at IS 'set before it is sent: without a result nobody knows what came of it'",
    "COMMENT ON COLUMN outbox.said IS 'the source''s own words: only for those who may read what was written'",
    "CREATE INDEX outbox_due ON outbox (connection_id, next_at) WHERE state = 'waiting'",
    """
    CREATE UNIQUE INDEX outbox_copy ON outbox (connection_id, record_type, external_id)
    WHERE external_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
