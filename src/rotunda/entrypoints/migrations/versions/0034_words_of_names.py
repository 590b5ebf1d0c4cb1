"""Whole words of names are found by themselves: a misspelled name is looked up by the words it may stand for."""

from alembic import op

revision = "0034_words_of_names"
down_revision = "0033_amounts"
branch_labels = None
depends_on = None

_WORDS = (
    """
    CREATE FUNCTION name_words(names text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_split_to_array(names COLLATE "C", '[[:space:]]+')
    """,
    "COMMENT ON FUNCTION name_words IS 'as search_word holds them'",
    *(
        f"""
        CREATE INDEX {table}_by_word ON {table} USING gin (name_words(names), scope) WITH (gin_pending_list_limit = 512)
        """
        for table in ("listed_account", "listed_person")
    ),
)


def upgrade() -> None:
    for statement in _WORDS:
        op.execute(statement)
