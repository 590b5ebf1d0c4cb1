"""What recording asks for stays as quick in a long book: names are looked up, and tables are not read."""

from rotunda.timeline.attribution import _CUSTOMERS  # pyright: ignore[reportPrivateUsage] - its plan is what is tested
from rotunda.timeline.storable import as_array
from timeline.book import CRM, TimelineBook, event

_LINKS = """
    SET LOCAL session_replication_role = replica;
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at)
    SELECT 'acc_' || n, 'con_many', 'hubspot', 'company', n::text, 'founded', 1, '{}', 'directory', now()
    FROM generate_series(1, 20000) AS n;
    INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence,
        evidence, linked_at)
    SELECT 'per_' || n, 'con_many', 'hubspot', 'contact', n::text, 'founded', 1, '{}', now()
    FROM generate_series(1, 20000) AS n;
    ANALYZE link, contact_link
"""
_OPTIONS = """
    SELECT DISTINCT c.reloptions FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'timeline_event_found'::regclass
"""
_KEYED = """
    SELECT count(*) FILTER (WHERE p.inhparent = 'timeline_event_pkey'::regclass) = count(DISTINCT i.inhrelid)
    FROM pg_inherits i JOIN pg_index x ON x.indrelid = i.inhrelid JOIN pg_inherits p ON p.inhrelid = x.indexrelid
    WHERE i.inhparent = 'timeline_event'::regclass
"""


async def test_names_of_a_batch_are_looked_up_one_by_one(book: TimelineBook) -> None:
    ids = [str(number) for number in range(1, 20_000, 40)]
    asked = {
        "names": as_array(f"r|con_many|company|{each}" for each in ids),
        "connections": as_array("con_many" for _ in ids),
        "types": as_array("company" for _ in ids),
        "ids": as_array(ids),
        "address_names": as_array([]),
        "addresses": as_array([]),
    }
    async with book.database.transaction() as transaction:
        for statement in _LINKS.split(";"):
            await transaction.execute(statement.encode())
        rows = await transaction.execute(f"EXPLAIN {_CUSTOMERS}".encode(), asked)
        plan = "\n".join(row[0] for row in await rows.fetchall())
        await transaction.execute("DELETE FROM link WHERE connection_id = 'con_many'")
        await transaction.execute("DELETE FROM contact_link WHERE connection_id = 'con_many'")
    assert "Scan using link_active on link" in plan
    assert "Scan using contact_link_active on contact_link" in plan
    assert "Seq Scan on link" not in plan
    assert "Seq Scan on contact_link" not in plan


async def test_new_partitions_are_indexed_as_all_are(book: TimelineBook) -> None:
    await book.timeline.record(CRM, [event("of a quarter")])
    async with book.database.connection() as connection:
        options = await (await connection.execute(_OPTIONS)).fetchall()
        keyed = await (await connection.execute(_KEYED)).fetchone()
    assert options == [(["gin_pending_list_limit=4096"],)]
    assert keyed == (True,)
