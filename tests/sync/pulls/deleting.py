"""Deletes as a user of the CRM does."""

import httpx

from rotunda_world.model import Engagement
from support.house import InhabitedHouse


async def delete(home: InhabitedHouse, engagement: Engagement) -> None:
    form = home.live.forms["hubspot"]
    headers = {"Authorization": f"Bearer {form['access_token']}"}
    async with httpx.AsyncClient(base_url=form["base_url"], headers=headers) as client:
        answer = await client.delete(f"/crm/objects/2026-09/{engagement.kind}/{engagement.hubspot_id}")
        assert answer.status_code == 204, answer.text
