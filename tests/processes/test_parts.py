"""What one process leaves for another is, when it is read there, what it was."""

import msgspec

from processes.conftest import Pair
from rotunda.reading.kept import measure
from rotunda.reading.model import ReadKey


async def test_every_section_of_every_source_comes_back_as_it_was(pair: Pair) -> None:
    sections, told = pair.one.installation.house.sections, set[str]()
    async with pair.one.client() as client:
        for account in list(pair.one.accounts.values())[:8]:
            assert (await client.get(f"/api/v1/accounts/{account}")).status_code == 200
        for person in (await client.get("/api/v1/contacts", params={"limit": 5})).json()["items"]:
            assert (await client.get(f"/api/v1/contacts/{person['id']}")).status_code == 200
    readings = pair.one.installation.readings
    keys: list[ReadKey] = [key for each in pair.one.connections.values() for key in readings._cache.keys(each, None)]
    for key in keys:
        reading = readings.at_hand(key)
        if reading is None or reading.part is None:
            continue
        measured = measure(reading.part)
        assert msgspec.msgpack.decode(measured.encoded, type=sections[key.section].part) == reading.part
        told.add(key.section)
    assert told == set(sections)
