"""People are found by what they are called in any spelling: indexes over names as they are compared."""

from alembic import op

revision = "0015_people_search"
down_revision = "0016_profiles"
branch_labels = None
depends_on = None

_INDEXES = (
    "DROP INDEX contact_by_words",
    """
    CREATE INDEX contact_name_anywhere ON contact USING gin ((' ' || search_fold(name)) gin_trgm_ops)
    WITH (gin_pending_list_limit = 512)
    """,
    """
    CREATE INDEX contact_name_beginning ON contact ((search_fold(name) COLLATE "C"), id)
    WHERE shown_as IS NULL AND closed_at IS NULL
    """,
)
_BACK = (
    "DROP INDEX contact_name_anywhere, contact_name_beginning",
    "CREATE INDEX contact_by_words ON contact USING gin (lower(name) gin_trgm_ops)",
)


def upgrade() -> None:
    for statement in _INDEXES:
        op.execute(statement)


def downgrade() -> None:
    for statement in _BACK:
        op.execute(statement)
