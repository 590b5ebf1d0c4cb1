"""One ticket by its number: whose it is, and what cannot be a number is not asked for."""

from typing import Any

import pytest

from connectors.zendesk.recording import SETTINGS, ticket
from rotunda.connector_kit.connector import Conversation
from rotunda.connector_kit.contract import drive
from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.requests import AnyRequest, Payload, Request
from rotunda.connectors.zendesk import CONNECTOR
from rotunda.sections.ids import ExternalId


def asked(number: str, pages: list[Any]) -> tuple[Conversation | None, list[str]]:
    """What was found, and the paths that were asked for."""
    paths: list[str] = []

    def answer(request: AnyRequest) -> Payload:
        assert isinstance(request, Request)
        assert request.absent_on == {404}
        paths.append(request.path)
        return Payload(pages)

    assert CONNECTOR.conversation is not None
    return drive(CONNECTOR.conversation(number, SETTINGS), answer), paths


def test_a_ticket_is_its_organization_s_and_its_requester_s() -> None:
    found, paths = asked("48201", [{"ticket": ticket(48201, 7001)}])
    assert paths == ["/api/v2/tickets/48201.json"]
    assert found is not None
    assert found.whose == (("organization", ExternalId("7001")), ("user", ExternalId("9001")))
    assert (found.ref.external_id, found.ref.url) == ("48201", "https://acme-help.zendesk.com/agent/tickets/48201")


def test_without_an_organization_it_is_its_requester_s() -> None:
    found, _ = asked("7", [{"ticket": ticket(7, None)}])
    assert found is not None
    assert found.whose == (("user", ExternalId("9001")),)


def test_a_ticket_that_is_not_there_is_none() -> None:
    assert asked("7", [])[0] is None


@pytest.mark.parametrize("number", ["", "abc", "4 2", "-1", "1" * 19, "٤٢", "../users/1"])
def test_what_can_be_no_number_is_not_asked_for(number: str) -> None:
    assert asked(number, []) == (None, [])


def test_another_ticket_than_was_asked_for_is_believed_by_nobody() -> None:
    with pytest.raises(BadPayload):
        asked("7", [{"ticket": ticket(8, 7001)}])
