"""What lists and search need: saved views, trigram indexes."""

revision = "0010_search"
down_revision = "0009_fields"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
