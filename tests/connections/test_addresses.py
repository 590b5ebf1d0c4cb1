"""Which addresses may be reached."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connections.addresses import AddressPolicy, is_public
from rotunda.connector_kit.errors import Misconfigured, Unavailable

PRIVATE = [
    "10.0.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:db8::1",
]
PUBLIC = ["::ffff:8.8.8.8", "8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_outside_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_disguise_makes_an_inner_address_public(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    for disguise in (
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1),
    ):
        assert not is_public(disguise)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "ftp://api.example.com",
        "https://",
        "api.example.com",
        "https://user@api.example.com",
        "https://user:pass@api.example.com",
        "https://api.example.com?x=1",
        "https://api.example.com#x",
        "https://api.example.com:notaport",
        "https://127.0.0.1",
        "https://[::1]:8080",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
    ],
)
def test_a_base_url_that_is_no_plain_public_https_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured):
        AddressPolicy().check_url(url)


@pytest.mark.parametrize("url", ["https://api.example.com", "https://api.example.com:8443/v2", "https://8.8.8.8"])
def test_a_plain_public_https_url_is_taken(url: str) -> None:
    AddressPolicy().check_url(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:81", "https://127.0.0.1", "http://Crm.Internal", "http://crm.internal."]
)
def test_a_listed_host_may_be_inside_and_without_tls(url: str) -> None:
    AddressPolicy(["127.0.0.1", "crm.internal"]).check_url(url)


async def test_a_name_is_judged_by_what_it_resolves_to() -> None:
    with pytest.raises(Misconfigured) as refused:
        await AddressPolicy().resolve("localhost", 80)
    assert refused.value.reason.startswith("localhost is an address inside a private network.")
    endpoints = await AddressPolicy(["localhost"]).resolve("localhost", 80, socket.AF_INET)
    assert [endpoint.host for endpoint in endpoints] == ["127.0.0.1"]


@pytest.mark.parametrize("name", ["0x7f.1", "2130706433", "127.1", "017700000001"])
async def test_unusual_spellings_of_inner_addresses_are_resolved_before_they_are_judged(name: str) -> None:
    with pytest.raises(Misconfigured):
        await AddressPolicy().resolve(name, 80)


async def test_a_name_without_address_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await AddressPolicy().resolve("does-not-exist.invalid", 443)
