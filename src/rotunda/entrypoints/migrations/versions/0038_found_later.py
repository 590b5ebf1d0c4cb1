"""Events that are recorded are sorted into the index of keys and words in larger groups, which costs less of each."""

from alembic import op

revision = "0038_found_later"
down_revision = "0036_outbox"
branch_labels = None
depends_on = None

_LATER = """
    DO $$
    DECLARE partition regclass;
    BEGIN
        FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'timeline_event_found'::regclass LOOP
            EXECUTE format('ALTER INDEX %s SET (gin_pending_list_limit = 4096)', partition);
        END LOOP;
    END
    $$
"""


def upgrade() -> None:
    op.execute(_LATER)
