"""The first few people of an account in each connection are found without a look at all of them."""

from alembic import op

revision = "0041_links_of_people"
down_revision = "0040_person_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX link_of_person ON link (account_id, connection_id, id) WHERE revoked_at IS NULL AND of_person"
    )
