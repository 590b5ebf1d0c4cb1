"""`python -m rotunda_world serve`: the demo company alone."""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
import uvloop

from rotunda.kit.postgres import PostgresFailed
from rotunda_world.server import Wanted, running_world

_MOST_ACCOUNTS = 100_000


@click.group()
def main() -> None:
    """The demo company: one coherent book of customers behind Stripe, HubSpot, Zendesk and a product database."""


def _moment(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("give a time such as 2026-11-02T09:30:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@main.command()
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed, another book.")
@click.option("--accounts", type=click.IntRange(1, _MOST_ACCOUNTS), default=250, show_default=True)
@click.option("--months", type=click.IntRange(1, 120), default=18, show_default=True, help="Of history.")
@click.option("--now", callback=_moment, help="ISO time at which the world stands still. Default: the real time.")
@click.option("--tick", is_flag=True, help="The time goes on from --now.")
@click.option("--database-url", help="Admin URL of a PostgreSQL for the product database. Default: an embedded one.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the embedded one. Default: a temporary one.")
@click.option("--port-base", type=click.IntRange(0, 65_500), default=0, help="Ports count up from here. 0: any.")
@click.option("--webhook-pace", type=click.FloatRange(0), default=1.0, help="Multiplies waits between tries.")
@click.option("--until-stdin-closes", is_flag=True, help="Stop when the parent's pipe ends, too.")
def serve(until_stdin_closes: bool, data: Path | None, **wanted: object) -> None:  # noqa: FBT001 - click passes flags by name
    """Start every system, print their addresses as one JSON object, and serve until told to stop."""
    try:
        uvloop.run(_serve(Wanted(folder=data, **wanted), until_stdin_closes=until_stdin_closes))  # pyright: ignore[reportArgumentType] - click has checked the types
    except PostgresFailed as failed:
        raise click.ClickException(str(failed)) from None
    except psycopg.OperationalError as failed:
        raise click.ClickException(f"The database cannot be used: {failed}") from None
    except OSError as failed:
        raise click.ClickException(f"A port is not free: {failed}") from None


async def _serve(wanted: Wanted, *, until_stdin_closes: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running_world(wanted, progress=_say) as live:
        print(json.dumps(live.addresses), flush=True)  # noqa: T201 - the command's result
        watcher = asyncio.create_task(_stop_with_parent(stop)) if until_stdin_closes else None
        await stop.wait()
        if watcher is not None:
            watcher.cancel()
    _say("The demo company has stopped.")


async def _stop_with_parent(stop: asyncio.Event) -> None:
    """Sets the event when standard input ends: the parent has gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        while await reader.read(1024):
            pass
        stop.set()
    finally:
        transport.close()


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


if __name__ == "__main__":
    main()
