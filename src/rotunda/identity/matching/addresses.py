"""Email addresses as keys of people: written in one way, without taking two people for one."""

import re
import unicodedata
from functools import lru_cache

from rotunda.identity.matching.domains import company_domain, is_free_mail, normal_host

_ROLE = re.compile(
    r"abuse|accounts?|accounting|admin|administrator|ap|ar|billing|contact|customerservice|finance|hello|help|hr|info"
    r"|invoices?|it|mail|marketing|no-?reply|office|orders|payables|postmaster|procurement|purchasing|root|sales"
    r"|security|service|support|team|webmaster"
)
"""Mailboxes that several people read: they stand for a company and for no person."""

_SAME_PROVIDER = {"googlemail.com": "gmail.com"}
_IGNORES_DOTS = frozenset({"gmail.com"})
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*\Z")
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}\Z")


@lru_cache(maxsize=65_536)
def normal_email(text: str) -> str | None:
    """An address in the form in which two spellings of it are equal; None for what is no address.

    Takes off blanks and a display name, composes letters (NFC), writes the domain in ASCII and everything in lower
    case. The part before the @ is case-sensitive by the letter of the standard, but at no provider that matters.
    """
    bracketed = _IN_BRACKETS.search(text)
    address = unicodedata.normalize("NFC", bracketed.group(1) if bracketed else text).strip()
    local, _, domain = address.removeprefix("mailto:").rpartition("@")
    host = normal_host(domain)
    if host is None or not _LOCAL.match(local):
        return None
    return f"{local.lower()}@{_SAME_PROVIDER.get(host, host)}"


def base_email(normal: str) -> str:
    """The mailbox behind a tagged address: `ada@acme.com` of `ada+news@acme.com`.

    A weak key. Two tags of one mailbox may be two customers (`billing+acme@agency.com`), so it suggests and never
    links.
    """
    local, _, domain = normal.rpartition("@")
    untagged = local.partition("+")[0] or local
    return f"{untagged.replace('.', '') if domain in _IGNORES_DOTS else untagged}@{domain}"


def is_role_mailbox(normal: str) -> bool:
    """Whether several people read it: `billing@`, `info@`, `no-reply@`."""
    return _ROLE.fullmatch(base_email(normal).partition("@")[0]) is not None


def is_private_mailbox(normal: str) -> bool:
    """Whether it is at a free-mail provider."""
    return is_free_mail(normal.rpartition("@")[2])


def domain_of_email(normal: str) -> str | None:
    """The domain of the company that gave the address; None for free-mail."""
    return company_domain(normal.rpartition("@")[2])
