"""The logo of a company, from its own site through the guarded client; initials do where there is none.

Only small bitmaps are passed on: their bytes say what they are, never the site. Nothing is fetched for a domain more
than once a day.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from ssl import SSLContext

import msgspec

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.aiohttp_client import AiohttpTransport
from rotunda.connector_kit.errors import SourceError
from rotunda.kit.clock import Clock

LARGEST = 100_000
"""Bytes of one image."""

_PATHS = ("/apple-touch-icon.png", "/favicon.ico")
_SECONDS = 3.0
_KEPT_FOR = timedelta(days=1)
_MOST = 500
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
)


class Logo(msgspec.Struct, frozen=True):
    """`kind` is a media type out of a fixed list."""

    kind: str
    image: bytes


class _Kept(msgspec.Struct, frozen=True):
    logo: Logo | None
    until: datetime


class Logos:
    """Remembers what it found, and that it found nothing. One fetch per domain at a time. `tls` replaces the machine's
    trusted authorities.
    """

    def __init__(self, policy: AddressPolicy, clock: Clock, *, fetch: bool, tls: SSLContext | None = None) -> None:
        self._tls = tls
        self._policy = policy
        self._clock = clock
        self._fetch_allowed = fetch
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[Logo | None]] = {}

    async def of(self, domain: str) -> Logo | None:
        """None where there is none, where the site does not answer, or where fetching is switched off."""
        kept = self._kept.get(domain)
        if kept is not None and kept.until > self._clock.now():
            return kept.logo
        if not self._fetch_allowed:
            return None
        task = self._fetching.get(domain)
        if task is None:
            task = self._fetching[domain] = asyncio.create_task(self._fetch_and_keep(domain))
        return await asyncio.shield(task)

    async def _fetch_and_keep(self, domain: str) -> Logo | None:
        try:
            logo = await self._fetch(domain)
        finally:
            del self._fetching[domain]
        self._kept[domain] = _Kept(logo, self._clock.now() + _KEPT_FOR)
        self._kept.move_to_end(domain)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return logo

    async def _fetch(self, domain: str) -> Logo | None:
        url = f"https://{domain}"
        try:
            self._policy.check_url(url)
            async with AiohttpTransport(url, self._policy, limit=1, body_limit=LARGEST, tls=self._tls) as site:
                for path in _PATHS:
                    answer = await site.send(path, "GET", {"Accept": "image/*"}, None, _SECONDS)
                    kind = kind_of(answer.body) if answer.ok else None
                    if kind is not None:
                        return Logo(kind, answer.body)
        except SourceError:
            return None
        return None


def kind_of(image: bytes) -> str | None:
    """By the first bytes; None for anything that is no small bitmap, such as SVG, which may hold scripts."""
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _KINDS if image.startswith(start)), None)
