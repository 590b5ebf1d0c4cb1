"""The SQL of what was done to a customer: merged, undone, split, kept apart, put below another."""

from collections.abc import Sequence
from datetime import datetime

from rotunda.identity.merging.model import Deed
from rotunda.kit.database import Database
from rotunda.sections.ids import CustomerId

MOST = 500
_HISTORY = """
    WITH own AS (
        SELECT account_id AS id FROM account_member WHERE shown_id = %(customer)s
        UNION ALL SELECT contact_id FROM contact_member WHERE shown_id = %(customer)s
    ),
    done AS (
        SELECT id, 'merge' AS kind, merged_at AS at, merged_by AS user_id, kept AS customer, absorbed AS other,
            NULL AS identifier, forced_because AS because, undone_at IS NULL AS undoable
        FROM merge WHERE kept IN (SELECT id FROM own) OR absorbed IN (SELECT id FROM own)
        UNION ALL
        SELECT id, 'merge.undo', undone_at, undone_by, kept, absorbed, NULL, undone_because, false
        FROM merge WHERE undone_at IS NOT NULL
            AND (kept IN (SELECT id FROM own) OR absorbed IN (SELECT id FROM own))
        UNION ALL
        SELECT id, 'split', split_at, split_by, from_customer, into_customer, kind || ':' || value, NULL, false
        FROM every_split WHERE from_customer IN (SELECT id FROM own) OR into_customer IN (SELECT id FROM own)
        UNION ALL
        SELECT id, 'split.end', ended_at, ended_by, from_customer, into_customer, kind || ':' || value, NULL, false
        FROM every_split WHERE ended_at IS NOT NULL
            AND (from_customer IN (SELECT id FROM own) OR into_customer IN (SELECT id FROM own))
        UNION ALL
        SELECT id, 'keep_apart', decided_at, decided_by, one, other, NULL, because, false
        FROM keep_apart WHERE one IN (SELECT id FROM own) OR other IN (SELECT id FROM own)
        UNION ALL
        SELECT id, 'keep_apart.end', revoked_at, revoked_by, one, other, NULL, NULL, false
        FROM keep_apart WHERE revoked_at IS NOT NULL
            AND (one IN (SELECT id FROM own) OR other IN (SELECT id FROM own))
        UNION ALL
        SELECT id, 'parent', set_at, set_by, account_id, parent_id, NULL, NULL, false
        FROM parent_set WHERE account_id IN (SELECT id FROM own)
        UNION ALL
        SELECT id, 'parent.end', ended_at, ended_by, account_id, parent_id, NULL, NULL, false
        FROM parent_set WHERE ended_at IS NOT NULL AND account_id IN (SELECT id FROM own)
    )
    SELECT done.*, u.name AS user_name FROM done LEFT JOIN app_user u ON u.id = done.user_id
    WHERE %(at)s::timestamptz IS NULL OR (at, done.id COLLATE "C", kind COLLATE "C") < (%(at)s, %(id)s, %(kind)s)
    ORDER BY at DESC, done.id COLLATE "C" DESC, kind COLLATE "C" DESC LIMIT %(most)s
"""


async def read_history(
    database: Database, customer: CustomerId, after: tuple[datetime, str, str] | None = None, most: int = MOST
) -> Sequence[Deed]:
    """Newest first, of the customer and of everything that is shown as it; beyond `after`: moment, id, kind."""
    at, last, kind = after or (None, None, None)
    parameters = {"customer": customer, "most": most, "at": at, "id": last, "kind": kind}
    return await database.fetch_all(Deed, _HISTORY, parameters)
