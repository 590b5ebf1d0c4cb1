"""Owns an embedded server on the folder that is given, says where it is, and waits to be told (or killed).

Run as a process of its own: `python postgres_owner.py FOLDER`. One JSON line comes out: `url`, and the pids `server`
and `watch`.
"""

import asyncio
import json
import sys
from pathlib import Path

from rotunda.kit.postgres import EmbeddedPostgres, PostgresFailed


async def own(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    try:
        url = await server.start()
    except PostgresFailed as error:
        say({"refused": str(error)})
        return
    say({"url": url, "server": server.server_pid, "watch": server.watch_pid})
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()


def say(what: dict[str, str | int | None]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(own(Path(sys.argv[1])))
