"""Subjects of conversations, left behind by readings, so that conversations are found by words."""

from alembic import op

revision = "0035_subjects"
down_revision = "0027_streams"
branch_labels = None
depends_on = None

_SUBJECTS = (
    """
    CREATE TABLE conversation_subject (
        account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
        section text NOT NULL,
        source text NOT NULL,
        record_type text NOT NULL,
        external_id text NOT NULL,
        number text,
        subject text NOT NULL,
        folded text COLLATE "C" NOT NULL GENERATED ALWAYS AS (' ' || search_fold(subject)) STORED,
        url text,
        at timestamptz NOT NULL,
        members text[] NOT NULL,
        PRIMARY KEY (account_id, section, source, record_type, external_id)
    )
    """,
    "COMMENT ON TABLE conversation_subject IS 'of each account what its newest reading said: no text, no participant'",
    "COMMENT ON COLUMN conversation_subject.members IS 'who was one customer then: else it is void'",
    """
    CREATE INDEX conversation_subject_found ON conversation_subject USING gin (folded gin_trgm_ops)
    WITH (gin_pending_list_limit = 512)
    """,
)


def upgrade() -> None:
    for statement in _SUBJECTS:
        op.execute(statement)
