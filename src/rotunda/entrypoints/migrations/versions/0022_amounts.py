"""Money of an account that has several currencies: all of them, not only the one that carries most."""

from alembic import op

revision = "0022_amounts"
down_revision = "0013_contact_merging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE account_fact ADD COLUMN amounts jsonb")
    op.execute(
        "COMMENT ON COLUMN account_fact.amounts IS "
        "'minor units by currency, whole numbers; null where there is one currency, in number_value and currency'"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE account_fact DROP COLUMN amounts")
