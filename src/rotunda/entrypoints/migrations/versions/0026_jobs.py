"""Jobs and schedules: the tables of Procrastinate 3.10.0 as it ships them, and why jobs were given up."""

from pathlib import Path

from alembic import op

revision = "0026_jobs"
down_revision = "0023_search_choices"
branch_labels = None
depends_on = None

_SHIPPED = Path(__file__).parent.parent / "procrastinate-3.10.0.sql"
_OURS = (
    """
    CREATE TABLE job_failure (
        job_id bigint PRIMARY KEY REFERENCES procrastinate_jobs ON DELETE CASCADE,
        failed_at timestamptz NOT NULL,
        error text NOT NULL,
        reason text NOT NULL
    )
    """,
    "COMMENT ON TABLE job_failure IS 'why a job was given up: a kind and a sentence, never what it worked on'",
    "CREATE INDEX job_failure_newest ON job_failure (failed_at DESC, job_id DESC)",
)


def upgrade() -> None:
    # Without parameters, as one text: Alembic would read the colons and percent signs of its functions as its own.
    op.get_bind().connection.cursor().execute(_SHIPPED.read_text())
    for statement in _OURS:
        op.execute(statement)
