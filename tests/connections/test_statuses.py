"""What statuses mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.sources import manifest
from rotunda.connections.statuses import error_of, kind_of, wait_until
from rotunda.connections.transport.http import HttpAnswer
from rotunda.connector_kit.errors import RateLimited
from rotunda.connector_kit.manifest import ErrorKind, Scope

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def meaning(status: int, declared: dict[int, ErrorKind] | None = None, **headers: str) -> ErrorKind:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return kind_of(error_of(HttpAnswer(status, named, b"{}"), manifest(statuses=declared or {}), NOW))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, ErrorKind.MISCONFIGURED),
        (400, ErrorKind.MISCONFIGURED),
        (401, ErrorKind.AUTH_EXPIRED),
        (402, ErrorKind.MISCONFIGURED),
        (403, ErrorKind.FORBIDDEN),
        (404, ErrorKind.GONE),
        (410, ErrorKind.GONE),
        (422, ErrorKind.MISCONFIGURED),
        (429, ErrorKind.RATE_LIMITED),
        (500, ErrorKind.UNAVAILABLE),
        (599, ErrorKind.UNAVAILABLE),
    ],
)
def test_the_common_table(status: int, kind: ErrorKind) -> None:
    assert meaning(status) is kind


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_a_manifest_may_say_otherwise(kind: ErrorKind) -> None:
    assert meaning(418, {418: kind}) is kind


def test_out_of_order_with_a_time_to_come_back_is_a_wait() -> None:
    assert meaning(503, Retry_After="5") is ErrorKind.RATE_LIMITED
    assert meaning(404, Retry_After="5") is ErrorKind.GONE


def test_a_missing_right_names_what_to_ask_for() -> None:
    scopes = (Scope("tickets.read", "Tickets."), Scope("users.read", "People."))
    error = error_of(HttpAnswer(403, {}, b"secret body"), manifest(scopes=scopes), NOW)
    assert error.reason.endswith("It takes tickets.read, users.read.")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("0", 0),
        ("-5", 0),
        ("999999999999", 3600),
        ("inf", 3600),
        ("nan", 1.5),
        ("", 1.5),
        ("soon", 1.5),
        ("Sat, 21 Nov 2026 09:00:20 GMT", 20),
        ("Sat, 21 Nov 2026 08:00:00 GMT", 0),
    ],
)
def test_how_long_to_wait(said: str, seconds: float) -> None:
    answer = HttpAnswer(429, {"Retry-After": said, "Date": "Sat, 21 Nov 2026 09:00:00 GMT"}, b"")
    assert wait_until(answer, manifest(retry_after_default=1.5), NOW) == NOW + timedelta(seconds=seconds)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_the_headers_say_the_wait_is_between_now_and_an_hour(after: str, date: str) -> None:
    error = error_of(HttpAnswer(429, {"Retry-After": after, "Date": date}, b""), manifest(), NOW)
    assert isinstance(error, RateLimited)
    assert NOW <= error.until <= NOW + timedelta(hours=1)
