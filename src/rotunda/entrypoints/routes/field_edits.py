"""What routes of accounts and of contacts have in common where own fields are read, edited and told of."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import Request, Response

from rotunda.access.viewer import Viewer
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.fields.model import NotEditable, Refused, Stale, Taken
from rotunda.kit.keyset import BadCursor
from rotunda.view.fields.desk import FieldDesk, Wanted
from rotunda.view.fields.doors import CustomerLink
from rotunda.view.fields.shown import FieldsShown
from rotunda.view.history.document import HistoryPage
from rotunda.view.looking import Absent

ViewerRequest = Request[Viewer, Any, Any]
_TAG = re.compile(r'"[^"]*"')

MergeOffer = Callable[[Viewer, str, CustomerLink], Awaitable[Mapping[str, Any]]]
"""What an answer tells whoever may merge the two: the path to ask, and the plan."""


class FieldEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values by name; null empties a field, so that an own value gives way to what sources say. `keep_apart` takes a
    domain or an address that another customer has.
    """

    fields: dict[str, Any]
    keep_apart: bool = False


class Editing(msgspec.Struct, frozen=True):
    """`what` a customer is: an account or a contact."""

    desk: FieldDesk
    what: str
    offer: MergeOffer

    async def read(self, request: ViewerRequest, customer_id: str) -> Response[bytes]:
        try:
            return _answer(await self.desk.read(request.user, customer_id))
        except Absent:
            raise absent(self.what) from None

    async def edit(self, request: ViewerRequest, customer_id: str, data: FieldEdit) -> Response[bytes]:
        wanted = Wanted(data.fields, _expected(request), data.keep_apart)
        try:
            return _answer(await self.desk.edit(request.user, customer_id, wanted))
        except Absent:
            raise absent(self.what) from None
        except NotEditable as refused:
            raise ProblemError(403, "not-permitted", refused.reason, field=refused.field) from None
        except Refused as refused:
            raise ProblemError(422, "value-refused", refused.reason, field=refused.field) from None
        except Stale as stale:
            raise self._stale(stale) from None
        except Taken as taken:
            raise await self._taken(request.user, customer_id, taken) from None

    async def history(
        self, request: ViewerRequest, customer_id: str, field: str | None, cursor: str | None, limit: int
    ) -> HistoryPage:
        try:
            return await self.desk.history(request.user, customer_id, field, cursor, limit)
        except Absent:
            raise absent(self.what) from None
        except Refused as refused:
            raise ProblemError(400, "invalid-request", refused.reason, field=refused.field) from None
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    def _stale(self, stale: Stale) -> ProblemError:
        current = [self.desk.shown_now(each) for each in stale.current]
        changed = [each for each in current if each.set_by is not None]
        by = f" {changed[0].set_by.name} set {changed[0].title} last." if changed and changed[0].set_by else ""
        detail = f"This {self.what} has been changed since you read it, so nothing was written.{by}"
        return ProblemError(412, "changed-meanwhile", detail, more={"current": current, "etag": stale.tag})

    async def _taken(self, viewer: Viewer, customer_id: str, taken: Taken) -> ProblemError:
        """Another customer is named to those only who may see it."""
        other = await self.desk.link_to(viewer, taken.holder, taken.label)
        name = other.name if other else f"Another {self.what}"
        more: dict[str, Any] = {"other": other} if other else {}
        if not taken.mergeable:
            detail = f"{name} has this value already, and this field allows every value once."
            return ProblemError(409, "taken", detail, field=taken.field, more=more or None)
        if other:
            more |= await self.offer(viewer, customer_id, other)
        rest = f"If both are one {self.what}, merge them; if not, send keep_apart: true."
        detail = f"{name} has this {taken.field} already. {rest}"
        return ProblemError(409, "taken", detail, field=taken.field, more=more or None)


def _answer(shown: FieldsShown) -> Response[bytes]:
    headers = {"ETag": shown.etag, "Cache-Control": "no-store"}
    return Response(msgspec.json.encode(shown), media_type="application/json", headers=headers)


def _expected(request: ViewerRequest) -> frozenset[str]:
    """Strong tags only. `*` would write over whatever somebody else has written, so it does not count."""
    header = request.headers.get("if-match", "")
    tags = frozenset(part.strip() for part in header.split(",") if _TAG.fullmatch(part.strip()))
    if not header.strip() or header.strip() == "*":
        detail = "Send the etag of what you are changing as If-Match, so that nobody's edit is lost."
        raise ProblemError(428, "precondition-required", detail, field="If-Match")
    return tags
