"""Is this delivery really from the vendor, and is it new? The signature schemes that manifests name.

Every scheme signs the raw body, so `verify` runs before anything parses it. A timestamp may be five minutes off in
either direction; one in another unit than the vendor documents is refused, not converted. All secrets and all listed
signatures are tried (both are several while a vendor rotates its secret), and comparing takes the same time however
much of a signature is right.

The delivery id that comes back is taken from signed bytes only: an unsigned header could be changed to pass a
repetition off as news.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NewType

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.manifest import WebhookScheme
from rotunda.connector_kit.requests import Json

DeliveryId = NewType("DeliveryId", str)
"""What a repetition of the same delivery has in common with it: at most 200 characters, unique per connection."""

TOLERANCE = timedelta(minutes=5)
_LONGEST_ID = 200
_SECONDS = range(10**9, 10**11)  # the years 2001 to 5138; milliseconds lie beyond
_MILLIS = range(10**12, 10**14)
_LONGEST_TIME = 20
_HUBSPOT_ESCAPES = re.compile(r"%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)
_STANDARD_PREFIX = "whsec_"


class SignatureRefused(Exception):
    """Nothing of the delivery may be used. `reason` is for the operator's log; it holds no secret, body or
    signature.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it arrived. `url` is the public address that the vendor called (behind a proxy it must be
    rebuilt); `body` is the raw bytes; `headers` are found whatever their case.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


class _Claim(msgspec.Struct, frozen=True):
    """What a delivery claims: when it was signed, which bytes, with which signatures, and as which delivery."""

    at: datetime
    message: bytes
    signatures: Sequence[str]
    encode: Callable[[bytes], str]
    identify: Callable[[], str]
    key_of: Callable[[str], bytes] = str.encode


def verify(scheme: WebhookScheme, secrets: Sequence[str], delivery: Delivery, now: datetime) -> DeliveryId:
    """The delivery's id, or `SignatureRefused`. `secrets` are the connection's signing secrets, newest first."""
    claim = _SCHEMES[scheme](_Headers(delivery.headers), delivery)
    keys = [key for secret in secrets if (key := claim.key_of(secret))]
    if not keys:
        raise SignatureRefused("The connection has no usable signing secret")
    if not _matches(claim, keys):
        raise SignatureRefused("The signature does not match")
    if abs(now - claim.at) > TOLERANCE:
        raise SignatureRefused("The timestamp is more than five minutes off")
    return _delivery_id(claim)


def _matches(claim: _Claim, keys: Iterable[bytes]) -> bool:
    expected = [claim.encode(hmac.digest(key, claim.message, hashlib.sha256)).encode() for key in keys]
    offered = [signature.encode(errors="replace") for signature in claim.signatures]
    # A list, not a generator: every pair is compared, so the time does not tell which one matched.
    return any([hmac.compare_digest(one, other) for one in expected for other in offered])  # noqa: C419 - see above


def _delivery_id(claim: _Claim) -> DeliveryId:
    try:
        found = claim.identify()
    except BadPayload as refusal:
        raise SignatureRefused(
            f"The delivery is signed but cannot be told from a repetition: {refusal.reason}"
        ) from None
    if not 0 < len(found) <= _LONGEST_ID:
        raise SignatureRefused("The delivery is signed but its id is empty or too long")
    return DeliveryId(found)


class _Headers:
    """Headers by lower-case name."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._by_name = {name.lower(): value for name, value in headers.items()}

    def get(self, name: str) -> str | None:
        return self._by_name.get(name.lower())

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if not value:
            raise SignatureRefused(f"The header {name} is missing")
        return value


def _hex(digest: bytes) -> str:
    return digest.hex()


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _epoch(text: str, plausible: range, unit: str) -> datetime:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_TIME):
        raise SignatureRefused("The timestamp is not a number")
    if int(text) not in plausible:
        raise SignatureRefused(f"The timestamp is not in {unit} since 1970")
    return datetime.fromtimestamp(0, UTC) + timedelta(**{unit: int(text)})


def json_of(body: bytes) -> Json:
    """Of a delivery that was verified. Raises BadPayload."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise BadPayload("body", "is not JSON") from None


def _json(body: bytes) -> Wild:
    return Wild(json_of(body), "body")


# Stripe: header Stripe-Signature `t=<unix seconds>,v1=<hex>[,v1=...]` over `<t>.<body>`; the secret is used as it is.


def _stripe(headers: _Headers, delivery: Delivery) -> _Claim:
    pairs = [part.strip().partition("=")[::2] for part in headers["Stripe-Signature"].split(",")]
    times = [value for name, value in pairs if name == "t"]
    if len(times) != 1:
        raise SignatureRefused("The header Stripe-Signature names no single time")
    return _Claim(
        at=_epoch(times[0], _SECONDS, "seconds"),
        message=times[0].encode() + b"." + delivery.body,
        signatures=[value for name, value in pairs if name == "v1"],
        encode=_hex,
        identify=lambda: _event_id(delivery.body),
    )


def _event_id(body: bytes) -> str:
    return _json(body)["id"].text()


# HubSpot v3: base64 over `<METHOD><URL><body><unix milliseconds>`, keyed with the app's client secret. In the URL, the
# twelve escapes of its documented list are decoded and no others.


def _hubspot_v3(headers: _Headers, delivery: Delivery) -> _Claim:
    at = headers["X-HubSpot-Request-Timestamp"]
    url = _HUBSPOT_ESCAPES.sub(lambda found: chr(int(found[1], 16)), delivery.url)
    return _Claim(
        at=_epoch(at, _MILLIS, "milliseconds"),
        message=delivery.method.upper().encode() + url.encode(errors="replace") + delivery.body + at.encode(),
        signatures=[headers["X-HubSpot-Signature-v3"]],
        encode=_base64,
        identify=lambda: _hubspot_batch(_json(delivery.body)),
    )


def _hubspot_batch(events: Wild) -> str:
    """A batch repeats when all its events do; the body itself differs, because it counts the attempts."""
    names = ("portalId", "subscriptionId", "eventId")
    keys = sorted(":".join(str(event[name].integer()) for name in names) for event in events)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if keys else ""


# Zendesk: base64 over `<ISO time><body>` without a separator. Event subscriptions carry an id in the body; a body that
# an admin wrote may not, and may be empty: then the body itself, at its time, is the delivery.


def _zendesk(headers: _Headers, delivery: Delivery) -> _Claim:
    written = headers["X-Zendesk-Webhook-Signature-Timestamp"]
    try:
        at = Wild(written).at_iso()
    except BadPayload:
        raise SignatureRefused("The timestamp is not an ISO 8601 time with a zone") from None
    message = written.encode(errors="replace") + delivery.body
    return _Claim(
        at=at,
        message=message,
        signatures=[headers["X-Zendesk-Webhook-Signature"]],
        encode=_base64,
        identify=lambda: _zendesk_id(delivery.body) or hashlib.sha256(message).hexdigest(),
    )


def _zendesk_id(body: bytes) -> str | None:
    try:
        return _json(body).maybe("id", Wild.text)
    except BadPayload:
        return None


# Standard Webhooks: `v1,<base64>` entries separated by spaces over `<id>.<unix seconds>.<body>`; the key is the base64
# text behind `whsec_`. Entries of other versions (v1a is asymmetric) are passed over.


def _standard(headers: _Headers, delivery: Delivery) -> _Claim:
    identifier, at = headers["webhook-id"], headers["webhook-timestamp"]
    entries = [entry.partition(",")[::2] for entry in headers["webhook-signature"].split()]
    return _Claim(
        at=_epoch(at, _SECONDS, "seconds"),
        message=f"{identifier}.{at}.".encode(errors="replace") + delivery.body,
        signatures=[value for version, value in entries if version == "v1"],
        encode=_base64,
        identify=lambda: identifier,
        key_of=_standard_key,
    )


def _standard_key(secret: str) -> bytes:
    """Empty, and so unusable, for a secret that is not base64."""
    try:
        return base64.b64decode(secret.removeprefix(_STANDARD_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


_SCHEMES: Mapping[WebhookScheme, Callable[[_Headers, Delivery], _Claim]] = {
    WebhookScheme.STRIPE: _stripe,
    WebhookScheme.HUBSPOT_V3: _hubspot_v3,
    WebhookScheme.ZENDESK: _zendesk,
    WebhookScheme.STANDARD: _standard,
}
