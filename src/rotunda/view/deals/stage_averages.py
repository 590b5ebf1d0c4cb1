"""How long deals stay in each stage, over all whose deals a viewer may read: from the stage changes on the timeline."""

from datetime import timedelta
from typing import LiteralString

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope, scope_of
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.events import EventType
from rotunda.insight.deals.pace import StageAverage, StageName, StageStay, averages
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.renewed import Renewed
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.timeline.service import Timeline

_DEALS = SectionName("deals")
_LOOKED_BACK = timedelta(days=730)
"""As far as a first pull reads: of what was before, some deals would have a history and others none."""

_GOOD_FOR = timedelta(hours=1)
_GROWING = timedelta(minutes=1)
"""While no stage has enough deals, each pull may bring them."""

_STAYS: LiteralString = """
    SELECT pipeline, stage, count(DISTINCT (connection_id, external_id)) AS deals, count(*) AS stays,
        sum(extract(epoch FROM stayed))::double precision / 86400 AS days
    FROM (
        SELECT e.connection_id, e.external_id, e.details ->> 'pipeline' AS pipeline, e.details ->> 'before' AS stage,
            e.at - lag(e.at) OVER (PARTITION BY e.connection_id, e.external_id ORDER BY e.at, e.id) AS stayed
        FROM timeline_event e
        WHERE e.keys && {keys}::text[] AND e.kind = ANY({kinds}) AND e.at >= {since} AND e.at <= {until} AND {whose}
    ) AS moved
    WHERE stayed IS NOT NULL AND pipeline IS NOT NULL AND stage IS NOT NULL GROUP BY 1, 2
"""
"""A change of stage ends the stay that began with the change before it, or with the deal itself."""

_ANYBODYS = sql.SQL("starts_with(e.keys[1], 'acc_')")
_OF_SOME = """
    e.keys && ARRAY(
        SELECT DISTINCT m.account_id COLLATE "C" FROM account_owner o
        JOIN account_member own ON own.account_id = o.account_id
        JOIN account_member m ON m.shown_id = own.shown_id
        WHERE o.email = ANY({emails}::text[]) OR o.team = ANY({teams}::text[])
    )::text[]
"""
"""Members of a merge are one customer: it belongs to whoever any of them belongs to."""


class _Scopes(msgspec.Struct, frozen=True):
    everything: bool
    emails: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


class StageAverages:
    """Kept for an hour for each set of accounts that viewers may read."""

    def __init__(self, database: Database, timeline: Timeline, clock: Clock) -> None:
        self._database = database
        self._timeline = timeline
        self._clock = clock
        self._known: Renewed[_Scopes, dict[StageName, StageAverage]] = Renewed(clock, _good_for)

    async def of(self, viewer: Viewer) -> dict[StageName, StageAverage]:
        """Of the deals that this viewer may read, on any account; empty where that is none."""
        scopes = _scopes(viewer)
        return {} if scopes is None else await self._known.get(scopes, lambda: self._read(scopes))

    async def _read(self, scopes: _Scopes) -> dict[StageName, StageAverage]:
        kinds = [
            n for n, kind in (await self._timeline.kinds()).items() if kind.type in _TYPES and _is_readable(kind.label)
        ]
        now = self._clock.now()
        statement = sql.SQL(_STAYS).format(
            keys=sql.Literal([f"k|{each}" for each in kinds]),
            kinds=sql.Literal(kinds),
            since=sql.Literal(now - _LOOKED_BACK),
            until=sql.Literal(now),
            whose=_whose(scopes),
        )
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(StageStay)) as cursor,
        ):
            await cursor.execute(statement)
            return averages(await cursor.fetchall())


_TYPES = frozenset({EventType.DEAL_CREATED, EventType.DEAL_STAGE})


def _is_readable(label: Label) -> bool:
    return label is Label.COMMERCIAL


def _scopes(viewer: Viewer) -> _Scopes | None:
    """Of the roles that read on in deals."""
    scopes: list[ListScope] = [
        scope_of(viewer, role)
        for role in viewer.roles_with(Permission.SECTION_DRILL)
        if Permission.ACCOUNT_VIEW in role.permissions and (_DEALS, Label.COMMERCIAL) in role.reach
    ]
    if not scopes:
        return None
    if any(each.everything for each in scopes):
        return _Scopes(everything=True)
    teams = {team for each in scopes for team in each.teams}
    return _Scopes(False, tuple(sorted({each.email for each in scopes})), tuple(sorted(teams)))


def _whose(scopes: _Scopes) -> sql.Composable:
    if scopes.everything:
        return _ANYBODYS
    return sql.SQL(_OF_SOME).format(emails=sql.Literal(list(scopes.emails)), teams=sql.Literal(list(scopes.teams)))


def _good_for(known: dict[StageName, StageAverage]) -> timedelta:
    return _GOOD_FOR if known else _GROWING
