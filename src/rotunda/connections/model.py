"""What a connection is and how it is doing."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from rotunda.connector_kit.manifest import ErrorKind
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ConnectionId, SourceName, UserId


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """One configured, credentialed instance of a connector, as it may be shown: secrets are named, never held.

    `settings` are the form's other fields that hold something. `created_by` is None for the command line.
    """

    id: ConnectionId
    source: SourceName
    title: str
    settings: Mapping[str, str]
    secret_fields: tuple[str, ...] = ()
    created_at: datetime
    created_by: UserId | None = None
    changed_at: datetime


class Credentials(msgspec.Struct, frozen=True, eq=False):
    """The secrets of one connection, by form field. Encoding one fails, printing one shows nothing."""

    secrets: Mapping[str, Secret]


class ConnectionState(StrEnum):
    """How a connection stands.

    `failing`: the source is down, slow or answers nonsense. `limited`: it has asked us to wait. `needs_sign_in`: it
    refuses the credentials, somebody has to enter new ones. `misconfigured`: somebody has to change the form or the
    rights given to us. `unchecked`: nothing was asked yet.
    """

    OK = "ok"
    FAILING = "failing"
    LIMITED = "limited"
    NEEDS_SIGN_IN = "needs_sign_in"
    MISCONFIGURED = "misconfigured"
    UNCHECKED = "unchecked"


class LastError(msgspec.Struct, frozen=True):
    """The newest failure. `reason` is a sentence for the page."""

    kind: ErrorKind
    reason: str
    at: datetime


class Health(msgspec.Struct, frozen=True):
    """`last_error` stays after recovery: `state` tells whether it is over."""

    state: ConnectionState = ConnectionState.UNCHECKED
    last_success_at: datetime | None = None
    last_error: LastError | None = None


class FormRefused(Exception):
    """What was typed into a connection's form cannot work. `field` is the form field at fault; `reason` says in a
    sentence what happened and what to do. Nothing was saved.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UnknownConnection(Exception):
    """There is no connection of that id."""


class UnknownSource(Exception):
    """No connector of that name is installed."""
