"""What is recorded."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import msgspec

from rotunda.access.viewer import Viewer
from rotunda.sections.ids import AccountId, UserId

DetailValue: TypeAlias = str | int | bool | list[str] | None

_LONGEST_TEXT = 500


class Action(StrEnum):
    """What was done, or tried. `chain.start` is the log's own and is not listed."""

    VIEW = "view"
    DRILL = "drill"
    SEARCH = "search"
    LIST = "list"
    LOOKUP = "lookup"
    EXPORT = "export"
    DENIED = "denied"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SIGN_IN_REFUSED = "sign_in.refused"
    TOKEN_CREATE = "token.create"  # noqa: S105 - the name of an action
    TOKEN_REVOKE = "token.revoke"  # noqa: S105 - the name of an action
    CONNECTION_CREATE = "connection.create"
    CONNECTION_CHANGE = "connection.change"
    CONNECTION_CHECK = "connection.check"
    CONNECTION_REMOVE = "connection.remove"
    WEBHOOK_REPLAY = "webhook.replay"
    WEBHOOK_SECRETS = "webhook.secrets"
    SYNC_RUN = "sync.run"
    SYNC_BACKFILL = "sync.backfill"
    JOB_REPLAY = "job.replay"
    OUTBOX_RETRY = "outbox.retry"
    MERGE_PLAN = "merge.plan"
    MERGE = "merge"
    MERGE_UNDO = "merge.undo"
    SPLIT = "split"
    IDENTIFIER_LINK = "identifier.link"
    IDENTIFIER_UNLINK = "identifier.unlink"
    KEEP_APART = "keep_apart"
    KEEP_APART_END = "keep_apart.end"
    PARENT_SET = "parent.set"
    CHANGE_REFUSED = "change.refused"
    HISTORY = "history"
    ROLL_UP = "roll_up"
    SIGNALS = "signals"
    SIGNAL_SNOOZE = "signal.snooze"
    SIGNAL_RESOLVE = "signal.resolve"
    SIGNAL_ASSIGN = "signal.assign"
    SIGNAL_DEFINE = "signal.define"
    SCORE_DEFINE = "score.define"
    SCORE_PREVIEW = "score.preview"
    METRICS = "metrics"
    JOURNEY = "journey"
    REVENUE = "revenue"
    AS_OF = "as_of"
    SINCE = "since"
    ALIAS_IMPORT = "alias.import"
    ALIAS_REMOVE = "alias.remove"
    PANEL_LINK = "panel.link"
    FIELD_EDIT = "field.edit"
    FIELD_HISTORY = "field.history"
    FIELD_DEFINE = "field.define"
    WRITE = "written.write"
    WRITING_CHANGE = "written.change"
    WRITING_REMOVE = "written.remove"
    NOTIFICATIONS = "notifications"
    SAVED_VIEW_CREATE = "saved_view.create"
    SAVED_VIEW_CHANGE = "saved_view.change"
    SAVED_VIEW_REMOVE = "saved_view.remove"
    MATCH_LIST = "match.list"
    MATCH_ACCEPT = "match.accept"
    MATCH_REJECT = "match.reject"
    MATCH_TAKE_BACK = "match.take_back"
    AUDIT_READ = "audit.read"
    AUDIT_PRUNE = "audit.prune"
    CHAIN_START = "chain.start"


class Actor(msgspec.Struct, frozen=True):
    """`user_id` is None for the system and for people who are not signed in. `via`: session, token, link, system or
    none.
    """

    user_id: UserId | None
    name: str
    via: str

    @classmethod
    def of(cls, viewer: Viewer) -> "Actor":
        return cls(viewer.user_id, viewer.name, viewer.via)


SYSTEM = Actor(None, "Rotunda", "system")
NOBODY = Actor(None, "Not signed in", "none")


class AuditEntry(msgspec.Struct, frozen=True):
    """`detail` is small: the section, the words searched for, how many were found. Never a value of the account.

    Without `request_id`, the request that is being served (`rotunda.kit.logging.request_id`) is taken.
    """

    actor: Actor
    action: Action
    account: AccountId | None = None
    detail: Mapping[str, DetailValue] = {}
    request_id: str | None = None


def storable(text: str) -> str:
    """As PostgreSQL can keep it: no NUL, no half of a surrogate pair, at most 500 characters. Words that somebody typed
    into a search must never be able to keep a row, and the rows of others in its group, from being written.
    """
    if text.isascii() and "\0" not in text and len(text) <= _LONGEST_TEXT:
        return text  # nearly all of them; and all of it in a fraction of the time
    clean = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    return clean if len(clean) <= _LONGEST_TEXT else clean[: _LONGEST_TEXT - 1] + "…"


def storable_detail(detail: Mapping[str, DetailValue]) -> dict[str, DetailValue]:
    return {storable(name): _storable_value(value) for name, value in detail.items()}


def _storable_value(value: DetailValue) -> DetailValue:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value
