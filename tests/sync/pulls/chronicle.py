"""What timelines hold, and what they should: read from the store, and computed from the world alone."""

from datetime import datetime

from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda_world.truth.happenings import Happened, happenings
from support.house import InhabitedHouse

Told = tuple[str, datetime]
"""An event's key and its moment."""

_KEPT = "SELECT key, at, keys FROM timeline_event WHERE connection_id = %s"


async def held(database: Database, connection: ConnectionId) -> dict[Told, set[str]]:
    """With the accounts that each belongs to. An event that is there twice is an error."""
    async with database.connection() as opened:
        rows = await (await opened.execute(_KEPT, (connection,))).fetchall()
    told = {(key, at): {each for each in keys if each.startswith("acc_")} for key, at, keys in rows}
    assert len({key for key, _ in told}) == len(rows)
    return told


def true(home: InhabitedHouse, source: str, since: datetime) -> dict[Told, str]:
    """With the account that it happened to."""
    return {
        (key_of(each), each.at): home.accounts[each.account]
        for each in happenings(home.live.running.world)
        if each.source == source and each.at >= since
    }


def of_wrong_accounts(told: dict[Told, set[str]], true: dict[Told, str]) -> list[Told]:
    return [each for each, account in true.items() if account not in told[each]]


def key_of(each: Happened) -> str:
    return ":".join(filter(None, (*each.record, each.what)))


async def pulled(home: InhabitedHouse, source: str) -> dict[Told, set[str]]:
    """Everything that there is to pull, and what came of it."""
    connection = home.connections[SourceName(source)]
    puller = home.installation.pulls.puller
    await puller.begin()
    await home.installation.pulls.run(connection)
    while await puller.pull(connection):
        pass
    return await told(home, source)


async def told(home: InhabitedHouse, source: str) -> dict[Told, set[str]]:
    return await held(home.installation.database, home.connections[SourceName(source)])
