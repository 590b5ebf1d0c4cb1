"""Fields of several choices are looked up by each of them."""

from alembic import op

revision = "0023_search_choices"
down_revision = "0024_inbox"
branch_labels = None
depends_on = None

_CHOICES = (
    """
    CREATE FUNCTION field_choices(field_id text, value jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE jsonb_typeof(value) WHEN 'array' THEN ARRAY(
        SELECT field_id || ':' || search_fold(one.choice) FROM jsonb_array_elements_text(value) AS one (choice)) END
    """,
    "COMMENT ON FUNCTION field_choices IS 'of a value that is a list: each with its field, as compared'",
    """
    CREATE INDEX field_value_by_choice ON field_value USING gin (field_choices(field_id, value))
    WITH (gin_pending_list_limit = 512) WHERE jsonb_typeof(value) = 'array'
    """,
)


def upgrade() -> None:
    for statement in _CHOICES:
        op.execute(statement)
