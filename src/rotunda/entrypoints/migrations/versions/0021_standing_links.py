"""Links that stand are counted in an index that holds each account once, however many it has."""

from alembic import op

revision = "0021_standing_links"
down_revision = "0017_contact_pairs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX link_standing ON link (account_id) WHERE revoked_at IS NULL")
    op.execute("CREATE INDEX contact_link_standing ON contact_link (contact_id) WHERE revoked_at IS NULL")
