"""Score models, each save a version; and what each measure of health will find later if nothing new happens."""

from alembic import op

revision = "0048_score_models"
down_revision = "0047_streams_of_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE score_models (
            version integer PRIMARY KEY,
            models jsonb NOT NULL,
            saved_at timestamptz NOT NULL,
            saved_by text REFERENCES app_user ON DELETE SET NULL
        )
    """)
    op.execute("ALTER TABLE health_measure ADD COLUMN ahead double precision[]")
    op.execute("ALTER TABLE health_measure ADD COLUMN judged_at timestamptz")
    op.execute("UPDATE health_measure SET judged_at = as_of")
    op.execute("ALTER TABLE health_measure ALTER COLUMN judged_at SET NOT NULL")
    op.execute("COMMENT ON COLUMN health_measure.as_of IS 'when the section was read'")
    op.execute("COMMENT ON COLUMN health_measure.judged_at IS 'the moment that the score holds for'")
    op.execute(
        "COMMENT ON COLUMN health_measure.ahead IS 'what it finds on later days if nothing new is read; null: the same'"
    )
