"""Counters that tell whether what was read before still holds: of rights, and of the book of accounts."""

from alembic import op

revision = "0005_changes"
down_revision = "0004_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE change (topic text PRIMARY KEY, version bigint NOT NULL)")
    op.execute("INSERT INTO change VALUES ('rights', 1), ('book', 1)")
    op.execute("COMMENT ON TABLE change IS 'counted up in the transaction that changes something of the topic'")
    op.execute(
        """
        CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE change SET version = version + 1 WHERE topic = TG_ARGV[0];
            RETURN NULL;
        END
        $$
        """
    )
    for statement in (*_RIGHTS, *_BOOK):
        op.execute(statement)


_RIGHTS = (
    """
    CREATE TRIGGER app_user_changed AFTER UPDATE OR DELETE ON app_user
    FOR EACH ROW EXECUTE FUNCTION count_change('rights')
    """,
    """
    CREATE TRIGGER session_ended AFTER DELETE ON session
    FOR EACH ROW EXECUTE FUNCTION count_change('rights')
    """,
    """
    CREATE TRIGGER session_changed AFTER UPDATE OF token_hash, user_id, expires_at ON session
    FOR EACH ROW EXECUTE FUNCTION count_change('rights')
    """,
    """
    CREATE TRIGGER api_token_ended AFTER DELETE ON api_token
    FOR EACH ROW EXECUTE FUNCTION count_change('rights')
    """,
    """
    CREATE TRIGGER api_token_changed AFTER UPDATE OF token_hash, user_id, roles, expires_at, revoked_at ON api_token
    FOR EACH ROW EXECUTE FUNCTION count_change('rights')
    """,
    *(
        f"""
        CREATE TRIGGER {table}_emptied AFTER TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION count_change('rights')
        """
        for table in ("app_user", "session", "api_token")
    ),
)
"""What is new gives nobody a right that was remembered otherwise: nobody remembers what there was not."""

_BOOK = tuple(
    f"""
    CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('book')
    """
    for table in ("account", "account_owner", "link")
)
