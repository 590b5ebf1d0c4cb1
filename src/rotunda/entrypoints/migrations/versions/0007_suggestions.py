"""Pairs that may be the same customer, and what people said of them."""

from alembic import op

revision = "0007_suggestions"
down_revision = "0006_merging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in _SUGGESTION:
        op.execute(statement)


_SUGGESTION = (
    """
    CREATE TABLE suggestion (
        id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('record-to-account', 'account-to-account')),
        account_id text NOT NULL REFERENCES account (id),
        other_account_id text REFERENCES account (id),
        connection_id text,
        record_type text,
        external_id text,
        probability double precision NOT NULL CHECK (probability BETWEEN 0 AND 1),
        evidence jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'never', 'superseded')),
        decided_by text,
        decided_at timestamptz,
        reason text,
        CHECK (CASE kind
            WHEN 'account-to-account' THEN account_id < other_account_id
                AND num_nonnulls(connection_id, record_type, external_id) = 0
            ELSE other_account_id IS NULL AND num_nulls(connection_id, record_type, external_id) = 0 END),
        CHECK ((state IN ('open', 'superseded')) = (decided_by IS NULL)),
        CHECK ((decided_by IS NULL) = (decided_at IS NULL))
    )
    """,
    "COMMENT ON TABLE suggestion IS 'one row per pair; what a person decided is never changed by a later pass'",
    "COMMENT ON COLUMN suggestion.account_id IS 'of two accounts the one with the smaller id'",
    "COMMENT ON COLUMN suggestion.evidence IS 'both sides as they were compared, and what each comparison weighs'",
    "COMMENT ON COLUMN suggestion.state IS 'superseded: no pass says so any more; never: the two are to be kept apart'",
    """
    CREATE UNIQUE INDEX suggestion_of_accounts ON suggestion (account_id, other_account_id)
    WHERE kind = 'account-to-account'
    """,
    """
    CREATE UNIQUE INDEX suggestion_of_record ON suggestion (connection_id, record_type, external_id, account_id)
    WHERE kind = 'record-to-account'
    """,
    "CREATE INDEX suggestion_by_state ON suggestion (state, probability DESC, id)",
    "CREATE INDEX suggestion_by_account ON suggestion (account_id)",
    "CREATE INDEX suggestion_by_other_account ON suggestion (other_account_id) WHERE other_account_id IS NOT NULL",
)
