"""Addresses, domains, names and placeholders as keys."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.identity.matching.addresses import (
    base_email,
    domain_of_email,
    is_private_mailbox,
    is_role_mailbox,
    normal_email,
)
from rotunda.identity.matching.blocked import is_blocked
from rotunda.identity.matching.domains import company_domain, is_free_mail, registrable_domain
from rotunda.identity.matching.names import normal_name


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("ada@acme.com", "ada@acme.com"),
        ("  Ada@ACME.com ", "ada@acme.com"),
        ("Ada Lovelace <ada@acme.com>", "ada@acme.com"),
        ("mailto:ada@acme.com", "ada@acme.com"),
        ("ada+news@acme.com", "ada+news@acme.com"),
        ("ada@münchen.de", "ada@xn--mnchen-3ya.de"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("jose\u0301@acme.com", "jos\u00e9@acme.com"),
        ("ada@acme.com.", "ada@acme.com"),
    ],
)
def test_spellings_of_one_address_are_one(written: str, normal: str) -> None:
    assert normal_email(written) == normal


@pytest.mark.parametrize(
    "text",
    ["", "ada", "@acme.com", "ada@", "ada@acme", "a b@acme.com", "a@b@acme.com", "ada@10.0.0.1", "ada@localhost"],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert normal_email(text) is None


@given(st.emails())
def test_a_normal_address_is_its_own_normal_form(address: str) -> None:
    normal = normal_email(address)
    if normal is not None:
        assert normal_email(normal) == normal
        assert normal_email(address.upper()) in {normal, None, normal_email(normal.upper())}


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    normal = normal_email(text)
    assert normal is None or (normal.count("@") == 1 and normal == normal.strip())


def test_a_tag_is_taken_off_for_suggestions_only() -> None:
    assert base_email("ada+news@acme.com") == "ada@acme.com"
    assert base_email("a.d.a+x@gmail.com") == "ada@gmail.com"
    assert base_email("a.d.a@acme.com") == "a.d.a@acme.com"
    assert base_email("+x@acme.com") == "+x@acme.com"


def test_role_mailboxes_stand_for_no_person() -> None:
    assert all(map(is_role_mailbox, ("billing@acme.com", "billing+acme@agency.com", "no-reply@a.io", "ap@acme.com")))
    assert not any(map(is_role_mailbox, ("ada@acme.com", "ap.lovelace@acme.com", "billings@acme.com")))


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("acme.com", "acme.com"),
        ("https://www.acme.co.uk/about?x=1", "acme.co.uk"),
        ("ACME.com.", "acme.com"),
        ("acme.com:443", "acme.com"),
        ("@mail.acme.com", "acme.com"),
        ("acme.zendesk.com", "acme.zendesk.com"),
        ("x.github.io", "x.github.io"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("shop.северсталь.рф", "xn--80adib5a2adej6h.xn--p1ai"),
        ("mail.northwind.example", "northwind.example"),
    ],
)
def test_a_domain_is_cut_to_what_a_company_registers(written: str, registered: str) -> None:
    assert registrable_domain(written) == registered


@pytest.mark.parametrize(
    "text",
    ["", "acme", "co.uk", "com", "github.io", "10.0.0.1", "[::1]", "localhost", "x.local", "example.com", "a b.com"],
)
def test_what_nobody_registers_is_no_domain(text: str) -> None:
    assert registrable_domain(text) is None


@given(st.text(max_size=80))
def test_any_text_is_a_domain_or_none(text: str) -> None:
    domain = registrable_domain(text)
    assert domain is None or registrable_domain(domain) == domain


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.de", "outlook.com", "yahoo.com", "web.de", "hey.com", "pm.me"])
def test_free_mail_says_nothing_of_a_company(domain: str) -> None:
    assert is_free_mail(domain)
    assert company_domain(domain) is None
    assert domain_of_email(f"ada@{domain}") is None
    assert is_private_mailbox(f"ada@{domain}")


def test_the_suffix_list_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    registrable_domain.cache_clear()
    assert registrable_domain("never-asked-before.acme.co.jp") == "acme.co.jp"


def test_names_are_compared_without_legal_form_case_and_accents() -> None:
    assert normal_name("ACME, Inc.") == normal_name("Acmé GmbH") == normal_name("the acme b.v.") == "acme"
    assert normal_name("Müller & Söhne GmbH & Co. KG") == normal_name("MULLER SOHNE")
    assert normal_name("Acme Holding") != normal_name("Acme")
    assert normal_name("GmbH") == ""


def test_placeholders_identify_nobody() -> None:
    assert all(map(is_blocked, ("", " ", "null", "NULL", "undefined", "-1", "0", "000-000", "n/a", "anonymous", "xxx")))
    assert not any(map(is_blocked, ("acct_1", "1", "-2", "nullify", "0a", "10")))
