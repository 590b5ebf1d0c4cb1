"""Pairs of people among the suggestions, and what a yes has led to; links by hand that the rules have yet to follow."""

from alembic import op

revision = "0017_contact_pairs"
down_revision = "0022_people"
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
