"""Numbers from systems that are gone, and links to the panel."""

revision = "0011_aliases"
down_revision = "0010_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Grows with what needs it."""


def downgrade() -> None:
    """Nothing to take back."""
