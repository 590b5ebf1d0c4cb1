"""How far each stream of each source has been pulled; which kinds of webhooks each source sends."""

from alembic import op

revision = "0027_streams"
down_revision = "0030_written"
branch_labels = None
depends_on = None

_THERE = (
    """
    CREATE TABLE stream (
        connection_id text NOT NULL REFERENCES connection ON DELETE CASCADE,
        name text NOT NULL,
        cursor text,
        since timestamptz NOT NULL,
        begun_at timestamptz NOT NULL,
        reached timestamptz,
        caught_up_at timestamptz,
        last_ok_at timestamptz,
        next_at timestamptz NOT NULL,
        failures integer NOT NULL DEFAULT 0,
        error text,
        reason text,
        pages bigint NOT NULL DEFAULT 0,
        events bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (connection_id, name)
    )
    """,
    "COMMENT ON COLUMN stream.cursor IS 'what the last page said, as the connector writes it; null: nothing was read'",
    "COMMENT ON COLUMN stream.caught_up_at IS 'when the first pull had read everything; null while it is under way'",
    "ALTER TABLE webhook_delivery ADD COLUMN pulled boolean NOT NULL DEFAULT false",
    "COMMENT ON COLUMN webhook_delivery.pulled IS 'nothing was sent: a pull has seen that these records have changed'",
    "DROP INDEX webhook_delivery_newest",
    "CREATE INDEX webhook_delivery_newest ON webhook_delivery (received_at DESC, id DESC) WHERE NOT pulled",
    """
    CREATE TABLE webhook_kind (
        connection_id text NOT NULL REFERENCES connection ON DELETE CASCADE,
        kind text NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        deliveries bigint NOT NULL,
        PRIMARY KEY (connection_id, kind)
    )
    """,
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
