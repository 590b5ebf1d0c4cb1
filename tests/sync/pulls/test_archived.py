"""What is deleted in the CRM leaves the timeline: once the deletion is delivered, else at the next pull."""

from datetime import timedelta

import pytest

from rotunda.sync.pulls.model import MONTH, MONTHS
from rotunda_world.model import Engagement
from support.house import InhabitedHouse
from sync.inbox.town import Post
from sync.pulls.catcher import caught
from sync.pulls.chronicle import pulled, told, true
from sync.pulls.deleting import delete

KINDS = ["calls", "emails", "meetings", "notes"]


def newest(home: InhabitedHouse, kind: str) -> Engagement:
    """Of the past."""
    of_kind = [each for company in home.companies for each in company.engagements if each.kind == kind]
    return max((each for each in of_kind if each.at < home.clock.now()), key=lambda each: each.at)


async def keys(home: InhabitedHouse) -> set[str]:
    return {key for key, _ in await told(home, "hubspot")}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_pull_sees_what_was_deleted_without_a_word(home: InhabitedHouse, kind: str) -> None:
    since = home.clock.now() - MONTHS * MONTH
    await pulled(home, "hubspot")
    doomed = newest(home, kind)
    key = f"{kind.removesuffix('s')}:{doomed.hubspot_id}"
    assert key in await keys(home)
    home.clock.advance(timedelta(minutes=20))
    await delete(home, doomed)
    left = await pulled(home, "hubspot")
    assert key not in {each for each, _ in left}
    assert true(home, "hubspot", since).keys() <= left.keys()


async def test_a_deletion_that_is_delivered_is_seen_at_once(home: InhabitedHouse) -> None:
    await Post(home, "hubspot").agree(Post(home, "hubspot").secret)
    await pulled(home, "hubspot")
    doomed = newest(home, "calls")
    async with caught(home) as news:
        await delete(home, doomed)
        await home.live.sender.settle()
        for _, body in news:
            assert (await Post(home, "hubspot").send(body)).status_code == 202
    await home.installation.inbox.worker.work()
    assert f"call:{doomed.hubspot_id}" not in await keys(home)
