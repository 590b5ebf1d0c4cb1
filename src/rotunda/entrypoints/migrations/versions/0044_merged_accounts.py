"""Whom merges concern, as functions: a search asks a dozen times, and to plan that took longer than to answer it."""

from alembic import op

revision = "0044_merged_accounts"
down_revision = "0043_accounts_of_many"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE FUNCTION merged_within(whose text[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
        BEGIN
            RETURN ARRAY(
                SELECT unnest(ARRAY[x.id, l.id]) FROM account x JOIN listed_account l ON l.id = x.shown_as
                WHERE x.shown_as IS NOT NULL AND l.scope && whose);
        END $$
    """)
    op.execute("""
        CREATE FUNCTION merged_named(sought text) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
        BEGIN
            RETURN ARRAY(
                SELECT unnest(ARRAY[x.id, l.id]) FROM account x JOIN listed_account l ON l.id = x.shown_as
                WHERE x.shown_as IS NOT NULL AND l.names LIKE sought);
        END $$
    """)
    op.execute("COMMENT ON FUNCTION merged_within IS 'both sides of each merge into an account of these scopes'")
    op.execute("COMMENT ON FUNCTION merged_named IS 'both sides of each merge into an account with a name like this'")
