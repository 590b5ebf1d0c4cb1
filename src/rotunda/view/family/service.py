"""The roll-up: what an account and the accounts below it are together."""

from collections.abc import Mapping

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import AccountOwnership, Grant, grant, scope_of
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.service import Identity
from rotunda.kit.clock import Clock
from rotunda.sections.ids import SectionName
from rotunda.sections.section import FactColumn
from rotunda.view.document import AccountLink
from rotunda.view.family.figures import Adding, Counted, Figure, Kept, Named, figures_of, named
from rotunda.view.family.repository import FamilyRepository, FamilyRow
from rotunda.view.index.scope_sql import scopes_that_read
from rotunda.view.looking import Absent
from rotunda.view.page.plan import House

_LONGEST_ID = 64


class RollUp(msgspec.Struct, frozen=True):
    """Figures that lists keep, of one account and of all `below` it that this viewer may see."""

    account: AccountLink
    below: Named
    figures: list[Figure]


class _Column(msgspec.Struct, frozen=True):
    section: SectionName
    column: FactColumn


class RollUps:
    """Adds up for viewers, each time recorded."""

    def __init__(
        self, house: House, identity: Identity, repository: FamilyRepository, audit: AuditLog, clock: Clock
    ) -> None:
        self._identity = identity
        self._repository = repository
        self._audit = audit
        self._clock = clock
        self._columns: Mapping[str, _Column] = {
            column.name: _Column(section.name, column)
            for section in house.sections.values()
            for column in section.columns
        }
        self._adding = [
            Adding(column.name, column.title, column.kind, section.name, section.freshness.keep_for)
            for section in house.sections.values()
            for column in section.columns
            if column.adds
        ]

    async def of(self, viewer: Viewer, account: str) -> RollUp:
        """Raises:
        Absent: there is no such account for this viewer; the attempt is recorded.
        AuditUnavailable: nothing is shown.
        """
        granted = await self._open(viewer, account)
        scopes = [scope_of(viewer, role) for role in viewer.roles_with(Permission.ACCOUNT_VIEW)]
        readable = {
            name: within
            for name, each in self._columns.items()
            if (within := scopes_that_read(viewer, each.section, each.column.label))
        }
        rows = await self._repository.family(granted.account, scopes, readable)
        family = [counted for row in rows if (counted := self._counted(viewer, row)) is not None]
        entry = AuditEntry(Actor.of(viewer), Action.ROLL_UP, granted.account, {"accounts": len(family)})
        await self._audit.record(entry)
        own = next((each.account for each in family if each.account.id == granted.account), None)
        if own is None:
            raise Absent
        figures = figures_of(self._adding, own.id, family, self._clock.now())
        return RollUp(own, named([each.account for each in family if each.account is not own]), figures)

    def _counted(self, viewer: Viewer, row: FamilyRow) -> Counted | None:
        """Checks the row again. A section counts as read where it left anything that this viewer may read."""
        granted = grant(viewer, AccountOwnership(row.id, frozenset(row.owner_emails), frozenset(row.teams)))
        if granted is None:
            return None
        readable = frozenset(
            name for name, each in self._columns.items() if (each.section, each.column.label) in granted.reach
        )
        facts = {name: fact for name, fact in row.kept().items() if name in readable}
        read = {self._columns[name].section: fact.as_of for name, fact in facts.items()}
        kept = {
            name: Kept(fact.number, fact.currency, fact.as_of, fact.amounts)
            for name, fact in facts.items()
            if fact.number is not None
        }
        return Counted(AccountLink(row.id, row.name), readable, kept, read)

    async def _open(self, viewer: Viewer, account: str) -> Grant:
        row = await self._identity.resolve(account) if len(account) <= _LONGEST_ID else None
        granted = grant(viewer, row.ownership) if row else None
        if granted is None or not granted.may(Permission.ACCOUNT_VIEW):
            detail = {"asked": account[:_LONGEST_ID]}
            await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))
            raise Absent
        return granted
