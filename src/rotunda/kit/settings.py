"""What an installation decides, read once from ROTUNDA_* variables. A wrong value stops the start with a sentence."""

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from rotunda.kit.logging import LogFormat
from rotunda.kit.secret import Secret

Value = TypeVar("Value")

_PREFIX = "ROTUNDA_"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:_-]*[A-Za-z0-9])?|::1?")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|https://\*(\.[a-z0-9-]+){2,}", re.ASCII)
_LEVELS = ("debug", "info", "warning", "error")


class WrongSetting(Exception):
    """A variable holds what cannot be meant. The message names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """Every decision with its default. `unknown` are ROTUNDA_* variables that nobody reads: most likely misspelt."""

    database_url: Secret | None
    cache_url: Secret | None
    data_folder: Path
    host: str
    port: int
    public_url: str
    allowed_private_hosts: frozenset[str]
    log_format: LogFormat
    log_level: str
    page_deadline: timedelta
    session_length: timedelta
    session_idle: timedelta
    secret_keys: Secret | None
    audit_checkpoints: Path
    fetch_logos: bool
    open_browser: bool
    panel_parents: tuple[str, ...]
    suggest_matches: bool
    unknown: tuple[str, ...]


def read_settings(variables: Mapping[str, str] | None = None) -> Settings:
    """From the process's own environment, or from `variables` in tests.

    ROTUNDA_DATABASE_URL  postgresql://…; absent: an embedded server in the data folder
    ROTUNDA_CACHE_URL  redis://…, rediss://…, valkey://… or valkeys://…: a Valkey or Redis that all processes share
    ROTUNDA_DATA  the data folder: keys, checkpoints, the embedded server; default ./rotunda-data
    ROTUNDA_HOST, ROTUNDA_PORT  where the service listens; default 127.0.0.1, 8360
    ROTUNDA_PUBLIC_URL  how browsers reach it; default http://<host>:<port>
    ROTUNDA_ALLOWED_PRIVATE_HOSTS  hosts in private networks that connectors may ask, separated by commas
    ROTUNDA_LOG_FORMAT  console or json; ROTUNDA_LOG_LEVEL  debug, info, warning or error
    ROTUNDA_PAGE_DEADLINE  seconds within which a page answers, 0.1 to 60; default 4
    ROTUNDA_SESSION_HOURS  a sign-in lasts at most so long; default 168
    ROTUNDA_SESSION_IDLE_MINUTES  a sign-in ends when unused for so long; default 720
    ROTUNDA_SECRET_KEYS  id:key pairs separated by commas, instead of the data folder's secret.keys
    ROTUNDA_AUDIT_CHECKPOINTS  the file that audit checkpoints are appended to; default in the data folder
    ROTUNDA_NO_LOGOS  1: no logo is fetched from the sites of customers
    ROTUNDA_NO_BROWSER  1: the demo opens no browser
    ROTUNDA_PANEL_PARENTS  origins whose pages may frame the panel, separated by commas
    ROTUNDA_NO_SUGGESTIONS  1: the book is not compared by itself; `rotunda identity match` still does it

    Raises:
        WrongSetting: at the first variable whose value cannot be meant.
    """
    reader = _Reader(os.environ if variables is None else variables)  # noqa: TID251 - the one reader of the environment
    data_folder = reader.get("DATA", _folder, Path("rotunda-data").absolute())
    host = reader.get("HOST", _host, "127.0.0.1")
    port = reader.get("PORT", _port, 8360)
    return Settings(
        database_url=reader.get("DATABASE_URL", _database_url, None),
        cache_url=reader.get("CACHE_URL", _cache_url, None),
        data_folder=data_folder,
        host=host,
        port=port,
        public_url=reader.get("PUBLIC_URL", _public_url, f"http://{f'[{host}]' if ':' in host else host}:{port}"),
        allowed_private_hosts=reader.get("ALLOWED_PRIVATE_HOSTS", _hosts, frozenset()),
        log_format=reader.get("LOG_FORMAT", _log_format, "console"),
        log_level=reader.get("LOG_LEVEL", _log_level, "info"),
        page_deadline=timedelta(seconds=reader.get("PAGE_DEADLINE", _number("seconds", 0.1, 60), 4.0)),
        session_length=timedelta(hours=reader.get("SESSION_HOURS", _number("hours", 0.1, 24 * 365), 168.0)),
        session_idle=timedelta(minutes=reader.get("SESSION_IDLE_MINUTES", _number("minutes", 1, 24 * 365 * 60), 720.0)),
        secret_keys=reader.get("SECRET_KEYS", Secret, None),
        audit_checkpoints=reader.get("AUDIT_CHECKPOINTS", _folder, data_folder / "audit.checkpoints"),
        fetch_logos=not reader.get("NO_LOGOS", _switch, default=False),
        open_browser=not reader.get("NO_BROWSER", _switch, default=False),
        panel_parents=reader.get("PANEL_PARENTS", _origins, ()),
        suggest_matches=not reader.get("NO_SUGGESTIONS", _switch, default=False),
        unknown=reader.unread(),
    )


class _Reader:
    """Remembers what was asked for, so that the rest can be told to be unknown. An empty value counts as absent."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value.strip() for name, value in variables.items() if name.startswith(_PREFIX)}
        self._asked: set[str] = set()

    def get(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        self._asked.add(_PREFIX + name)
        text = self._variables.get(_PREFIX + name, "")
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            raise WrongSetting(f"{_PREFIX}{name} {error}.") from error

    def unread(self) -> tuple[str, ...]:
        return tuple(map(self._with_guess, sorted(set(self._variables) - self._asked)))

    def _with_guess(self, name: str) -> str:
        known = [asked.removeprefix(_PREFIX) for asked in self._asked]
        near = difflib.get_close_matches(name.removeprefix(_PREFIX), known, 1)
        return f"{name} (did you mean {_PREFIX}{near[0]}?)" if near else name


def _database_url(text: str) -> Secret:
    """The value is never quoted in the message: it may hold a password."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError(
            "must be a PostgreSQL URL with a database, such as postgresql://user:password@host:5432/rotunda"
        )
    return Secret(text)


def _cache_url(text: str) -> Secret:
    """As for the database: never quoted."""
    parts = urlsplit(text)
    if parts.scheme not in ("redis", "rediss", "valkey", "valkeys") or not parts.hostname:
        raise ValueError("must be the URL of a Valkey or Redis, such as valkey://user:password@host:6379/0")
    return Secret(text)


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError(f"must be a host name or address, such as 127.0.0.1 or 0.0.0.0, not {text!r}")
    return text


def _hosts(text: str) -> frozenset[str]:
    return frozenset(_host(host.strip()).lower() for host in text.split(",") if host.strip())


def _origins(text: str) -> tuple[str, ...]:
    """They go into a header: nothing but the letters of an origin may pass."""
    origins = [origin.strip().rstrip("/").lower() for origin in text.split(",") if origin.strip()]
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            example = "https://acme.zendesk.com or https://*.apps.example.com"
            raise ValueError(f"must be origins such as {example}, separated by commas, not {origin!r}")
    return tuple(dict.fromkeys(origins))


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError(f"must be a port from 1 to 65535, not {text!r}")
    return int(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"must be an address such as https://rotunda.example.com, not {text!r}")
    return text.rstrip("/")


def _log_format(text: str) -> LogFormat:
    match text:
        case "json" | "console":
            return text
        case _:
            raise ValueError(f"must be json or console, not {text!r}")


def _log_level(text: str) -> str:
    if text.lower() not in _LEVELS:
        raise ValueError(f"must be one of {', '.join(_LEVELS)}, not {text!r}")
    return text.lower()


def _switch(text: str) -> bool:
    if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
        raise ValueError(f"must be 1 or 0, not {text!r}")
    return text.lower() in ("1", "true", "yes")


def _number(unit: str, least: float, most: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        message = f"must be a number of {unit} from {least:g} to {most:g}, not {text!r}"
        try:
            number = float(text)
        except ValueError:
            raise ValueError(message) from None
        if not least <= number <= most:
            raise ValueError(message)
        return number

    return parse
