"""What the processes of an installation tell each other: what sources have said, and that connections have changed."""

from alembic import op

revision = "0028_processes"
down_revision = "0025_timeline"
branch_labels = None
depends_on = None

_THERE = (
    """
    CREATE TABLE source_notice (
        position bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        origin text NOT NULL,
        connection_id text NOT NULL,
        account_id text,
        section text NOT NULL
    )
    """,
    "COMMENT ON TABLE source_notice IS 'a section that a source says has changed, for a day; names, never values'",
    "COMMENT ON COLUMN source_notice.position IS 'grows in the order in which the notices commit'",
    "COMMENT ON COLUMN source_notice.origin IS 'the process that wrote it'",
    """
    CREATE FUNCTION tell_of_connections() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('rotunda', 'connections:');
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER connection_told AFTER INSERT OR DELETE OR UPDATE OF title, settings, changed_at ON connection
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_connections()
    """,
    """
    CREATE TRIGGER connection_secret_told AFTER INSERT OR UPDATE OR DELETE ON connection_secret
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_connections()
    """,
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
