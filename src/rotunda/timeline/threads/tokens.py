"""What joins mails, as hashes to look up: two mails that can be joined at all have one in common."""

import hashlib
from uuid import UUID

from rotunda.timeline.threads.mail import Mail


def firm_tokens(mail: Mail) -> frozenset[UUID]:
    """Message ids and the source's own thread, whenever the other mail was."""
    named = [*([mail.message_id] if mail.message_id else []), *mail.answers]
    threads = [f"at {mail.vendor_thread}"] if mail.vendor_thread else []
    return frozenset(map(_hashed, [*(f"id {each}" for each in named), *threads]))


def loose_tokens(mail: Mail) -> frozenset[UUID]:
    """The subject with each partner, within the window."""
    if not mail.subject.base:
        return frozenset()
    return frozenset(_hashed(f"on {mail.subject.base}\0{each}") for each in mail.partners)


def _hashed(token: str) -> UUID:
    return UUID(bytes=hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=16).digest())
