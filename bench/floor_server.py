"""The floor of a warm page: Litestar, served as the product is served, sending bytes that lie ready.

`python -m bench.floor_server PORT SIZE...`: `/bytes/<n>` sends the n-th size in bytes.
"""

import contextlib
import sys
from collections.abc import Sequence
from typing import Any

import uvloop
from litestar import Litestar, MediaType, Request, Response, get

from rotunda.entrypoints.server import serve


def create_app(sizes: Sequence[int]) -> Litestar:
    bodies = {str(number): b" " * size for number, size in enumerate(sizes)}

    @get("/bytes/{number:str}")
    async def ready_bytes(request: Request[Any, Any, Any], number: str) -> Response[bytes]:  # noqa: ARG001 - pages take it, too
        return Response(bodies[number], media_type=MediaType.JSON, headers={"Cache-Control": "no-store"})

    return Litestar([ready_bytes], openapi_config=None, logging_config=None)


if __name__ == "__main__":
    port, *wanted = map(int, sys.argv[1:])
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(serve(create_app(wanted), "127.0.0.1", port, lambda: print("{}", flush=True)))
