"""People are found by what they are called in any spelling, and accounts by what a list shows beside their names:
indexes over texts as they are compared.
"""

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
    CREATE INDEX contact_mirrored_anywhere ON contact USING gin ((' ' || search_fold(mirrored_name)) gin_trgm_ops)
    WITH (gin_pending_list_limit = 512) WHERE mirrored_name <> name
    """,
    """
    CREATE INDEX contact_name_beginning ON contact ((search_fold(name) COLLATE "C"), id)
    WHERE shown_as IS NULL AND closed_at IS NULL
    """,
    *(
        f"CREATE INDEX listed_account_by_{trait} ON listed_account (search_fold({trait}), id) WHERE {trait} <> ''"
        for trait in ("industry", "city", "country")
    ),
)


def upgrade() -> None:
    for statement in _INDEXES:
        op.execute(statement)
