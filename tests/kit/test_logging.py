"""Logs: one JSON object per event, with its request, and no secret in it, whoever logs."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from rotunda.kit.logging import configure_logging, request_context
from rotunda.kit.secret import Secret

HIDDEN = "hunter2hunter2"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    configure_logging("json", stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_carries_its_request(stream: io.StringIO) -> None:
    with request_context("req_1"):
        structlog.get_logger("reading").info("source answered", source="stripe", status=200)
    structlog.get_logger("reading").info("idle")
    inside, outside = events(stream)
    assert inside["event"] == "source answered"
    assert (inside["source"], inside["status"], inside["level"]) == ("stripe", 200, "info")
    assert inside["request_id"] == "req_1"
    assert inside["timestamp"].endswith("Z")
    assert "request_id" not in outside


def test_the_standard_library_takes_the_same_way(stream: io.StringIO) -> None:
    with request_context("req_2"):
        logging.getLogger("aiohttp.client").warning("odd header from %s", "stripe")
    (event,) = events(stream)
    assert (event["event"], event["logger"], event["request_id"]) == (
        "odd header from stripe",
        "aiohttp.client",
        "req_2",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"password": HIDDEN},
        {"client_secret": HIDDEN},
        {"headers": {"Authorization": f"Bearer {HIDDEN}", "Cookie": HIDDEN}},
        {"connection": {"credentials": {"user": HIDDEN}}},
        {"value": Secret(HIDDEN)},
        {"values": [{"inner": (Secret(HIDDEN),)}]},
        {"text": f"connect to postgresql://rotunda:{HIDDEN}@127.0.0.1/rotunda failed"},
        {"text": f"header was 'Bearer {HIDDEN}'"},
        {"access_token": HIDDEN},
        {"x-api-key": HIDDEN},
    ],
)
def test_secrets_are_hidden(stream: io.StringIO, fields: dict[str, Any]) -> None:
    structlog.get_logger().info("something", **fields)
    logging.getLogger("library").info("something %s", fields.get("text", ""))
    assert len(events(stream)) == 2
    assert HIDDEN not in stream.getvalue()


def test_secrets_are_hidden_in_tracebacks(stream: io.StringIO) -> None:
    try:
        int(f"no route to postgresql://u:{HIDDEN}@db/x")
    except ValueError:
        structlog.get_logger().exception("page failed")
    (event,) = events(stream)
    assert "'no route to postgresql://u:***@db/x'" in event["exception"]


def test_the_console_says_the_same(capsys: pytest.CaptureFixture[str], stream: io.StringIO) -> None:
    written = io.StringIO()
    configure_logging("console", level="warning", stream=written)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud", token=HIDDEN, source="stripe")
    assert "quiet" not in written.getvalue()
    assert "loud" in written.getvalue()
    assert "stripe" in written.getvalue()
    assert HIDDEN not in written.getvalue()
