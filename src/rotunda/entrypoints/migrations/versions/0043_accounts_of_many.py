"""Whose many addresses and ids hold a word, as a function: planned once for a connection, not in each search."""

from alembic import op

revision = "0043_accounts_of_many"
down_revision = "0042_measures_of_health"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE FUNCTION accounts_of_many(sought text, fields text[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
        BEGIN
            RETURN ARRAY(
                SELECT m.shown_id FROM listed_account b JOIN account_member m ON m.shown_id = b.id
                JOIN search_term t ON t.subject_id = m.account_id AND t.field = ANY(fields) AND t.folded LIKE sought
                WHERE b.many);
        END $$
    """)
    op.execute(
        "COMMENT ON FUNCTION accounts_of_many IS "
        "'accounts with more addresses or ids than their documents hold, of which one is like this'"
    )
