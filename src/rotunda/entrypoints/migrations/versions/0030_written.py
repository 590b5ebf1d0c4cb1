"""What teammates write here: notes, logged calls, meetings and mails, tasks; and who is told of it."""

from alembic import op

revision = "0030_written"
down_revision = "0032_last_look"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE written (
        id text COLLATE "C" PRIMARY KEY,
        customer_id text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN ('note', 'call', 'meeting', 'email', 'task')),
        label text NOT NULL,
        subject text,
        text text NOT NULL,
        at timestamptz NOT NULL,
        details jsonb NOT NULL,
        due_at timestamptz,
        assignee text REFERENCES app_user (id),
        completed_at timestamptz,
        author text NOT NULL REFERENCES app_user (id),
        written_at timestamptz NOT NULL,
        changed_at timestamptz,
        version bigint NOT NULL,
        removed_at timestamptz
    )
    """,
    "COMMENT ON TABLE written IS 'kept by us; each version is an event of the connection rotunda, too'",
    "COMMENT ON COLUMN written.customer_id IS 'an account or a contact, as it was called when it was written'",
    "COMMENT ON COLUMN written.text IS 'Markdown'",
    "CREATE INDEX written_of ON written (customer_id, kind, at, id) WHERE removed_at IS NULL",
    """
    CREATE TABLE notification (
        id text COLLATE "C" PRIMARY KEY,
        user_id text NOT NULL REFERENCES app_user (id),
        why text NOT NULL CHECK (why IN ('mention', 'task')),
        written_id text COLLATE "C" NOT NULL REFERENCES written (id),
        at timestamptz NOT NULL,
        read_at timestamptz,
        UNIQUE (user_id, written_id, why)
    )
    """,
    "COMMENT ON TABLE notification IS 'what it tells is checked against the rights of its reader when it is read'",
    "CREATE INDEX notification_of ON notification (user_id, at, id)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
