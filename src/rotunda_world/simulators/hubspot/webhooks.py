"""HubSpot's webhook signatures."""

import base64
import hashlib
import hmac
import re

# Escapes that HubSpot decodes in the address before it signs.
_DECODED = {
    "%3A": ":",
    "%2F": "/",
    "%3F": "?",
    "%40": "@",
    "%21": "!",
    "%24": "$",
    "%27": "'",
    "%28": "(",
    "%29": ")",
    "%2A": "*",
    "%2C": ",",
    "%3B": ";",
}
_ESCAPE = re.compile("|".join(_DECODED), re.IGNORECASE)


def sign(secret: str, body: bytes, url: str, now: float) -> dict[str, str]:
    """The headers of one delivery: version 3 over method, address, body and milliseconds, and the old version 1."""
    at = str(int(now * 1000))
    address = _ESCAPE.sub(lambda found: _DECODED[found[0].upper()], url)
    message = b"POST" + address.encode() + body + at.encode()
    third = base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()
    return {
        "X-HubSpot-Signature-v3": third,
        "X-HubSpot-Request-Timestamp": at,
        "X-HubSpot-Signature": hashlib.sha256(secret.encode() + body).hexdigest(),
        "X-HubSpot-Signature-Version": "v1",
        "Content-Type": "application/json",
    }
