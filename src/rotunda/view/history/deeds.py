"""What was decided about who is which customer, as one viewer may be told of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from rotunda.access.viewer import Viewer
from rotunda.identity.fields.model import Person
from rotunda.identity.merging.history import read_history
from rotunda.identity.merging.model import Deed
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId
from rotunda.view.document import AccountLink
from rotunda.view.fields.doors import CustomerLink, Opened
from rotunda.view.history.document import DeedDone, Place
from rotunda.view.lookup import Lookups


class DeedHistory(Protocol):
    """Of one kind of customers."""

    async def after(self, viewer: Viewer, opened: Opened, place: Place | None, limit: int) -> Sequence[DeedDone]:
        """Newest first, beyond `place`."""
        ...


class AccountDeeds:
    """Merges, undoings, splits, what is kept apart, and parents set by hand."""

    def __init__(self, database: Database, lookups: Lookups) -> None:
        self._database = database
        self._lookups = lookups

    async def after(self, viewer: Viewer, opened: Opened, place: Place | None, limit: int) -> list[DeedDone]:
        deeds = await read_history(self._database, AccountId(opened.customer.id), place, limit)
        involved = {each for deed in deeds for each in (deed.account, deed.other) if each}
        names = await self._lookups.own_names(viewer, involved)
        return [_line(deed, names, personal=opened.personal) for deed in deeds]


def told_identifier(deed: Deed, *, personal: bool) -> str | None:
    """An address is a personal fact."""
    hidden = deed.identifier is not None and deed.identifier.startswith("email:") and not personal
    return None if hidden else deed.identifier


def told_reason(deed: Deed, names: Mapping[AccountId, AccountLink]) -> str | None:
    """People name customers when they say why: it is for those who may open all that it is about."""
    return deed.because if all(each in names for each in (deed.account, deed.other) if each) else None


def _line(deed: Deed, names: Mapping[AccountId, AccountLink], *, personal: bool) -> DeedDone:
    return DeedDone(
        id=deed.id,
        at=deed.at,
        kind=deed.kind,
        by=Person(deed.user_id, deed.user_name) if deed.user_id and deed.user_name else None,
        customer=_link(names.get(deed.account)),
        other=_link(names.get(deed.other)) if deed.other else None,
        identifier=told_identifier(deed, personal=personal),
        because=told_reason(deed, names),
        undoable=deed.undoable,
    )


def _link(link: AccountLink | None) -> CustomerLink | None:
    return CustomerLink(link.id, link.name) if link else None
