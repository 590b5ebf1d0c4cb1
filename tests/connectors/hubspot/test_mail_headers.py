"""Ids of a mail, out of what HubSpot keeps of its headers."""

import pytest

from rotunda.connectors.hubspot.mapping.mail_headers import MailHeaders, mail_headers


def test_ids_are_read_without_brackets() -> None:
    written = '{"from": {"email": "a@x"}, "Message-ID": "<1@x>", "in-reply-to": "<0@x>", "References": "<0@x> <9@x>"}'
    assert mail_headers(written) == MailHeaders("1@x", "0@x", ("0@x", "9@x"))


def test_bare_ids_are_read() -> None:
    assert mail_headers('{"message-id": "1@x", "references": "0@x, 9@x"}') == MailHeaders("1@x", None, ("0@x", "9@x"))


@pytest.mark.parametrize("written", [None, "", "{", "[]", "null", '{"message-id": null}', '{"references": ["<1@x>"]}'])
def test_what_cannot_be_read_says_nothing(written: str | None) -> None:
    assert mail_headers(written) == MailHeaders()
