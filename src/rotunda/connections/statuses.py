"""What an HTTP answer's status means, by the common table and the manifest's exceptions to it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isnan

from rotunda.connections.transport.http import HttpAnswer
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Gone,
    Misconfigured,
    RateLimited,
    Refused,
    SourceError,
    Unavailable,
)
from rotunda.connector_kit.manifest import ErrorKind, Manifest

LONGEST_WAIT = timedelta(hours=1)
"""A source that asks for more is asked again after this: its answer may have been a mistake."""

_COMMON: Mapping[int, ErrorKind] = {
    401: ErrorKind.AUTH_EXPIRED,
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.GONE,
    410: ErrorKind.GONE,
    429: ErrorKind.RATE_LIMITED,
}


def error_of(answer: HttpAnswer, manifest: Manifest, now: datetime) -> SourceError:
    """The error that an answer without success stands for."""
    status, title = answer.status, manifest.title
    match _kind(answer, manifest):
        case ErrorKind.RATE_LIMITED:
            return RateLimited(f"{title} has asked us to wait.", wait_until(answer, manifest, now))
        case ErrorKind.UNAVAILABLE:
            return Unavailable(f"{title} is out of order: it answered with status {status}.")
        case ErrorKind.AUTH_EXPIRED:
            return AuthExpired(f"{title} refuses the credentials. Enter new ones.")
        case ErrorKind.FORBIDDEN:
            return Forbidden(_missing_right(manifest))
        case ErrorKind.GONE:
            return Gone(f"{title} no longer has this record.")
        case ErrorKind.BAD_PAYLOAD:
            return BadPayload("status", f"{status} was not expected")
        case ErrorKind.MISCONFIGURED:
            return _misconfigured(status, title)


def _kind(answer: HttpAnswer, manifest: Manifest) -> ErrorKind:
    status = answer.status
    kind = manifest.statuses.get(status) or _COMMON.get(status)
    if kind is None:
        server_side = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        kind = ErrorKind.UNAVAILABLE if server_side else ErrorKind.MISCONFIGURED
    if kind is ErrorKind.UNAVAILABLE and "Retry-After" in answer.headers:
        return ErrorKind.RATE_LIMITED
    return kind


def _missing_right(manifest: Manifest) -> str:
    scopes = ", ".join(scope.name for scope in manifest.scopes if not scope.for_writing)
    reason = f"{manifest.title} does not allow this to our credentials: a right or a plan is missing."
    return f"{reason} It takes {scopes}." if scopes else reason


def _misconfigured(status: int, title: str) -> Misconfigured:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Misconfigured(
            f"{title} points to another address, which is not followed. Check its address.", "base_url"
        )
    return Misconfigured(f"{title} does not accept a request of ours: it answered with status {status}.")


def soon(manifest: Manifest, now: datetime) -> datetime:
    """When to ask again a source that wants us to wait without saying how long."""
    return now + timedelta(seconds=manifest.retry_after_default)


def wait_until(answer: HttpAnswer, manifest: Manifest, now: datetime) -> datetime:
    """The moment that `Retry-After` names, by our clock. A date is taken relative to the answer's own date, because the
    source's clock may be wrong.
    """
    asked = answer.headers.get("Retry-After", "").strip()
    wait = _seconds(asked)
    if wait is None:
        wait = _between(answer.headers.get("Date", ""), asked)
    if wait is None:
        wait = timedelta(seconds=manifest.retry_after_default)
    return now + min(max(wait, timedelta(0)), LONGEST_WAIT)


def _seconds(text: str) -> timedelta | None:
    """Between none and the longest wait; None for what is no number."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return None if isnan(seconds) else timedelta(seconds=max(0.0, min(seconds, LONGEST_WAIT.total_seconds())))


def _between(earlier: str, later: str) -> timedelta | None:
    try:
        return _moment(later) - _moment(earlier)
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_KINDS: Mapping[type[SourceError], ErrorKind] = {
    Misconfigured: ErrorKind.MISCONFIGURED,
    Refused: ErrorKind.MISCONFIGURED,
    AuthExpired: ErrorKind.AUTH_EXPIRED,
    Forbidden: ErrorKind.FORBIDDEN,
    RateLimited: ErrorKind.RATE_LIMITED,
    Unavailable: ErrorKind.UNAVAILABLE,
    Gone: ErrorKind.GONE,
    BadPayload: ErrorKind.BAD_PAYLOAD,
}


def kind_of(error: SourceError) -> ErrorKind:
    """The name of an error's consequence."""
    for kind in type(error).__mro__:
        if kind in _KINDS:
            return _KINDS[kind]
    return ErrorKind.UNAVAILABLE
