"""Of a conversation everybody is told the mails that their role reads: no count, date or person of the rest."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from permissions.people import ROLES, Peopled
from rotunda.access.permission import Permission
from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.sections.ids import ExternalId, SectionName
from rotunda.sections.labels import Label
from rotunda.timeline.model import OURS, id_of
from rotunda.view.timeline.items import id_shown

READERS = sorted(name for name, role in ROLES.items() if Permission.SECTION_DRILL in role.permissions)
TOPIC = SectionName("communication")
_LABELS = (Label.CS_PRIVATE, Label.COMMUNICATION, Label.FINANCE)


def _mail(home: Peopled, account: str, number: int) -> Event:
    label = _LABELS[number % 3]
    key = f"thread {account} {number}"
    return Event(
        type=EventType.EMAIL_RECEIVED,
        key=key,
        version=1,
        at=home.clock.now() - timedelta(days=9 - number),
        record=("emails", ExternalId(key)),
        label=label,
        whose=(("account", ExternalId(account)),),
        people=(Participant(Part.FROM, f"Pat {label}", f"pat.{label}@customer.test"),),
        subject=f"About {label}",
        text=f"Words of {label}",
        details=EmailDetails(message_id=f"{number}@{account}", references=(f"root@{account}",)),
    )


@pytest_asyncio.fixture(scope="module")
async def told(ten: Peopled) -> dict[str, list[Event]]:
    """One conversation at each account, whose mails have three labels in turn."""
    made = {account: [_mail(ten, account, number) for number in range(6)] for account in (ten.account, ten.elsewhere)}
    for mails in made.values():
        await ten.house.installation.timeline.record(OURS, mails)
    return made


def _mine(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in page["threads"] if each["subject"].startswith("About ")]


@pytest.mark.parametrize("role", READERS)
async def test_a_conversation_is_what_a_role_reads_of_it(ten: Peopled, told: dict[str, list[Event]], role: str) -> None:
    reach = ROLES[role].reach
    readable = [each for each in told[ten.account] if (TOPIC, each.label) in reach]
    page = (await ten.clients[role].get(ten.path("/threads"), params={"limit": 100})).json()
    assert [each["messages"] for each in _mine(page)] == ([len(readable)] if readable else [])
    for each in _mine(page):
        assert each["subject"] == readable[0].subject
        whole = (await ten.clients[role].get(ten.path(f"/threads/{each['id']}"))).json()
        assert [mail["subject"] for mail in whole["messages"]] == [mail.subject for mail in readable]
        assert bool(each.get("people")) == ((TOPIC, Label.PERSONAL) in reach)
        hidden = {str(label) for label in _LABELS} - {str(mail.label) for mail in readable}
        assert not any(f"About {label}" in str(whole) or f"Pat {label}" in str(whole) for label in hidden)


@pytest.mark.parametrize("role", READERS)
async def test_a_mail_that_may_not_be_read_leads_nowhere(ten: Peopled, told: dict[str, list[Event]], role: str) -> None:
    client, reach = ten.clients[role], ROLES[role].reach
    nowhere = await client.get(ten.path(f"/threads/evt_{'0' * 32}"))
    for mail in told[ten.account][:3]:
        answer = await client.get(ten.path(f"/threads/{id_shown(id_of(OURS, mail.key))}"))
        assert answer.status_code == (200 if (TOPIC, mail.label) in reach else 404)
        if answer.status_code == 404:
            assert answer.json()["detail"] == nowhere.json()["detail"]


async def test_a_mail_of_another_customer_is_no_mail_of_this_one(ten: Peopled, told: dict[str, list[Event]]) -> None:
    foreign = id_shown(id_of(OURS, told[ten.elsewhere][0].key))
    assert (await ten.clients["admin"].get(ten.path(f"/threads/{foreign}"))).status_code == 404
