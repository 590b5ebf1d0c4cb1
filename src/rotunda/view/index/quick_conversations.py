"""Conversations for what is being typed: a source that is asked for one knows it by its number, today's or an old one.

Whoever asks for conversations alone waits for the sources as a page does. Where they are one kind among others they get
a moment: what is late is kept for whoever asks next.
"""

import asyncio
import re
from datetime import timedelta

from rotunda.access.viewer import Viewer
from rotunda.reading.alarm import Timing, ended_by
from rotunda.view.index.hits import Hit, HitGroup
from rotunda.view.index.search_words import Kind, SearchRefused
from rotunda.view.lookup import Lookup, LookupMatch, LookupRefused
from rotunda.view.tickets import SourcesSilent, TicketLookups

A_MOMENT = timedelta(milliseconds=250)
_ASKED = re.compile(r"(?:^|(?<=\s))in:conversations(?=\s|$)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[\w.\-]+")
_NUMBER = re.compile(r"(?:[a-z0-9][\w.-]*:)?#\S+|[a-z][\w.-]*:\d{3,18}|\d{3,18}", re.IGNORECASE)


class QuickConversations:
    """Finds within rights, each time recorded."""

    def __init__(self, tickets: TicketLookups, timing: Timing) -> None:
        self._tickets = tickets
        self._timing = timing

    async def find(self, viewer: Viewer, text: str, limit: int) -> HitGroup:
        """Asked for alone, by `in:conversations` and a number.

        Raises:
            SearchRefused: it can be no number.
            SourcesSilent: nothing was found, and not every source has answered.
            Outdated: the viewer's rights have changed meanwhile: look again.
        """
        number = _ASKED.sub("", text).strip()
        try:
            return _group(await self._tickets.find(viewer, number), limit)
        except LookupRefused as refused:
            raise SearchRefused(_place(text, number), refused.reason) from None

    async def among_others(self, viewer: Viewer, text: str, limit: int) -> HitGroup | None:
        """None where it is no number, or the sources take their time. Raises Outdated."""
        if not _NUMBER.fullmatch(text.strip()):
            return None
        task = asyncio.create_task(self._tickets.find(viewer, text), name="looking conversations up")
        until = self._timing.clock.monotonic() + A_MOMENT.total_seconds()
        try:
            if not await ended_by(task, self._timing.alarm, until):
                return None
            return _group(task.result(), limit)
        except (SourcesSilent, LookupRefused):
            return None
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def asks_for_conversations(text: str) -> bool:
    """Whether nothing else is asked for. A number of a system that is gone is no operator, so this comes first."""
    return _ASKED.search(text) is not None


def is_a_number(text: str) -> bool:
    """Whether one word with a digit in it is asked for: `#48201`, `olddesk:OD-7`. Raises SearchRefused for nothing."""
    asked = _ASKED.sub("", text).strip()
    if not asked:
        reason = "Conversations are found by a number or by words of their subject, as in in:conversations #48201."
        raise SearchRefused(len(text.rstrip()), reason)
    return asked.split() == [asked] and _DIGIT.search(asked) is not None and not asked.lower().startswith("id:")


def is_plain(text: str) -> bool:
    """Whether it can be a word of a subject, and no number of some system alone."""
    return _PLAIN.fullmatch(_ASKED.sub("", text).strip()) is not None


def _place(text: str, number: str) -> int:
    found = text.find(number.split(maxsplit=1)[0]) if number else -1
    return found if found >= 0 else len(text.rstrip())


def _group(found: Lookup, limit: int) -> HitGroup:
    hits = [_hit(match) for match in found.matches]
    return HitGroup(Kind.CONVERSATIONS, hits[:limit], more=len(hits) > limit)


def _hit(match: LookupMatch) -> Hit:
    """Called by today's number; by the old one where there is none today."""
    ticket, account = match.ticket, match.account
    today = ticket.number if ticket else None
    old = ticket.old_number if ticket else None
    number, value = today or old or "", old or today or ""
    source = (ticket.source if today else ticket.old_system) if ticket else None
    return Hit(
        id=f"{source or ''}:{number}",
        name=f"#{number.lstrip('#')}",
        by="ticket",
        value=value,
        sub=account.name,
        source=source or "",
        former=old is not None and old != today,
        account=account,
        url=ticket.url if ticket else None,
    )
