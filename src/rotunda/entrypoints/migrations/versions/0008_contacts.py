"""People at customers, and which records they are."""

from alembic import op

revision = "0008_contacts"
down_revision = "0007_suggestions"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE source_record ADD COLUMN title text, ADD COLUMN phones text[] NOT NULL DEFAULT '{}'",
    """
    CREATE TABLE contact (
        id text PRIMARY KEY,
        account_id text REFERENCES account (id),
        name text NOT NULL,
        title text,
        email text,
        phone text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        closed_at timestamptz,
        shown_as text REFERENCES contact (id),
        CHECK (shown_as <> id)
    )
    """,
    "COMMENT ON TABLE contact IS 'a person at a customer: an end user, never a teammate'",
    "COMMENT ON COLUMN contact.email IS 'as its source writes it; what is compared is in contact_identifier'",
    "COMMENT ON COLUMN contact.closed_at IS 'since when no record of any source is linked to it'",
    "COMMENT ON COLUMN contact.shown_as IS 'the contact that it turned out to be; null for itself'",
    "CREATE INDEX contact_by_account ON contact (account_id, id)",
    "CREATE INDEX contact_by_name ON contact (lower(name), id) WHERE shown_as IS NULL AND closed_at IS NULL",
    "CREATE INDEX contact_by_words ON contact USING gin (lower(name) gin_trgm_ops)",
    "CREATE INDEX contact_by_shown ON contact (shown_as) WHERE shown_as IS NOT NULL",
    """
    CREATE TABLE contact_link (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        contact_id text NOT NULL REFERENCES contact (id),
        connection_id text NOT NULL,
        source text NOT NULL,
        record_type text NOT NULL,
        external_id text NOT NULL,
        method text NOT NULL CHECK (method IN ('declared', 'email', 'founded')),
        confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
        evidence jsonb NOT NULL,
        linked_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_because text,
        CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
    )
    """,
    """
    CREATE UNIQUE INDEX contact_link_active ON contact_link (connection_id, record_type, external_id)
    WHERE revoked_at IS NULL
    """,
    """
    CREATE INDEX contact_link_revoked ON contact_link (connection_id, record_type, external_id)
    WHERE revoked_at IS NOT NULL
    """,
    "CREATE INDEX contact_link_by_contact ON contact_link (contact_id, id) WHERE revoked_at IS NULL",
    """
    CREATE TABLE contact_identifier (
        contact_id text NOT NULL REFERENCES contact (id),
        kind text NOT NULL CHECK (kind IN ('email', 'phone', 'record', 'channel')),
        normal text NOT NULL,
        source text NOT NULL,
        value text NOT NULL,
        verified boolean NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz,
        PRIMARY KEY (kind, normal, contact_id, source)
    )
    """,
    "COMMENT ON COLUMN contact_identifier.normal IS 'what is compared: a plain address, E.164, source:id'",
    "COMMENT ON COLUMN contact_identifier.verified IS 'proved by the source itself, not typed by somebody'",
    "COMMENT ON COLUMN contact_identifier.until IS 'since when no source says so any more; it still finds'",
    "CREATE INDEX contact_identifier_by_contact ON contact_identifier (contact_id)",
    "CREATE INDEX contact_identifier_by_words ON contact_identifier USING gin (normal gin_trgm_ops)",
)

_COUNTED = ("contact", "contact_link", "contact_identifier")


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in _COUNTED:
        op.execute(
            f"""
            CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
            """
        )
