"""Money of an account that has several currencies: all of them, not only the one that carries most. Lists of people:
saved under a name as lists of accounts are, and sorted by more than the name.
"""

from alembic import op

revision = "0022_people"
down_revision = "0021_merging_at_scale"
branch_labels = None
depends_on = None

_LISTED = "WHERE shown_as IS NULL AND closed_at IS NULL"
_THERE = (
    "ALTER TABLE account_fact ADD COLUMN amounts jsonb",
    "COMMENT ON COLUMN account_fact.amounts IS 'minor units by currency; null where there is but one, in number_value'",
    "ALTER TABLE saved_view ADD COLUMN list text NOT NULL DEFAULT 'accounts' CHECK (list IN ('accounts', 'contacts'))",
    "DROP INDEX saved_view_by_owner",
    "CREATE UNIQUE INDEX saved_view_by_owner ON saved_view (owner_id, list, lower(name))",
    f"CREATE INDEX contact_by_title ON contact ((nullif(search_fold(title), '')), id) {_LISTED}",
    f"CREATE INDEX contact_by_email ON contact (lower(email), id) {_LISTED}",
    f"CREATE INDEX contact_by_creation ON contact (created_at, id) {_LISTED}",
    """
    CREATE INDEX contact_title_anywhere ON contact USING gin ((' ' || search_fold(title)) gin_trgm_ops)
    WITH (gin_pending_list_limit = 512)
    """,
)


def upgrade() -> None:
    for statement in _THERE:
        op.execute(statement)
