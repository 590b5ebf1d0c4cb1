"""A worker over an installation that exists. `python worker.py URL FOLDER MOMENT`: its calendar stands still."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from rotunda.entrypoints.installation import open_installation
from rotunda.reading.alarm import Timing
from support.house import StillClock, furnished
from support.service import settings_for


async def work(database_url: str, folder: Path, moment: datetime) -> None:
    timing = Timing.of_loop(StillClock(moment))
    async with open_installation(
        settings_for(database_url, folder), demo=False, timing=timing, house=furnished()
    ) as installation:
        installation.worker.start()
        await asyncio.Event().wait()


asyncio.run(work(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
