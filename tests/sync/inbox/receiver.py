"""A service that takes deliveries in and is killed before it does anything about them. `python receiver.py URL FOLDER
PORT`; says `ready` when it listens.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from rotunda.entrypoints.installation import open_installation
from rotunda.entrypoints.server import serve_app
from support.service import settings_for


async def receive(database_url: str, folder: Path, port: int) -> None:
    settings = replace(settings_for(database_url, folder), host="127.0.0.1", port=port)
    async with open_installation(settings, demo=False) as installation:
        await serve_app(installation, lambda: print("ready", flush=True))  # noqa: T201 - how it says so


asyncio.run(receive(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
