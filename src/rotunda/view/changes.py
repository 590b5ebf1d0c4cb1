"""What open pages are told: of which section of which account a source says that it has changed. Names, never values; a
page that hears one of its own asks for it as ever, with everything that stands in the way of that.

What reading it anew comes to is not told: whether anything is different may rest on what a viewer may not see.
"""

import asyncio
import base64
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime

import msgspec

from rotunda.access.grant import Grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.service import Identity
from rotunda.kit.crypto import KeyProblem, SealBroken, Sealer
from rotunda.kit.secret import Secret
from rotunda.reading.heard import Told
from rotunda.reading.notices import Notice
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.labels import Label
from rotunda.timeline.model import OURS

_REMEMBERED_MOST = 5_000
_PURPOSE = "changes"
_TIMELINE = "timeline"
_SAID_IN = SectionName("communication")


class Change(msgspec.Struct, frozen=True):
    """`at` is when the source has said so. Of what teammates write, the section is `timeline`."""

    account: AccountId
    section: SectionName
    at: datetime


class Since(msgspec.Struct, frozen=True):
    """What has changed, oldest first. `missed`: something may have that cannot be told one by one."""

    changes: list[Change]
    missed: bool = False


class ChangeFeed:
    """Remembers the newest change of each section since the position `horizon`. Positions are those of
    `reading.notices`, the same in every process; they are told sealed, since the time of the last one would tell that
    something happens to others.
    """

    def __init__(self, horizon: int, sealer: Sealer) -> None:
        self._changes: dict[tuple[AccountId | None, SectionName], Told] = {}
        self._newest = self._forgotten = horizon
        self._sealer = sealer
        self._followers: set[asyncio.Event] = set()

    def hear(self, told: Sequence[Told]) -> None:
        """For `Notices.subscribe`."""
        for each in told:
            key = (each.account, each.section)
            self._changes.pop(key, None)  # the newest stands last
            self._changes[key] = each
            self._newest = each.position
        self._forget()
        for follower in self._followers:
            follower.set()

    def position(self) -> int:
        """`after` it comes whatever changes from now on."""
        return self._newest

    def remembers(self, position: int) -> bool:
        """Whether everything that has changed since then can be told; also what this process has not yet heard of."""
        return self._forgotten <= position

    def after(self, position: int, account: AccountId | None) -> Since:
        """Of one account, or of all."""
        found: list[Change] = []
        missed = False
        for told in reversed(self._changes.values()):
            if told.position <= position:
                break
            whose = account if told.account is None else told.account
            if whose is None:
                missed = True
            elif account in {None, whose}:
                found.append(Change(whose, told.section, told.at))
        return Since(found[::-1], missed)

    def sealed(self, position: int) -> str:
        sealed = self._sealer.seal(Secret(str(position)), _PURPOSE)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def opened(self, written: str) -> int | None:
        """None where it is none of ours."""
        try:
            sealed = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
            return int(self._sealer.unseal(sealed, _PURPOSE).reveal())
        except (ValueError, SealBroken, KeyProblem):
            return None

    @property
    def followers(self) -> int:
        return len(self._followers)

    @contextmanager
    def following(self) -> Generator[asyncio.Event]:
        """Set whenever something has changed."""
        follower = asyncio.Event()
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def _forget(self) -> None:
        while len(self._changes) > _REMEMBERED_MOST:
            oldest = next(iter(self._changes))
            self._forgotten = self._changes.pop(oldest).position


def written_notice(account: AccountId, label: Label) -> Notice:
    """A teammate has written, changed or taken back something of this label: told to those who read it."""
    return Notice(OURS, account, SectionName(f"{_TIMELINE}:{label}"))


async def seen_by(viewer: Viewer, changes: Iterable[Change], identity: Identity) -> list[Change]:
    """Those of accounts and sections that the viewer may see at this moment."""
    told = list(changes)
    rows = await identity.heads({change.account for change in told}) if told else {}
    granted = {account: grant(viewer, row.ownership) for account, row in rows.items()}
    seen = [_seen(change, granted.get(change.account)) for change in told]
    return [change for change in seen if change is not None]


def _seen(change: Change, allowed: Grant | None) -> Change | None:
    if allowed is None or not allowed.may(Permission.ACCOUNT_VIEW):
        return None
    name, _, label = change.section.partition(":")
    if label:
        reads = allowed.may(Permission.SECTION_DRILL) and label in allowed.labels(_SAID_IN)
        return msgspec.structs.replace(change, section=SectionName(name)) if reads else None
    return change if change.section in allowed.sections else None
