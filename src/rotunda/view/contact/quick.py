"""People for what is being typed: found within rights by the statement, and checked again on the rows."""

import msgspec

from rotunda.access.grant import PEOPLE, contact_grant
from rotunda.access.viewer import Viewer
from rotunda.identity.repository.contacts import ContactRow
from rotunda.kit.database import Connection
from rotunda.sections.labels import Label
from rotunda.view.contact.looking import shown_name
from rotunda.view.contact.query import ContactQuery
from rotunda.view.contact.quick_sql import known_as, people_stages, told_people
from rotunda.view.contact.repository import people_page
from rotunda.view.document import AccountLink
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.driver_sql import planned
from rotunda.view.index.hits import Hit, HitGroup
from rotunda.view.index.ranking import Typed, ranked, told
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import Kind

_PERSONAL = frozenset({"email", "phone"})


class _FoundRow(ContactRow, frozen=True):
    """A person and what they were found by."""

    field: str
    source: str
    value: str
    former: bool


async def found_people(repository: IndexRepository, query: ListQuery, limit: int) -> HitGroup:
    """At most `limit`."""
    async with repository.searching() as connection:
        rows = await (_best if query.search.words else _by_name)(connection, query, limit + 1)
    hits = [hit for row in rows if (hit := _hit(query.viewer, row)) is not None]
    return HitGroup(Kind.CONTACTS, hits[:limit], more=len(hits) > limit)


async def _best(connection: Connection, query: ListQuery, limit: int) -> list[_FoundRow]:
    plan = await planned(connection, query, always=True)
    typed = Typed.of(query.search.words)
    found = await ranked(connection, people_stages(plan.query, limit), limit)
    return await told(connection, _FoundRow, told_people(query), typed, found, known_as(typed))


async def _by_name(connection: Connection, query: ListQuery, limit: int) -> list[_FoundRow]:
    """Without words to rank by."""
    found = await people_page(connection, ContactQuery(query), limit, None)
    return [
        _FoundRow(
            **{name: value for name, value in msgspec.structs.asdict(row).items() if name != "place"},
            field="name",
            source="",
            value=row.name,
            former=False,
        )
        for row in found.rows
    ]


def _hit(viewer: Viewer, row: _FoundRow) -> Hit | None:
    granted = contact_grant(viewer, row.id, row.ownership)
    if granted is None or (row.field in _PERSONAL and Label.PERSONAL not in granted.labels(PEOPLE)):
        return None
    name = shown_name(granted, row.name)
    return Hit(
        id=row.id,
        name=name,
        by=row.field,
        value=shown_name(granted, row.value) if row.field == "name" else row.value,
        sub=" · ".join(part for part in (row.title, row.account_name) if part),
        source=row.source,
        former=row.former,
        account=AccountLink(row.account, row.account_name or "") if row.account else None,
    )
