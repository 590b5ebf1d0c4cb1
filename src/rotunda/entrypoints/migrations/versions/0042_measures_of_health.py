"""What each measure of health found of an account when its section was last read."""

from alembic import op

revision = "0042_measures_of_health"
down_revision = "0041_links_of_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE health_measure (
            account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
            factor text NOT NULL,
            measure text NOT NULL,
            score double precision NOT NULL,
            sample integer NOT NULL,
            as_of timestamptz NOT NULL,
            PRIMARY KEY (account_id, factor, measure)
        )
    """)
