"""What sources send by themselves: each delivery once, with what became of it."""

from alembic import op

revision = "0024_inbox"
down_revision = "0019_search_documents"
branch_labels = None
depends_on = None

_THERE = (
    """
    CREATE TABLE webhook_delivery (
        id text PRIMARY KEY,
        connection_id text NOT NULL REFERENCES connection ON DELETE CASCADE,
        delivery_id text NOT NULL,
        received_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
        body bytea,
        named jsonb,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        error text,
        reason text,
        ended_at timestamptz,
        UNIQUE (connection_id, delivery_id),
        CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
        CHECK (body IS NOT NULL OR named IS NOT NULL)
    )
    """,
    "COMMENT ON COLUMN webhook_delivery.body IS 'as it was sent, until it was read: null once it is done'",
    "COMMENT ON COLUMN webhook_delivery.named IS 'which records it named, and never a value of them'",
    "CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at, id) WHERE state = 'waiting'",
    "CREATE INDEX webhook_delivery_newest ON webhook_delivery (received_at DESC, id DESC)",
    "CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE state <> 'waiting'",
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
