"""Connections as tests make them."""

from collections.abc import Mapping

import pytest

from reading.sources import SHOP, START, manifest, sealer, soon
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.model import (
    FormRefused,
)
from rotunda.connections.service import Connections
from rotunda.connector_kit.manifest import (
    Manifest,
)
from rotunda.kit.clock import SetClock
from rotunda.kit.crypto import Sealer
from rotunda.kit.database import Database
from rotunda.sections.ids import UserId

LISTED = AddressPolicy(["127.0.0.1"])
ACTOR = UserId("usr_1")


def make(
    database: Database,
    declared: Manifest | None = None,
    *,
    seals: Sealer | None = None,
    policy: AddressPolicy = LISTED,
    clock: SetClock | None = None,
) -> Connections:
    return Connections({SHOP: declared or manifest()}, database, seals or sealer(), policy, clock or SetClock(START))


async def count(database: Database) -> int:
    rows = await database.fetch_all(Count, "SELECT count(*) AS number FROM connection")
    return rows[0].number


class Count:
    def __init__(self, number: int) -> None:
        self.number = number


async def refused(connections: Connections, form: Mapping[str, str]) -> tuple[str, str]:
    with pytest.raises(FormRefused) as raised:
        await soon(connections.create(SHOP, None, form, ACTOR))
    return raised.value.field, raised.value.reason
