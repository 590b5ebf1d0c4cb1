"""What teammates write about a customer: notes, what they log, tasks; and what they are told of it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.timeline.written.markdown import html_of_markdown
from rotunda.timeline.written.model import Kind, Logged
from rotunda.timeline.written.repository import ChangedMeanwhile
from rotunda.view.looking import Absent
from rotunda.view.written.desk import Asked, Change, Draft, NotWritten
from rotunda.view.written.document import Html, NotificationList, Unread, WrittenPage, WrittenShown
from rotunda.view.written.rooms import Of

ViewerRequest = Request[Viewer, Any, Any]
_READ = {"permission": Permission.SECTION_DRILL}
_EDIT = {"permission": Permission.FIELD_EDIT}
_State = Annotated[Literal["open", "done", "all"], QueryParameter(name="state")]
_LONGEST_TEXT = 20_000
_LONGEST_SUBJECT = 300
_MOST_PEOPLE = 50
_CHANGED = "Somebody else has changed it since: look again."


class NoteDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`text` is Markdown; `@name` tells a teammate. `label`: cs_private, where nothing else is said."""

    text: str
    label: Label | None = None


class ActivityDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was done: `at` is now where nothing else is said. `people`, who took part: contacts and teammates by id."""

    kind: Literal["call", "meeting", "email"]
    subject: str
    text: str = ""
    at: datetime | None = None
    outbound: bool | None = None
    duration_seconds: int | None = None
    ends_at: datetime | None = None
    outcome: str | None = None
    people: list[str] = []


class TaskDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`assignee` is the id of a teammate."""

    subject: str
    text: str = ""
    due_at: datetime | None = None
    assignee: UserId | None = None


class Markdown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class WrittenChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Only what is to be another. `version` is that which was seen."""

    version: int | None = None
    text: msgspec.UnsetType | str = msgspec.UNSET
    subject: msgspec.UnsetType | str | None = msgspec.UNSET
    due_at: msgspec.UnsetType | datetime | None = msgspec.UNSET
    assignee: msgspec.UnsetType | UserId | None = msgspec.UNSET
    done: msgspec.UnsetType | bool = msgspec.UNSET


def writing_routes(installation: Installation) -> list[HTTPRouteHandler]:
    return [
        *_writing(installation, "accounts"),
        *_writing(installation, "contacts"),
        *_reading(installation, "accounts"),
        *_reading(installation, "contacts"),
        *_changing(installation, "accounts"),
        *_changing(installation, "contacts"),
        *_notifications(installation),
        _preview(),
    ]


def _path(of: Of) -> str:
    return f"/api/v1/{of}/{{{of.removesuffix('s')}_id:str}}"


def _account(account_id: FromPath[str]) -> str:
    return account_id


def _contact(contact_id: FromPath[str]) -> str:
    return contact_id


_CUSTOMER: Mapping[Of, Mapping[str, Provide]] = {
    "accounts": {"customer_id": Provide(_account, sync_to_thread=False)},
    "contacts": {"customer_id": Provide(_contact, sync_to_thread=False)},
}


def _writing(installation: Installation, of: Of) -> list[HTTPRouteHandler]:
    async def write(request: ViewerRequest, customer_id: str, draft: Draft) -> WrittenShown:
        async with _refusing(of):
            return await installation.writing.write(request.user, of, customer_id, draft)

    @post(
        f"{_path(of)}/notes",
        opt=_EDIT,
        dependencies=_CUSTOMER[of],
        name=f"{of}-note",
        summary="Write a note; who is mentioned is told",
    )
    async def note(
        request: ViewerRequest, customer_id: NamedDependency[str], data: JSONBody[NoteDraft]
    ) -> WrittenShown:
        text = _text(data.text, needed=True)
        return await write(request, customer_id, Draft(kind=Kind.NOTE, text=text, label=data.label))

    @post(
        f"{_path(of)}/activities",
        opt=_EDIT,
        dependencies=_CUSTOMER[of],
        name=f"{of}-activity",
        summary="Log a call, a meeting or a mail",
    )
    async def activity(
        request: ViewerRequest, customer_id: NamedDependency[str], data: JSONBody[ActivityDraft]
    ) -> WrittenShown:
        details = Logged(data.outbound, data.duration_seconds, _aware("ends_at", data.ends_at), _short(data.outcome))
        at = _aware("at", data.at)
        subject, text = _subject(data.subject), _text(data.text)
        people = _people(data.people)
        draft = Draft(kind=Kind(data.kind), subject=subject, text=text, at=at, details=details, people=people)
        return await write(request, customer_id, draft)

    @post(
        f"{_path(of)}/tasks",
        opt=_EDIT,
        dependencies=_CUSTOMER[of],
        name=f"{of}-task",
        summary="Give somebody a task; they are told",
    )
    async def task(
        request: ViewerRequest, customer_id: NamedDependency[str], data: JSONBody[TaskDraft]
    ) -> WrittenShown:
        due_at = _aware("due_at", data.due_at)
        subject, text = _subject(data.subject), _text(data.text)
        draft = Draft(kind=Kind.TASK, subject=subject, text=text, due_at=due_at, assignee=data.assignee)
        return await write(request, customer_id, draft)

    return [note, activity, task]


def _preview() -> HTTPRouteHandler:
    @post("/api/v1/markdown", opt=_EDIT, status_code=200, sync_to_thread=False, summary="What a note will look like")
    def preview(data: JSONBody[Markdown]) -> Html:
        return Html(html_of_markdown(_text(data.text)))

    return preview


def _reading(installation: Installation, of: Of) -> list[HTTPRouteHandler]:
    async def page(request: ViewerRequest, customer_id: str, asked: Asked) -> WrittenPage:
        async with _refusing(of):
            return await installation.writing.page(request.user, of, customer_id, asked)

    @get(
        f"{_path(of)}/notes",
        opt=_READ,
        dependencies=_CUSTOMER[of],
        name=f"{of}-notes",
        summary="Notes of teammates, newest first",
    )
    async def notes(
        request: ViewerRequest, customer_id: NamedDependency[str], cursor: FromQuery[str | None] = None
    ) -> WrittenPage:
        return await page(request, customer_id, Asked(kinds=[Kind.NOTE], cursor=cursor))

    @get(
        f"{_path(of)}/tasks",
        opt=_READ,
        dependencies=_CUSTOMER[of],
        name=f"{of}-tasks",
        summary="Tasks of teammates, newest first",
    )
    async def tasks(
        request: ViewerRequest,
        customer_id: NamedDependency[str],
        which: _State = "open",
        cursor: FromQuery[str | None] = None,
    ) -> WrittenPage:
        done = None if which == "all" else which == "done"
        return await page(request, customer_id, Asked(kinds=[Kind.TASK], done=done, cursor=cursor))

    @get(
        f"{_path(of)}/written/{{written_id:str}}",
        opt=_READ,
        dependencies=_CUSTOMER[of],
        name=f"{of}-written-one",
        summary="One of what teammates wrote, with its Markdown",
    )
    async def one(request: ViewerRequest, customer_id: NamedDependency[str], written_id: FromPath[str]) -> WrittenShown:
        async with _refusing(of):
            return await installation.writing.one(request.user, of, customer_id, written_id)

    return [notes, tasks, one]


def _changing(installation: Installation, of: Of) -> list[HTTPRouteHandler]:
    path = f"{_path(of)}/written/{{written_id:str}}"

    @patch(
        path,
        opt=_EDIT,
        dependencies=_CUSTOMER[of],
        name=f"{of}-written",
        summary="Change what one has written, or say that a task is done",
    )
    async def change(
        request: ViewerRequest,
        customer_id: NamedDependency[str],
        written_id: FromPath[str],
        data: JSONBody[WrittenChange],
    ) -> WrittenShown:
        wanted = _change(data)
        async with _refusing(of):
            return await installation.writing.change(request.user, of, customer_id, written_id, wanted)

    @delete(
        path,
        opt=_EDIT,
        dependencies=_CUSTOMER[of],
        status_code=204,
        name=f"{of}-unwritten",
        summary="Take back what one has written",
    )
    async def remove(
        request: ViewerRequest, customer_id: NamedDependency[str], written_id: FromPath[str]
    ) -> Response[None]:
        async with _refusing(of):
            await installation.writing.remove(request.user, of, customer_id, written_id)
        return Response(None, status_code=204)

    return [change, remove]


def _notifications(installation: Installation) -> list[HTTPRouteHandler]:
    opt = {"permission": Permission.SIGNED_IN}

    @get("/api/v1/notifications", opt=opt, summary="What one is told: mentions and tasks, newest first")
    async def notifications(request: ViewerRequest) -> NotificationList:
        return await installation.notifications.of(request.user)

    @get("/api/v1/notifications/unread", opt=opt, summary="How many one has not read")
    async def unread(request: ViewerRequest) -> Unread:
        return Unread(await installation.notifications.unread(request.user))

    @post("/api/v1/notifications/{notification_id:str}/read", opt=opt, status_code=204, summary="Mark it as read")
    async def read(request: ViewerRequest, notification_id: FromPath[str]) -> Response[None]:
        if not await installation.notifications.mark_read(request.user, [notification_id]):
            raise absent("notification")
        return Response(None, status_code=204)

    return [notifications, unread, read]


@asynccontextmanager
async def _refusing(of: Of) -> AsyncGenerator[None]:
    try:
        yield
    except Absent:
        raise absent(of.removesuffix("s")) from None
    except NotWritten as refused:
        status = 403 if refused.slug == "not-yours" else 422
        raise ProblemError(status, refused.slug, str(refused), field=refused.field or None) from None
    except ChangedMeanwhile:
        raise ProblemError(409, "changed-meanwhile", _CHANGED) from None
    except BadCursor as refused:
        raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None


def _change(data: WrittenChange) -> Change:
    text = data.text if data.text is msgspec.UNSET else _text(data.text)
    subject = _subject(data.subject) if isinstance(data.subject, str) else data.subject
    due_at = _aware("due_at", data.due_at) if isinstance(data.due_at, datetime) else data.due_at
    return Change(
        version=data.version, text=text, subject=subject, due_at=due_at, assignee=data.assignee, done=data.done
    )


def _text(text: str, *, needed: bool = False) -> str:
    if needed and not text.strip():
        raise _wrong("text", "Must not be empty.")
    if len(text) > _LONGEST_TEXT:
        raise _wrong("text", f"Must be at most {_LONGEST_TEXT} letters.")
    return text


def _subject(subject: str) -> str:
    tidy = " ".join(subject.split())
    if not tidy or len(tidy) > _LONGEST_SUBJECT:
        raise _wrong("subject", f"Must be 1 to {_LONGEST_SUBJECT} letters.")
    return tidy


def _short(text: str | None) -> str | None:
    return text[:_LONGEST_SUBJECT] if text else None


def _people(people: list[str]) -> list[str]:
    if len(people) > _MOST_PEOPLE:
        raise _wrong("people", f"Must be at most {_MOST_PEOPLE}.")
    return people


def _aware(field: str, moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise _wrong(field, "Needs a time zone, as in 2026-01-31T09:00:00Z.")
    return moment


def _wrong(field: str, reason: str) -> ProblemError:
    return ProblemError(422, "invalid-request", f"{field}: {reason}", field=field)
