"""Structured logs on standard error: one event per line, with the request it belongs to, and without secrets."""

import logging
import re
import sys
from collections.abc import Generator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from rotunda.kit.secret import Secret

LogFormat = Literal["json", "console"]

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request (or job) that the current code works for; empty outside of any."""

_HIDDEN = "***"
_SECRET_KEY = re.compile(
    r"passw|secret|token|authorization|cookie|credential|api[_-]?key|private[_-]?key|signature|bearer", re.IGNORECASE
)
_SECRET_TEXT = re.compile(
    r"(?P<url>://[^/\s:@]*:)[^@\s/]+(?=@)"  # the password of a URL
    r"|(?P<scheme>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}",  # an Authorization header quoted in a message
    re.IGNORECASE,
)


def configure_logging(log_format: LogFormat, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Called once by each entrypoint. What libraries log through the standard library takes the same way out."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_common(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact,
                _renderer(log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*_common(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


@contextmanager
def request_context(name: str) -> Generator[None]:
    """Everything logged inside carries `request_id=name`."""
    token = request_id.set(name)
    try:
        yield
    finally:
        request_id.reset(token)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hides values whose key speaks of a secret, `Secret`s wherever they are, and passwords inside of text."""
    return {key: _redacted(key, value) for key, value in event.items()}


def _redacted(key: str, value: Any) -> Any:
    if isinstance(value, Secret) or (_SECRET_KEY.search(key) and not isinstance(value, bool | int | float | None)):
        return _HIDDEN
    if isinstance(value, str):
        return _SECRET_TEXT.sub(lambda match: (match["url"] or match["scheme"]) + _HIDDEN, value)
    if isinstance(value, Mapping):
        return {str(inner): _redacted(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted("", held) for held in value]
    return value


def _common() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request,
    ]


def _with_request(_logger: WrappedLogger, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    current = request_id.get()
    if current:
        event.setdefault("request_id", current)
    return event


def _renderer(log_format: LogFormat) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(default=str)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
