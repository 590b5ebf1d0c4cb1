"""Shows a look, and makes it again where what it was made from has changed meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Request

from rotunda.access.changes import Outdated
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.authentication import authenticate, require_permission
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError

Shown = TypeVar("Shown")

_TRIES = 4


async def while_it_stands(
    installation: Installation, request: Request[Viewer, Any, Any], show: Callable[[], Awaitable[Shown]]
) -> Shown:
    """What `show` returns for `request.user`, with rights that held when the look was recorded."""
    for _ in range(_TRIES):
        try:
            return await show()
        except Outdated:
            await authenticate(request, installation.sign_in)
            require_permission(request, request.route_handler)
    raise ProblemError(503, "changing", "Rights or accounts are changing all the time. Try again in a moment.")
