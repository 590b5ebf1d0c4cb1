"""Signals of accounts as they open and close, what was decided about them, and from when on a fact is one."""

from alembic import op

revision = "0046_signals"
down_revision = "0045_buying_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE signal (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
            kind text NOT NULL,
            fact text NOT NULL,
            source text,
            severity smallint NOT NULL,
            title text NOT NULL,
            why text NOT NULL,
            action jsonb NOT NULL,
            evidence jsonb NOT NULL,
            stake jsonb NOT NULL,
            opened_at timestamptz NOT NULL,
            seen_at timestamptz NOT NULL,
            closed_at timestamptz,
            assignee text REFERENCES app_user ON DELETE SET NULL,
            snoozed_until timestamptz,
            snooze_reason text,
            resolved_at timestamptz,
            resolved_by text REFERENCES app_user ON DELETE SET NULL,
            resolved_why text
        )
    """)
    op.execute("COMMENT ON COLUMN signal.severity IS '3 high, 2 medium, 1 low'")
    op.execute("COMMENT ON COLUMN signal.closed_at IS 'when the reading was made that did not tell the fact any more'")
    op.execute("COMMENT ON COLUMN signal.source IS 'whose record the fact is; null where it is no one record''s'")
    op.execute("CREATE UNIQUE INDEX signal_standing ON signal (account_id, kind, fact) WHERE closed_at IS NULL")
    op.execute("CREATE INDEX signal_closed ON signal (account_id, kind, fact, closed_at) WHERE closed_at IS NOT NULL")
    op.execute("CREATE INDEX signal_resolved ON signal (resolved_at) WHERE resolved_at IS NOT NULL")
    op.execute("""
        CREATE TABLE signal_section (
            account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
            section text NOT NULL,
            view jsonb NOT NULL,
            sources text[] NOT NULL,
            as_of timestamptz NOT NULL,
            PRIMARY KEY (account_id, section)
        )
    """)
    op.execute("COMMENT ON TABLE signal_section IS 'what rules over several sections read of one, until all are read'")
    op.execute("""
        CREATE TABLE signal_thresholds (
            single boolean PRIMARY KEY DEFAULT true CHECK (single),
            thresholds jsonb NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by text REFERENCES app_user ON DELETE SET NULL
        )
    """)
