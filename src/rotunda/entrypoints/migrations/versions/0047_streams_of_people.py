"""People have streams of their own, as accounts do: the events of a busy contact are read in their order."""

from alembic import op

revision = "0047_streams_of_people"
down_revision = "0046_signals"
branch_labels = None
depends_on = None

_STREAMS = """
    INSERT INTO timeline_entry (customer_id, kind, at, event_id)
    SELECT DISTINCT whose.key, e.kind, e.at, e.id FROM timeline_event e CROSS JOIN LATERAL unnest(e.keys) AS whose (key)
    WHERE starts_with(whose.key, 'per_')
"""
_COUNTS = """
    INSERT INTO timeline_count (customer_id, kind, quarter, events)
    SELECT customer_id, kind, date_trunc('quarter', at AT TIME ZONE 'UTC')::date, count(*) FROM timeline_entry
    WHERE starts_with(customer_id, 'per_') GROUP BY 1, 2, 3
"""


def upgrade() -> None:
    op.execute("ALTER TABLE timeline_entry RENAME COLUMN account_id TO customer_id")
    op.execute("ALTER TABLE timeline_count RENAME COLUMN account_id TO customer_id")
    op.execute("COMMENT ON TABLE timeline_entry IS 'the events of each account and contact, by kind, in their order'")
    op.execute("COMMENT ON TABLE timeline_count IS 'how many entries each customer has in each quarter of a year'")
    op.execute(_STREAMS)
    op.execute(_COUNTS)
    op.execute("ANALYZE timeline_entry, timeline_count")
