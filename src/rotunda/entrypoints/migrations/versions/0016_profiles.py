"""Who looked at a person, found by the person; and addresses and domains that somebody gave to a customer by hand."""

from alembic import op

revision = "0016_profiles"
down_revision = "0012_contact_edits"
branch_labels = None
depends_on = None

_LOOKS = """
    CREATE INDEX audit_row_by_contact ON audit_row ((detail ->> 'contact'), at DESC, id DESC)
    WHERE (detail ->> 'contact') IS NOT NULL
"""
_HAND_LINKS = (
    """
    CREATE TABLE hand_link (
        id text PRIMARY KEY,
        account_id text NOT NULL REFERENCES account (id),
        kind text NOT NULL CHECK (kind IN ('email', 'domain')),
        normal text NOT NULL,
        value text NOT NULL,
        linked_by text,
        linked_at timestamptz NOT NULL,
        ended_by text,
        ended_at timestamptz
    )
    """,
    "COMMENT ON TABLE hand_link IS 'an address or a domain that a person said is this customer''s'",
    "COMMENT ON COLUMN hand_link.normal IS 'what is compared; its row in identifier has the source hand'",
    "COMMENT ON COLUMN hand_link.linked_by IS 'a user; null for the command line'",
    "CREATE UNIQUE INDEX hand_link_standing ON hand_link (kind, normal, account_id) WHERE ended_at IS NULL",
    "CREATE INDEX hand_link_by_account ON hand_link (account_id, linked_at)",
    """
    CREATE TRIGGER hand_link_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON hand_link
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
    """,
)


def upgrade() -> None:
    for statement in (_LOOKS, *_HAND_LINKS):
        op.execute(statement)
