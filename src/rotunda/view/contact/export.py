"""The list of people as a file for spreadsheets, read page by page as the file of accounts is."""

from collections.abc import AsyncGenerator

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.viewer import Viewer
from rotunda.view.contact.document import ListedContact
from rotunda.view.contact.listing import AskedList, PeopleReader
from rotunda.view.index.export import AT_ONCE, BYTE_ORDER_MARK, ExportRequest, fact_cells, fact_titles, harmless, lines


class ContactExport:
    """Writes the list out for viewers, each time recorded before the first byte."""

    def __init__(self, people: PeopleReader, audit: AuditLog) -> None:
        self._people = people
        self._audit = audit

    async def begin(self, viewer: Viewer, wanted: ExportRequest) -> AsyncGenerator[bytes]:
        """The file in parts, once the export is recorded.

        Raises:
            SearchRefused, SortRefused, ColumnsRefused: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        asked = await self._people.understood(viewer, wanted.text, wanted.sort, wanted.columns)
        columns = [each.name for each in asked.columns]
        detail = {"q": wanted.text, "of": "contacts", "sort": wanted.sort, "columns": columns}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.EXPORT, detail=detail))
        return self._parts(asked, mark=wanted.mark)

    async def _parts(self, asked: AskedList, *, mark: bool) -> AsyncGenerator[bytes]:
        yield (BYTE_ORDER_MARK if mark else "").encode() + lines([_titles(asked)])
        after = None
        while True:
            rows = (await self._people.page(asked, AT_ONCE, after)).rows
            items = await self._people.shown(asked, rows)
            if items:
                yield lines([_cells(asked, item) for item in items])
            if len(rows) < AT_ONCE:
                return
            after = (rows[-1].place, rows[-1].id)


def _titles(asked: AskedList) -> list[str]:
    """An account is written with its id, by which other files name it."""
    titles = ["id", "name"]
    for column in asked.columns:
        titles += [column.title, "Account id"] if column.name == "account" else fact_titles(column.title, column.kind)
    return [harmless(title) for title in titles]


def _cells(asked: AskedList, item: ListedContact) -> list[str]:
    cells = [item.id, harmless(item.name)]
    known = {each.column.name for each in asked.facts.values()}
    for column in asked.columns:
        of_fact = column.name in known
        cells += fact_cells(item.facts.get(column.name), column.kind) if of_fact else _safe_texts(column.name, item)
    return cells


def _safe_texts(column: str, item: ListedContact) -> list[str]:
    return [harmless(text) for text in _texts(column, item)]


def _texts(column: str, item: ListedContact) -> list[str]:
    """Of a number that begins with +, a spreadsheet would make a sum: it stands behind an apostrophe."""
    if column == "account":
        return [item.account.name, item.account.id] if item.account else ["", ""]
    if column == "source":
        return [", ".join(dict.fromkeys(each.source for each in item.records))]
    if column == "added_at":
        return [item.added_at.isoformat() if item.added_at else ""]
    value: str | None = msgspec.structs.asdict(item).get(column)
    return [value or ""]
