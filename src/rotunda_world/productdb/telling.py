"""What the product sends when one of its accounts has changed: signed as Standard Webhooks describes."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rotunda_world.model import Activity, Company, Contact
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Changed

_PREFIX = "whsec_"


class ProductTelling:
    """The secret follows from the world's seed."""

    vendor = "productdb"

    def __init__(self, running: RunningWorld) -> None:
        self._running = running
        self._key = hashlib.sha256(f"rotunda world {running.world.seed} product webhook".encode()).digest()

    @property
    def webhook_secret(self) -> str:
        return _PREFIX + base64.b64encode(self._key).decode()

    def sign(self, body: bytes, _: str, now: float) -> dict[str, str]:
        """The id is the message's own: all tries of one share it."""
        number, at = str(json.loads(body)["id"]), str(int(now))
        digest = hmac.digest(self._key, f"{number}.{at}.".encode() + body, hashlib.sha256)
        signature = "v1," + base64.b64encode(digest).decode()
        return {"webhook-id": number, "webhook-timestamp": at, "webhook-signature": signature}

    def webhooks(self, changed: Changed) -> list[bytes]:
        return [_body(kind, of, self._running.clock()) for kind, of in _about(changed)]

    def registered(self, _: bytes) -> list[str]:
        """It knows the one address that it was pointed to."""
        return []


def _about(changed: Changed) -> Iterator[tuple[str, dict[str, Any]]]:
    record, what = changed.record, changed.kind.rpartition(".")[2]
    if isinstance(record, Company) and record.product_account_id:
        yield f"account.{what}", {"account_id": record.product_account_id}
    elif isinstance(record, Contact) and record.product_user_id and record.company.product_account_id:
        yield f"user.{what}", {"account_id": record.company.product_account_id, "user_id": record.product_user_id}
    elif isinstance(record, Activity):
        yield "activity.recorded", {"account_id": record.user.company.product_account_id}


def _body(kind: str, of: dict[str, Any], now: datetime) -> bytes:
    at = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"id": f"msg_{secrets.token_hex(12)}", "type": kind, "timestamp": at, "data": of}).encode()
