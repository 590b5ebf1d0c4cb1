"""Whoever may not read what the CRM says of a customer learns nothing of it from the outbox."""

import pytest

from permissions.people import ROLES, Peopled
from rotunda.access.permission import Permission
from rotunda.access.roles import TIER_PERMISSIONS, Tier
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

TOPIC = SectionName("communication")
READERS = sorted(name for name, role in ROLES.items() if Permission.SECTION_DRILL in role.permissions)


def _reads(role: str, label: Label) -> bool:
    return (TOPIC, label) in ROLES[role].reach


@pytest.mark.parametrize("role", READERS)
async def test_only_who_reads_the_crm_s_words_is_told_of_it(ten: Peopled, role: str) -> None:
    text = f"On its way, for {role}"
    made = (await ten.clients["admin"].post(ten.path("/notes"), json={"text": text})).json()
    assert made["outbox"]["state"] == "kept_here"
    listed = await ten.clients[role].get(ten.path("/notes"))
    told = [each for each in listed.json().get("items", []) if each["id"] == made["id"]]
    assert bool(told) == _reads(role, Label.CS_PRIVATE)
    assert [each for each in told if "outbox" in each] == (told if _reads(role, Label.COMMUNICATION) else [])
    timeline = await ten.clients[role].get(ten.path("/timeline"), params={"types": "note", "limit": 200})
    entries = [each for each in timeline.json().get("entries", []) if each["record"]["id"] == made["id"]]
    assert bool(entries) == _reads(role, Label.CS_PRIVATE)
    assert ["outbox" in each for each in entries] == [_reads(role, Label.COMMUNICATION)] * len(entries)
    if not _reads(role, Label.COMMUNICATION):
        assert "outbox" not in listed.text + timeline.text


@pytest.mark.parametrize("role", sorted(ROLES))
async def test_only_admins_are_told_of_failures(ten: Peopled, role: str) -> None:
    manages = Permission.CONNECTION_MANAGE in ROLES[role].permissions
    assert (await ten.clients[role].get("/api/v1/sync")).status_code == (200 if manages else 403)
    retry = await ten.clients[role].post("/api/v1/outbox/wrt_none/retry")
    assert retry.status_code == (404 if manages else 403)


def test_who_may_write_to_the_crm_writes_here() -> None:
    for tier in Tier:
        writes = {Permission.SOURCE_WRITE, Permission.FIELD_EDIT} & TIER_PERMISSIONS[tier]
        assert len(writes) == (2 if tier in {Tier.READ_WRITE, Tier.ADMIN} else 0)
