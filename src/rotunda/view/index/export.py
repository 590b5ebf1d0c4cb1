"""The list as a file for spreadsheets: read page by page, so that its length costs no memory and blocks nobody."""

import csv
import io
import re
from collections.abc import AsyncGenerator, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.viewer import Viewer
from rotunda.sections.money import Money, minor_exponent
from rotunda.sections.section import FactKind
from rotunda.view.index.catalogue import Catalogue, Readable
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.listing import ListedAccount, ListedFact, listed_accounts, only_accounts
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.rows_sql import SortKey

AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = re.compile(r"[=+\-@\t\r]")
_HEAD = ("id", "name", "domain", "industry", "city", "country", "owners")


class ExportRequest(msgspec.Struct, frozen=True):
    """As the list is asked for; `mark`: begin with a byte order mark, which some spreadsheets need to read UTF-8."""

    text: str = ""
    sort: str = "name"
    columns: Sequence[str] | None = None
    mark: bool = False


class _Plan(msgspec.Struct, frozen=True):
    readable: Readable
    query: ListQuery
    key: SortKey
    columns: list[str]
    mark: bool


class Export:
    """Writes the list out for viewers, each time recorded before the first byte."""

    def __init__(self, catalogue: Catalogue, repository: IndexRepository, audit: AuditLog) -> None:
        self._catalogue = catalogue
        self._repository = repository
        self._audit = audit

    async def begin(self, viewer: Viewer, asked: ExportRequest) -> AsyncGenerator[bytes]:
        """The file in parts, once the export is recorded.

        Raises:
            SearchRefused, SortRefused, ColumnsRefused: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        readable = await self._catalogue.of(viewer)
        search = only_accounts(asked.text, readable.search(asked.text))
        key, columns = readable.order(asked.sort), readable.chosen(asked.columns)
        plan = _Plan(readable, readable.query(search), key, columns, asked.mark)
        detail = {"q": asked.text, "sort": asked.sort, "columns": columns}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.EXPORT, detail=detail))
        return self._parts(plan)

    async def _parts(self, plan: _Plan) -> AsyncGenerator[bytes]:
        yield (BYTE_ORDER_MARK if plan.mark else "").encode() + lines([_titles(plan)])
        after = None
        while True:
            rows = (await self._repository.page(plan.query, plan.key, AT_ONCE, after)).rows
            items = await listed_accounts(self._repository, plan.readable, rows, plan.columns)
            if items:
                yield lines([_cells(plan, item) for item in items])
            if len(rows) < AT_ONCE:
                return
            after = rows[-1].key


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    """As they stand in the file."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _titles(plan: _Plan) -> list[str]:
    """An amount and its currency are two columns: a spreadsheet adds numbers up, and never those of two currencies.
    Who has several is led by the one that lists sort by; the others stand in a third.
    """
    titles = list(_HEAD)
    for name in plan.columns:
        column = plan.readable.columns[name].column
        titles += fact_titles(column.title, column.kind)
    return [harmless(title) for title in titles]


def fact_titles(title: str, kind: FactKind) -> list[str]:
    """Of the columns in which a fact is written."""
    return [title, f"{title} currency", f"{title} in other currencies"] if kind is FactKind.MONEY else [title]


def _cells(plan: _Plan, item: ListedAccount) -> list[str]:
    texts = [item.id, item.name, item.domain, item.industry, item.city, item.country, ", ".join(item.owners)]
    cells = [harmless(text or "") for text in texts]
    for name in plan.columns:
        cells += fact_cells(item.facts.get(name), plan.readable.columns[name].column.kind)
    return cells


def fact_cells(fact: ListedFact | None, kind: FactKind) -> list[str]:
    """Numbers are written by us and stay numbers, also below zero; texts come from anywhere."""
    if kind is FactKind.MONEY:
        return _money_cells(fact) if fact else ["", "", ""]
    if fact is None:
        return [""]
    if fact.at is not None:
        return [fact.at.isoformat()]
    if fact.day is not None:
        return [fact.day.isoformat()]
    if fact.number is not None:
        return [f"{fact.number:.12g}"]
    return [harmless(fact.text or "")]


def _money_cells(fact: ListedFact) -> list[str]:
    """`beside`: so that each currency's amount is there, and none is added to another's."""
    leading = [_amount(fact.money), fact.money.currency] if fact.money else ["", ""]
    return [*leading, "; ".join(f"{each.currency} {_amount(each)}" for each in fact.beside)]


def _amount(money: Money) -> str:
    """In major units, exactly."""
    exponent = minor_exponent(money.currency)
    sign, digits = ("-" if money.amount_minor < 0 else ""), str(abs(money.amount_minor)).rjust(exponent + 1, "0")
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}" if exponent else f"{sign}{digits}"


def harmless(text: str) -> str:
    """A spreadsheet takes what begins so for a formula and runs it; behind an apostrophe it is text."""
    return f"'{text}" if _FORMULA.match(text) else text
