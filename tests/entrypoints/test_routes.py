"""Every route says who may call it, or the start stops."""

import pytest
from litestar import get

from rotunda.access.permission import Permission
from rotunda.entrypoints.authentication import RouteWithoutPermission, check_every_route


@get("/open", opt={"permission": Permission.PUBLIC}, sync_to_thread=False)
def declared() -> str:
    return ""


@get("/forgotten", sync_to_thread=False)
def forgotten() -> str:
    return ""


def test_a_route_without_a_permission_stops_the_start() -> None:
    check_every_route([declared])
    with pytest.raises(RouteWithoutPermission, match="declares no permission"):
        check_every_route([declared, forgotten])
