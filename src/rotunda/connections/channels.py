"""An open way to one source: its address, its sign-in, its transport. A request goes in, a decoded answer or an error
with one meaning comes out. Nothing is retried, queued or cached here: that is `rotunda.reading`'s.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote, quote_plus

import msgspec

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.form import BASE_URL, base_url_of
from rotunda.connections.model import Connection, Credentials, FormRefused
from rotunda.connections.sign_in import SignIn, TokenRefused
from rotunda.connections.sign_in.bearer_key import BearerKeySignIn
from rotunda.connections.sign_in.client_credentials import ClientCredentialsSignIn
from rotunda.connections.statuses import error_of, soon
from rotunda.connections.transport.aiohttp_client import AiohttpTransport
from rotunda.connections.transport.database_url import Dialect, read_database_url
from rotunda.connections.transport.http import HttpAnswer, HttpTransport
from rotunda.connections.transport.mysql import MysqlTransport
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connections.transport.sql import SqlTransport
from rotunda.connections.transport.sql_errors import TooManySessions
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Misconfigured,
    RateLimited,
    Refused,
    SourceError,
)
from rotunda.connector_kit.json import decoded
from rotunda.connector_kit.manifest import BearerKey, ClientCredentials, DatabaseUrl, Manifest
from rotunda.connector_kit.paging import Step
from rotunda.connector_kit.requests import AnyRequest, Request, SqlQuery
from rotunda.kit.clock import Clock
from rotunda.kit.secret import Secret

_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"
_NO_CONTENT = 204
_MOST_SAID = 300
_plain = re.compile(r"[A-Za-z0-9_.~/-]*", re.ASCII).fullmatch


class Answer(msgspec.Struct, frozen=True):
    """`page` is decoded JSON, or rows. `absent`: the source says that there is none, and that is no error."""

    page: Any
    absent: bool = False
    truncated: bool = False


_ABSENT = Answer(None, absent=True)


class Channel(Protocol):
    """Belongs to one connection as it is configured now; a changed form opens another one."""

    def signed_in(self) -> bool:
        """Whether `call` can be sent as it is; otherwise `sign_in` comes first."""
        ...

    async def sign_in(self, seconds: float) -> None: ...

    def renewable(self, error: AuthExpired, /) -> bool:
        """Forgets what was refused. Whether signing in again may help."""
        ...

    async def call(self, request: AnyRequest, step: Step | None, /, seconds: float) -> Answer:
        """One request, or its next page as `step` says.

        Raises:
            SourceError: anything else than a decoded answer.
        """
        ...

    async def close(self) -> None: ...


def open_channel(
    manifest: Manifest, connection: Connection, credentials: Credentials, policy: AddressPolicy, clock: Clock
) -> Channel:
    """Connects nothing yet.

    Raises:
        Misconfigured: the form cannot lead to a source; `field` says which part.
    """
    if isinstance(manifest.auth, DatabaseUrl):
        return _sql_channel(manifest, manifest.auth, credentials, policy, clock)
    try:
        base_url = base_url_of(manifest, connection.settings)
        policy.check_url(base_url)
    except FormRefused as error:
        raise Misconfigured(error.reason, error.field) from error
    except Misconfigured as error:
        raise Misconfigured(error.reason, BASE_URL) from error
    values = {**{name: Secret(text) for name, text in connection.settings.items()}, **credentials.secrets}
    sign_in = _sign_in(manifest, values, clock)  # may refuse, so it comes before anything that must be closed
    transport = AiohttpTransport(base_url, policy, limit=manifest.concurrency)
    return HttpChannel(manifest, transport, sign_in(transport), clock)


def _sql_channel(
    manifest: Manifest, auth: DatabaseUrl, credentials: Credentials, policy: AddressPolicy, clock: Clock
) -> Channel:
    try:
        address = read_database_url(_value(credentials.secrets, auth.field))
    except Misconfigured as error:
        raise Misconfigured(error.reason, auth.field) from error
    make = PostgresTransport if address.dialect is Dialect.POSTGRESQL else MysqlTransport
    return SqlChannel(manifest, make(address, policy, clock), clock)


def _sign_in(manifest: Manifest, values: Mapping[str, Secret], clock: Clock) -> Callable[[HttpTransport], SignIn]:
    match manifest.auth:
        case BearerKey(field=field):
            key = _value(values, field)
            return lambda _: BearerKeySignIn(key)
        case ClientCredentials() as auth:
            client = _value(values, auth.id_field).reveal(), _value(values, auth.secret_field)
            return lambda transport: ClientCredentialsSignIn(manifest, auth, client, transport, clock)
        case DatabaseUrl():
            raise Misconfigured(f"{manifest.title} is a database.")


def _value(values: Mapping[str, Secret], field: str) -> Secret:
    value = values.get(field)
    if value is None:
        raise Misconfigured("This field is missing. Enter it again.", field)
    return value


class HttpChannel:
    """Requests to one base address."""

    def __init__(self, manifest: Manifest, transport: HttpTransport, sign_in: SignIn, clock: Clock) -> None:
        self._manifest = manifest
        self._transport = transport
        self._sign_in = sign_in
        self._clock = clock
        self._headers = {"Accept": "application/json", **dict(manifest.headers)}

    def signed_in(self) -> bool:
        return self._sign_in.authorization() is not None

    async def sign_in(self, seconds: float) -> None:
        await self._sign_in.sign_in(seconds)

    def renewable(self, error: AuthExpired, /) -> bool:
        return isinstance(error, TokenRefused) and self._sign_in.forget(error.refused())

    async def call(self, request: AnyRequest, step: Step | None, /, seconds: float) -> Answer:
        if isinstance(request, SqlQuery):
            raise BadPayload("request", "is SQL, but this source is asked over HTTP")
        authorization = self._sign_in.authorization()
        if authorization is None:
            raise AuthExpired(f"We are not signed in to {self._manifest.title}.")
        headers = {**self._headers, "Authorization": authorization, **dict(request.headers)}
        body = _body(request, step)
        if body is not None:
            headers["Content-Type"] = "application/json"
        answer = await self._transport.send(_target(request, step), request.method, headers, body, seconds)
        return self._read(request, answer, authorization)

    async def close(self) -> None:
        await self._transport.close()

    def _read(self, request: Request, answer: HttpAnswer, authorization: str) -> Answer:
        if answer.ok:
            return _ABSENT if answer.status == _NO_CONTENT else Answer(_decoded(answer, request.reads))
        if answer.status in request.absent_on:
            return _ABSENT
        error = error_of(answer, self._manifest, self._clock.now())
        if isinstance(error, AuthExpired):
            raise TokenRefused(error.reason, authorization)
        raise self._not_written(answer, error) if request.writes else error

    def _not_written(self, answer: HttpAnswer, error: SourceError) -> SourceError:
        title = self._manifest.title
        if isinstance(error, Forbidden):
            scopes = ", ".join(scope.name for scope in self._manifest.scopes if scope.for_writing)
            needs = f" It takes {scopes}." if scopes else ""
            return Forbidden(f"{title} does not allow our credentials to write.{needs}")
        if isinstance(error, Misconfigured) and answer.status >= HTTPStatus.BAD_REQUEST:
            return Refused(f"{title} does not accept it: it answered with status {answer.status}.", _said(answer))
        return error


class SqlChannel:
    """Queries to one database."""

    def __init__(self, manifest: Manifest, transport: SqlTransport, clock: Clock) -> None:
        self._manifest = manifest
        self._transport = transport
        self._clock = clock

    def signed_in(self) -> bool:
        return True

    async def sign_in(self, seconds: float) -> None:
        """Each session signs in as it opens."""

    def renewable(self, _: AuthExpired, /) -> bool:
        return False

    async def call(self, request: AnyRequest, _: Step | None, /, seconds: float) -> Answer:
        if isinstance(request, Request):
            raise BadPayload("request", "is HTTP, but this source is a database")
        try:
            rows = await self._transport.query(request, seconds)
        except TooManySessions as error:
            until = soon(self._manifest, self._clock.now())
            raise RateLimited(f"{self._manifest.title} has no session left for us.", until) from error
        return Answer(rows.rows, truncated=rows.truncated)

    async def close(self) -> None:
        await self._transport.close()


def _said(answer: HttpAnswer) -> str | None:
    """The sentence in which sources say what they do not accept: `message` or, inside of `error`, the same."""
    try:
        body = decoded(answer.body, None)
    except (ValueError, RecursionError):
        return None
    members = body.get("error", body) if isinstance(body, dict) else {}
    message = members.get("message") if isinstance(members, dict) else None
    return " ".join(message.split())[:_MOST_SAID] if isinstance(message, str) else None


def _target(request: Request, step: Step | None) -> str:
    path = request.path if _plain(request.path) else quote(request.path, safe=_SAFE_IN_PATH)
    if not path.startswith("/") or "/." in path:
        raise BadPayload("path", "is not a plain path below the source's address")
    query = request.query
    if step is not None and step.query:
        query = (*(pair for pair in query if pair[0] not in step.query), *step.query.items())
    return f"{path}?{_encoded(query)}" if query else path


def _encoded(query: Sequence[tuple[str, str]]) -> str:
    """As `urlencode` does, in a third of the time: most names and values need no encoding."""
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in query])


@lru_cache(maxsize=1024)  # the names of fields that are asked for, above all
def _quoted(text: str) -> str:
    return text if _plain(text) else quote_plus(text)


def _body(request: Request, step: Step | None) -> bytes | None:
    body = request.body
    if step is not None and step.body:
        body = {**(body or {}), **step.body}
    return None if body is None else msgspec.json.encode(body)


def _decoded(answer: HttpAnswer, reads: type | None) -> Any:
    kind = answer.headers.get("Content-Type", "application/json").partition(";")[0].strip().lower()
    if not kind.endswith("json"):
        raise BadPayload("body", "is not JSON, by its content type")
    try:
        return decoded(answer.body, reads)
    except (ValueError, RecursionError) as error:
        raise BadPayload("body", "is not valid JSON") from error
