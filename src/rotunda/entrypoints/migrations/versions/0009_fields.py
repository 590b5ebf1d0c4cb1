"""Fields that we own: definitions, values, history."""

revision = "0009_fields"
down_revision = "0008_contacts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
