"""What `hs_email_headers`, a JSON document inside a text, says of the thread: nothing where it cannot be read."""

import re
from typing import Any

import msgspec

_ID = re.compile(r"<\s*([^<>\s]+)\s*>|([^<>\s,;]+@[^<>\s,;]+)")


class MailHeaders(msgspec.Struct, frozen=True):
    """Ids without angle brackets."""

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


def mail_headers(written: str | None) -> MailHeaders:
    """Names of headers come in any case."""
    try:
        told: Any = msgspec.json.decode(written or "{}")
    except msgspec.DecodeError:
        return MailHeaders()
    if not isinstance(told, dict):
        return MailHeaders()
    by_name = {str(name).casefold(): value for name, value in told.items() if isinstance(value, str)}
    own, answered = _ids(by_name.get("message-id")), _ids(by_name.get("in-reply-to"))
    return MailHeaders(own[0] if own else None, answered[0] if answered else None, _ids(by_name.get("references")))


def _ids(header: str | None) -> tuple[str, ...]:
    return tuple(first or second for first, second in _ID.findall(header or ""))
