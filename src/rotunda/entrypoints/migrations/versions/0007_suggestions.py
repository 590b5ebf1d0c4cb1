"""Pairs that may be the same customer, and what people said of them."""

revision = "0007_suggestions"
down_revision = "0006_merging"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
