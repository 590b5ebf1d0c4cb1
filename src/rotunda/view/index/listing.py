"""The list of accounts: searched, sorted and paged by key within what the viewer may see.

Rights are part of the query (rows by scope, facts by scope of the roles that may read them), and are checked again on
the rows that come back.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, Grant, grant
from rotunda.access.viewer import Viewer
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import AccountId
from rotunda.sections.money import Money
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.index.catalogue import Catalogue, Readable
from rotunda.view.index.judged import notice_of
from rotunda.view.index.repository import FactRow, IndexRepository, ListRow, StoredFact
from rotunda.view.index.search_words import Kind, Search, SearchRefused


class ListRequest(msgspec.Struct, frozen=True):
    """`sort` is `name` or a column's name, with `-` before it for descending; `columns` None: those that are shown."""

    text: str = ""
    sort: str = "name"
    limit: int = 50
    cursor: str | None = None
    columns: Sequence[str] | None = None


class ListedFact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value with its source and age. Exactly one of `money`, `text`, `number`, `at`, `day` is set; `beside` is
    money in other currencies.
    """

    source: str
    as_of: datetime
    money: Money | None = None
    text: str | None = None
    number: float | None = None
    at: datetime | None = None
    day: date | None = None
    beside: list[Money] = []


class ListedAccount(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row; `facts` by column name, without those that this viewer may not see on this account."""

    id: AccountId
    name: str
    domain: str | None = None
    industry: str | None = None
    city: str | None = None
    country: str | None = None
    owners: list[str] = []
    facts: dict[str, ListedFact] = {}


class ListedColumn(msgspec.Struct, frozen=True):
    """A column that this viewer may see on at least some accounts. `operator` is its word in a search, `has` the word
    after `has:`; `shown`: the list shows it unless it is told otherwise.
    """

    name: str
    title: str
    kind: FactKind
    sortable: bool
    shown: bool
    operator: str | None
    has: str | None


class AccountPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """`total` counts all accounts that match and that this viewer may see; with `at_least` there are more than that.
    `next_cursor` is null on the last page.
    `columns` are those of this answer in their order, `available` all that could be asked for. `notice`: why there is
    less than somebody might expect.
    """

    items: list[ListedAccount]
    columns: list[ListedColumn]
    available: list[ListedColumn]
    total: int
    next_cursor: str | None
    at_least: bool = False
    notice: str | None = None


class Listing:
    """Lists for viewers, each recorded."""

    def __init__(self, catalogue: Catalogue, repository: IndexRepository, audit: AuditLog, keyset: Keyset) -> None:
        self._catalogue = catalogue
        self._repository = repository
        self._audit = audit
        self._keyset = keyset

    async def page(self, viewer: Viewer, asked: ListRequest) -> AccountPage:
        """One page.

        Raises:
            SearchRefused, SortRefused, ColumnsRefused, BadCursor: nothing was read.
            AuditUnavailable: nothing is shown.
        """
        readable = await self._catalogue.of(viewer)
        search = only_accounts(asked.text, readable.search(asked.text))
        key, columns = readable.order(asked.sort), readable.chosen(asked.columns)
        purpose = f"accounts|{asked.text}|{asked.sort}"
        after = self._keyset.decode(purpose, asked.cursor) if asked.cursor else None
        query = readable.query(search)
        found = await self._repository.page(query, key, asked.limit + 1, after)
        shown = found.rows[: asked.limit]
        items = await listed_accounts(self._repository, readable, shown, columns)
        detail = {"q": asked.text, "sort": asked.sort, "shown": len(items)}
        action = Action.SEARCH if asked.text else Action.LIST
        await self._audit.record(AuditEntry(Actor.of(viewer), action, detail=detail))
        following = self._keyset.encode(purpose, shown[-1].key) if len(found.rows) > asked.limit else None
        return AccountPage(
            items=items,
            columns=[_listed(readable.columns[name].column) for name in columns],
            available=[_listed(each.column) for each in readable.columns.values()],
            total=found.total,
            next_cursor=following,
            at_least=found.at_least,
            notice=await notice_of(self._repository, query),
        )


def only_accounts(text: str, search: Search) -> Search:
    """Raises SearchRefused where something else is asked for."""
    return only(Kind.ACCOUNTS, text, search)


def only(held: Kind, text: str, search: Search) -> Search:
    """Raises SearchRefused where something else than this list holds is asked for."""
    if search.kinds not in {None, held}:
        position = max(text.lower().find("in:"), 0)
        raise SearchRefused(position, f"This list holds {held}: leave in:{search.kinds} out, or search for them.")
    return search


async def listed_accounts(
    repository: IndexRepository, readable: Readable, rows: Sequence[ListRow], columns: Sequence[str]
) -> list[ListedAccount]:
    """Checks the rows again, and shows of each what the viewer may see there."""
    grants = {row.id: granted for row in rows if (granted := grant(readable.viewer, _ownership(row))) is not None}
    facts = await repository.facts(list(grants), columns) if columns else {}
    return [_item(readable, row, grants[row.id], facts.get(row.id, [])) for row in rows if row.id in grants]


def _item(readable: Readable, row: ListRow, granted: Grant, facts: Sequence[FactRow]) -> ListedAccount:
    known = {fact.name: readable.columns[fact.name] for fact in facts}
    visible = {
        fact.name: fact_shown(fact, known[fact.name].column.kind)
        for fact in sorted(facts, key=_by_name)  # else in the order of the table, which every write may change
        if known[fact.name].needs <= granted.reach
    }
    return ListedAccount(
        id=row.id,
        name=row.name,
        domain=row.domain,
        industry=row.industry,
        city=row.city,
        country=row.country,
        owners=sorted(row.owner_emails),
        facts=visible,
    )


def _ownership(row: ListRow) -> AccountOwnership:
    return AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams))


def _listed(column: FactColumn) -> ListedColumn:
    return ListedColumn(
        name=column.name,
        title=column.title,
        kind=column.kind,
        sortable=True,
        shown=column.shown,
        operator=column.operator,
        has=column.has,
    )


def _by_name(fact: FactRow) -> str:
    return fact.name


def fact_shown(row: StoredFact, kind: FactKind) -> ListedFact:
    """As lists show it."""
    fact = ListedFact(source=row.source, as_of=row.as_of)
    number = row.number_value
    match kind:
        case FactKind.TEXT:
            return msgspec.structs.replace(fact, text=row.text_value)
        case FactKind.NUMBER:
            return msgspec.structs.replace(fact, number=number)
        case FactKind.MONEY:
            money = Money(int(number or 0), row.currency or "XXX")
            others = [Money(amount, code) for code, amount in sorted((row.amounts or {}).items())]
            beside = [each for each in others if each.currency != money.currency]
            return msgspec.structs.replace(fact, money=money, beside=beside)
        case FactKind.AT:
            return msgspec.structs.replace(fact, at=datetime.fromtimestamp(number or 0, UTC))
        case FactKind.DAY:
            return msgspec.structs.replace(fact, day=date.fromisoformat(row.text_value or ""))
