"""Numbers from systems that are gone, and links to the panel."""

from alembic import op

revision = "0011_aliases"
down_revision = "0010_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*_ALIASES, *_PANEL_LINKS):
        op.execute(statement)


_ALIASES = (
    """
    CREATE TABLE alias_batch (
        id text PRIMARY KEY,
        fingerprint text NOT NULL UNIQUE,
        file_name text NOT NULL,
        size bigint NOT NULL,
        position bigint NOT NULL,
        line bigint NOT NULL,
        refused bigint NOT NULL,
        report_size bigint NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz
    )
    """,
    "COMMENT ON TABLE alias_batch IS 'one file of old numbers, and how far it was imported'",
    "COMMENT ON COLUMN alias_batch.position IS 'bytes of the file, up to and including line, that are in alias'",
    "COMMENT ON COLUMN alias_batch.report_size IS 'bytes of the report that belong to those lines'",
    """
    CREATE TABLE alias (
        old_system text NOT NULL,
        old_number text NOT NULL,
        normal text NOT NULL,
        account_id text REFERENCES account (id),
        source text,
        record_type text,
        external_id text,
        imported_at timestamptz NOT NULL,
        batch text NOT NULL,
        PRIMARY KEY (normal, old_system),
        CHECK (num_nonnulls(account_id, external_id) = 1),
        CHECK (num_nulls(source, record_type, external_id) IN (0, 3))
    )
    """,
    "COMMENT ON TABLE alias IS 'a number of an old system, and what it stands for today'",
    "COMMENT ON COLUMN alias.old_number IS 'as it was written'",
    "COMMENT ON COLUMN alias.normal IS 'as compared; first in the key: most people do not name the system'",
    "COMMENT ON COLUMN alias.record_type IS 'one of the source, or conversation'",
)

_PANEL_LINKS = (
    """
    CREATE TABLE panel_link (
        id text PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        user_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        session_hash bytea REFERENCES session (token_hash) ON DELETE CASCADE,
        api_token_id text REFERENCES api_token (id) ON DELETE CASCADE,
        known_by text NOT NULL CHECK (known_by IN ('email', 'domain', 'ticket')),
        value text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX panel_link_by_end ON panel_link (expires_at)",
    "CREATE INDEX panel_link_by_session ON panel_link (session_hash) WHERE session_hash IS NOT NULL",
    "COMMENT ON TABLE panel_link IS 'opens the panel of one customer for minutes, with the rights of who made it'",
    "COMMENT ON COLUMN panel_link.session_hash IS 'the sign-in that made it: the link ends with it'",
)
