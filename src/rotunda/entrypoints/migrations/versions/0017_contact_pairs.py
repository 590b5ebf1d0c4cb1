"""Pairs of people among the suggestions, and what a yes has led to; links by hand that the rules have yet to follow."""

from alembic import op

revision = "0017_contact_pairs"
down_revision = "0013_contact_merging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_BOTH_KINDS, *_DECISIONS, *_UNSETTLED):
        op.execute(statement)


_BOTH_KINDS = (
    "DROP INDEX suggestion_of_accounts, suggestion_of_record",
    "ALTER TABLE suggestion DROP CONSTRAINT suggestion_check, DROP CONSTRAINT suggestion_kind_check",
    "ALTER TABLE suggestion DROP CONSTRAINT suggestion_account_id_fkey",
    "ALTER TABLE suggestion DROP CONSTRAINT suggestion_other_account_id_fkey",
    "ALTER TABLE suggestion RENAME COLUMN account_id TO one",
    "ALTER TABLE suggestion RENAME COLUMN other_account_id TO other",
    *(
        f"""
        ALTER TABLE suggestion
            ADD COLUMN {column}_account text REFERENCES account (id)
                GENERATED ALWAYS AS (CASE WHEN NOT starts_with({column}, 'per_') THEN {column} END) STORED,
            ADD COLUMN {column}_contact text REFERENCES contact (id)
                GENERATED ALWAYS AS (CASE WHEN starts_with({column}, 'per_') THEN {column} END) STORED
        """
        for column in ("one", "other")
    ),
    "COMMENT ON COLUMN suggestion.one IS 'an account or a contact; of two the one with the smaller id'",
    "COMMENT ON COLUMN suggestion.other IS 'another one of the same kind; null beside a record'",
    """
    ALTER TABLE suggestion ADD CHECK (CASE kind
        WHEN 'record-to-account' THEN one_account IS NOT NULL AND other IS NULL
            AND num_nulls(connection_id, record_type, external_id) = 0
        WHEN 'account-to-account' THEN one_account < other_account
            AND num_nonnulls(connection_id, record_type, external_id) = 0
        WHEN 'contact-to-contact' THEN one_contact < other_contact
            AND num_nonnulls(connection_id, record_type, external_id) = 0
        ELSE false END)
    """,
    "CREATE UNIQUE INDEX suggestion_of_two ON suggestion (one, other) WHERE other IS NOT NULL",
    """
    CREATE UNIQUE INDEX suggestion_of_record ON suggestion (connection_id, record_type, external_id, one)
    WHERE other IS NULL
    """,
    """
    UPDATE suggestion
    SET evidence = (evidence - 'account') || jsonb_build_object('one', evidence -> 'account') WHERE evidence ? 'account'
    """,
)
_DECISIONS = (
    "ALTER TABLE suggestion ADD COLUMN merge_id text REFERENCES merge (id)",
    "COMMENT ON COLUMN suggestion.merge_id IS 'what a yes has made of the two; undone, it leads to nothing any more'",
    """
    UPDATE suggestion s SET merge_id = (
        SELECT m.id FROM merge m WHERE (m.absorbed, m.kept) IN ((s.one, s.other), (s.other, s.one))
        ORDER BY m.merged_at DESC LIMIT 1)
    WHERE s.state = 'accepted' AND s.other IS NOT NULL
    """,
    "CREATE INDEX suggestion_by_decision ON suggestion (decided_at DESC, id) WHERE decided_at IS NOT NULL",
)
_UNSETTLED = (
    "CREATE TABLE unsettled (since timestamptz NOT NULL)",
    "COMMENT ON TABLE unsettled IS 'a person has linked or unlinked records, and the rules have yet to follow'",
)


def downgrade() -> None:
    for statement in _BACK:
        op.execute(statement)


_BACK = (
    "DROP TABLE unsettled",
    "DROP INDEX suggestion_by_decision, suggestion_of_two, suggestion_of_record",
    "DELETE FROM suggestion WHERE kind = 'contact-to-contact'",
    """
    ALTER TABLE suggestion DROP COLUMN merge_id, DROP COLUMN one_account, DROP COLUMN one_contact,
        DROP COLUMN other_account, DROP COLUMN other_contact
    """,
    "ALTER TABLE suggestion RENAME COLUMN one TO account_id",
    "ALTER TABLE suggestion RENAME COLUMN other TO other_account_id",
    """
    ALTER TABLE suggestion ADD FOREIGN KEY (account_id) REFERENCES account (id),
        ADD FOREIGN KEY (other_account_id) REFERENCES account (id),
        ADD CONSTRAINT suggestion_kind_check CHECK (kind IN ('record-to-account', 'account-to-account')),
        ADD CHECK (CASE kind
            WHEN 'account-to-account' THEN account_id < other_account_id
                AND num_nonnulls(connection_id, record_type, external_id) = 0
            ELSE other_account_id IS NULL AND num_nulls(connection_id, record_type, external_id) = 0 END)
    """,
    """
    UPDATE suggestion
    SET evidence = (evidence - 'one') || jsonb_build_object('account', evidence -> 'one') WHERE evidence ? 'one'
    """,
    """
    CREATE UNIQUE INDEX suggestion_of_accounts ON suggestion (account_id, other_account_id)
    WHERE kind = 'account-to-account'
    """,
    """
    CREATE UNIQUE INDEX suggestion_of_record ON suggestion (connection_id, record_type, external_id, account_id)
    WHERE kind = 'record-to-account'
    """,
)
