"""The index of facts that lists and search run on."""

from alembic import op

revision = "0004_index"
down_revision = "0003_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute(
        """
        CREATE TABLE account_fact (
            account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name text NOT NULL,
            text_value text,
            number_value double precision,
            currency text,
            source text NOT NULL,
            as_of timestamptz NOT NULL,
            PRIMARY KEY (account_id, name)
        )
        """
    )
    op.execute("COMMENT ON COLUMN account_fact.number_value IS 'count; minor units for money; epoch seconds for times'")
    op.execute("CREATE INDEX account_fact_by_number ON account_fact (name, number_value, account_id)")
    op.execute("CREATE INDEX account_fact_by_text ON account_fact (name, lower(text_value), account_id)")
