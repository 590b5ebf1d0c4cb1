"""What was said on tickets: their comments, of which those with `public` false are internal notes.

Zendesk lists comments ticket by ticket and has no request for those of several. The newest come first, a hundred in one
answer, so one request tells all that most tickets ever had.
"""

from collections.abc import Mapping, Sequence

from rotunda.connector_kit.connector import Message, Thread
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.paging import MetaCursor
from rotunda.connector_kit.requests import Payload, Program, Request
from rotunda.sections.ids import ExternalId

LONGEST = 4_000
"""Characters of one message."""

_NONE = frozenset({404})
_END_USER = "end-user"


def read_threads(tickets: Sequence[ExternalId], settings: Mapping[str, str]) -> Program[Mapping[ExternalId, Thread]]:
    """One request for each ticket, all at the same time."""
    del settings
    if not tickets:
        return {}
    payloads = yield [_comments_of(ticket) for ticket in tickets]
    return {ticket: map_comments(payload) for ticket, payload in zip(tickets, payloads, strict=True) if payload.pages}


def _comments_of(ticket: ExternalId) -> Request:
    return Request(
        path=f"/api/v2/tickets/{ticket}/comments.json",
        query=(("page[size]", "100"), ("sort", "-created_at"), ("include", "users")),
        paging=MetaCursor(),
        max_pages=1,
        absent_on=_NONE,
    )


def map_comments(payload: Payload) -> Thread:
    """Oldest first."""
    found: list[Message] = []
    for number, page in enumerate(payload.pages):
        wild = Wild(page, f"comments.pages[{number}]")
        beside = wild.optional("users")
        people = {} if beside.is_null else {each.integer_at("id"): each for each in beside}
        found += (_message(comment, people) for comment in wild["comments"])
    found.sort(key=lambda each: (each.at, each.external_id))
    return Thread(tuple(found), payload.truncated)


def _message(comment: Wild, people: Mapping[int, Wild]) -> Message:
    author = people.get(comment.optional("author_id").integer_or_none() or 0)
    text = comment.maybe("plain_body", Wild.text) or comment.maybe("body", Wild.text) or ""
    return Message(
        external_id=ExternalId(str(comment.integer_at("id"))),
        at=comment["created_at"].at_iso(),
        text=_shortened(text.strip()),
        public=comment["public"].boolean(),
        author=None if author is None else author.text_at("name"),
        by_customer=None if author is None else author.text_at("role") == _END_USER,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
