"""Which accounts were merged into which, by whom, and what must stay apart."""

revision = "0006_merging"
down_revision = "0005_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
