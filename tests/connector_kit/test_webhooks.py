"""Signatures: the vendors' own vectors, and everything that must be refused."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.connector_kit.manifest import WebhookScheme
from rotunda.connector_kit.webhooks import Delivery, SignatureRefused, verify

BODY = b'{"id":"evt_1","type":"demo"}'
SECRET = "test_secret"
STANDARD_SECRET = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXQwMTIz"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://c360.example.com/hooks/hubspot"
HUBSPOT_BODY = b'[{"eventId":1,"subscriptionId":2,"portalId":3,"attemptNumber":0}]'


def hubspot_headers(body: bytes = HUBSPOT_BODY, url: str = URL, at: str = "1767225600000") -> dict[str, str]:
    message = b"POST" + url.encode() + body + at.encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), message, hashlib.sha256)).decode()
    return {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": at}


def stripe_headers(body: bytes = BODY, at: str = "1767225600") -> dict[str, str]:
    signature = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={signature}"}


SCHEMES: dict[WebhookScheme, tuple[str, dict[str, str], bytes]] = {
    WebhookScheme.STRIPE: (
        SECRET,
        {"Stripe-Signature": "t=1767225600,v1=c1f9cb8e9dcba171cc6ed56221b6ad157421c2bf5cbdbc8dc2ad63c55ed38441"},
        BODY,
    ),
    WebhookScheme.HUBSPOT_V3: (SECRET, hubspot_headers(), HUBSPOT_BODY),
    WebhookScheme.ZENDESK: (
        SECRET,
        {
            "X-Zendesk-Webhook-Signature": "+4rlKmZdyUsZw4vooVNwT0FfamdewzHZb4Ogt8CGThs=",
            "X-Zendesk-Webhook-Signature-Timestamp": "2026-01-01T00:00:00Z",
        },
        BODY,
    ),
    WebhookScheme.STANDARD: (
        STANDARD_SECRET,
        {
            "webhook-id": "msg_1",
            "webhook-timestamp": "1767225600",
            "webhook-signature": "v1,W+he6Fp7Dxe50hJK4n8UIGnq2xPi4PBDUr9SmcynZrA=",
        },
        BODY,
    ),
}
every_scheme = pytest.mark.parametrize("scheme", list(SCHEMES))


def deliver(
    scheme: WebhookScheme,
    *,
    secrets: list[str] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    now: datetime = NOW,
    url: str = URL,
) -> str:
    secret, good_headers, good_body = SCHEMES[scheme]
    delivery = Delivery(
        method="POST",
        url=url,
        headers=good_headers if headers is None else headers,
        body=good_body if body is None else body,
    )
    return verify(scheme, [secret] if secrets is None else secrets, delivery, now)


def test_every_scheme_of_the_manifest_is_known_here() -> None:
    assert set(SCHEMES) == set(WebhookScheme)


def test_published_vectors_pass() -> None:
    assert deliver(WebhookScheme.STRIPE) == "evt_1"
    assert deliver(WebhookScheme.ZENDESK) == "evt_1"
    assert deliver(WebhookScheme.STANDARD) == "msg_1"


def test_published_hubspot_vector_has_the_right_signature_but_no_batch() -> None:
    """The vector's body is no array of events, so its signature passes and its content is refused after that."""
    headers = {
        "X-HubSpot-Signature-v3": "9GYOUHTZRUsl/Fm/Gzn4oPA3iUB6k0ecYrScnN9W9Fk=",
        "X-HubSpot-Request-Timestamp": "1767225600000",
    }
    with pytest.raises(SignatureRefused, match="signed but cannot be told from a repetition: body: must be a list"):
        deliver(WebhookScheme.HUBSPOT_V3, headers=headers, body=BODY)
    with pytest.raises(SignatureRefused, match="does not match"):
        deliver(WebhookScheme.HUBSPOT_V3, headers=headers, body=BODY, url=URL + "/")


@every_scheme
def test_any_active_secret_verifies(scheme: WebhookScheme) -> None:
    secret = SCHEMES[scheme][0]
    other = base64.b64encode(b"y" * 32).decode()
    assert deliver(scheme, secrets=[other, secret]) == deliver(scheme)
    assert deliver(scheme, secrets=["", secret]) == deliver(scheme)
    with pytest.raises(SignatureRefused, match="does not match"):
        deliver(scheme, secrets=[other])


@every_scheme
@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_no_secret_verifies_nothing(scheme: WebhookScheme, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused, match="no usable signing secret"):
        deliver(scheme, secrets=secrets)


@every_scheme
@pytest.mark.parametrize("direction", [-1, 1])
def test_the_time_window_holds_both_ways(scheme: WebhookScheme, direction: int) -> None:
    assert deliver(scheme, now=NOW + direction * timedelta(minutes=5))
    with pytest.raises(SignatureRefused, match="five minutes off"):
        deliver(scheme, now=NOW + direction * timedelta(minutes=5, seconds=1))


@every_scheme
def test_headers_are_found_in_any_case_and_missed_by_name(scheme: WebhookScheme) -> None:
    headers = SCHEMES[scheme][1]
    assert deliver(scheme, headers={name.upper(): value for name, value in headers.items()})
    for name in headers:
        with pytest.raises(SignatureRefused, match=rf"header {name} is missing"):
            deliver(scheme, headers={other: value for other, value in headers.items() if other != name})


@every_scheme
@given(position=st.integers(min_value=0), flip=st.integers(1, 255))
def test_one_changed_byte_of_the_body_is_refused(scheme: WebhookScheme, position: int, flip: int) -> None:
    body = bytearray(SCHEMES[scheme][2])
    body[position % len(body)] ^= flip
    with pytest.raises(SignatureRefused, match="does not match"):
        deliver(scheme, body=bytes(body))


@every_scheme
@given(noise=st.dictionaries(st.integers(0, 2), st.text(max_size=40)))
def test_foreign_header_values_are_refused_and_never_crash(scheme: WebhookScheme, noise: dict[int, str]) -> None:
    good = SCHEMES[scheme][1]
    names = list(good)
    changed = {names[position % len(names)]: value for position, value in noise.items()}
    headers = {**good, **changed}
    if {name: value.strip() for name, value in headers.items()} == good:
        return
    with pytest.raises(SignatureRefused) as caught:
        deliver(scheme, headers=headers)
    assert SECRET not in caught.value.reason
    assert all(len(value) < 6 or value not in caught.value.reason for value in changed.values())


def test_units_are_checked_not_converted() -> None:
    with pytest.raises(SignatureRefused, match="not in seconds since 1970"):
        deliver(WebhookScheme.STRIPE, headers=stripe_headers(at="1767225600000"))
    with pytest.raises(SignatureRefused, match="not in milliseconds since 1970"):
        deliver(WebhookScheme.HUBSPOT_V3, headers=hubspot_headers(at="1767225600"))
    standard = {**SCHEMES[WebhookScheme.STANDARD][1], "webhook-timestamp": "1767225600000"}
    with pytest.raises(SignatureRefused, match="not in seconds since 1970"):
        deliver(WebhookScheme.STANDARD, headers=standard)
    zendesk = {**SCHEMES[WebhookScheme.ZENDESK][1], "X-Zendesk-Webhook-Signature-Timestamp": "1767225600"}
    with pytest.raises(SignatureRefused, match="not an ISO 8601 time"):
        deliver(WebhookScheme.ZENDESK, headers=zendesk)


def test_stripe_takes_any_of_several_signatures_of_version_one() -> None:
    good = SCHEMES[WebhookScheme.STRIPE][1]["Stripe-Signature"]
    time, signature = good.split(",")
    assert deliver(WebhookScheme.STRIPE, headers={"Stripe-Signature": f"{time},v1={'0' * 64},{signature},v0=1"})
    with pytest.raises(SignatureRefused, match="does not match"):
        deliver(WebhookScheme.STRIPE, headers={"Stripe-Signature": f"{time},{signature.replace('v1', 'v0')}"})
    with pytest.raises(SignatureRefused, match="no single time"):
        deliver(WebhookScheme.STRIPE, headers={"Stripe-Signature": f"{time},{good}"})


def test_standard_takes_any_of_several_signatures_of_version_one() -> None:
    good = SCHEMES[WebhookScheme.STANDARD][1]
    several = {**good, "webhook-signature": f"v1a,abc v1,{'A' * 44} {good['webhook-signature']}"}
    assert deliver(WebhookScheme.STANDARD, headers=several) == "msg_1"


def test_hubspot_decodes_the_escapes_of_its_list_and_no_others() -> None:
    called = "https://c360.example.com/hooks%2fa%20b?x=%40%3A%26"
    signed = "https://c360.example.com/hooks/a%20b?x=@:%26"
    assert deliver(WebhookScheme.HUBSPOT_V3, headers=hubspot_headers(url=signed), url=called)


def test_hubspot_repeats_a_batch_under_one_id_though_the_attempt_differs() -> None:
    second = HUBSPOT_BODY.replace(b'"attemptNumber":0', b'"attemptNumber":1')
    other = HUBSPOT_BODY.replace(b'"eventId":1', b'"eventId":9')
    first_id = deliver(WebhookScheme.HUBSPOT_V3)
    assert deliver(WebhookScheme.HUBSPOT_V3, headers=hubspot_headers(second), body=second) == first_id
    assert deliver(WebhookScheme.HUBSPOT_V3, headers=hubspot_headers(other), body=other) != first_id


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"id":5}', b'{"id":""}', b"\xff", b"[" * 5000, b'{"id":"%s"}' % (b"x" * 201)]
)
def test_a_signed_body_without_an_id_is_refused(body: bytes) -> None:
    with pytest.raises(SignatureRefused, match="signed but"):
        deliver(WebhookScheme.STRIPE, headers=stripe_headers(body), body=body)


def test_zendesk_bodies_that_an_admin_wrote_are_known_by_their_content() -> None:
    def signed(body: bytes) -> str:
        at = "2026-01-01T00:00:00Z"
        signature = base64.b64encode(hmac.digest(SECRET.encode(), at.encode() + body, hashlib.sha256)).decode()
        headers = {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": at}
        return deliver(WebhookScheme.ZENDESK, headers=headers, body=body)

    assert len({signed(b""), signed(b"ticket 1"), signed(b"ticket 2")}) == 3
    assert signed(b"ticket 1") == signed(b"ticket 1")
