"""People at customers, and which records they are."""

revision = "0008_contacts"
down_revision = "0007_suggestions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
