"""What Prometheus is told is well formed, has units and words, and says nothing of any customer or person."""

import re
from collections.abc import Iterator

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from permissions.people import Peopled
from rotunda.connector_kit.manifest import ErrorKind

_UNITLESS = {
    "rotunda_source_breaker_state",
    "rotunda_sync_failures",
    "rotunda_outbox_waiting",
    "rotunda_outbox_refused",
}
_UNITS = ("_seconds", "_bytes", "_ratio")
_LABELS = {"source", "connection", "outcome", "bucket", "le"}
_OUTCOMES = {"ok", *(kind.value for kind in ErrorKind)}


async def families(ten: Peopled) -> tuple[str, list[Metric]]:
    """After somebody has looked, so that there is something to tell."""
    ten.clock.age()
    assert (await ten.clients["admin"].get(ten.path())).status_code == 200
    answer = await ten.clients["admin"].get("/metrics")
    assert answer.status_code == 200
    (kind,) = answer.headers.get_list("content-type")
    assert kind.startswith("text/plain; version=1.0.0; charset=utf-8")
    return answer.text, list(text_string_to_metric_families(answer.text))


def own(told: list[Metric]) -> Iterator[Metric]:
    return (family for family in told if family.name.startswith("rotunda_"))


async def test_every_family_has_a_type_and_words_and_comes_once(ten: Peopled) -> None:
    text, told = await families(ten)
    names = [family.name for family in told]
    assert len(names) == len(set(names))
    assert "rotunda_source_requests" in names
    for family in told:
        assert family.type in {"counter", "gauge", "histogram"}, family
        assert family.documentation.strip(), family
        assert family.samples or family.name.startswith("rotunda_"), family
    series = [line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")]
    assert len(series) == len(set(series))


async def test_names_carry_their_unit(ten: Peopled) -> None:
    for family in own((await families(ten))[1]):
        assert re.fullmatch(r"rotunda_[a-z]+(_[a-z]+)*", family.name), family.name
        if family.type == "counter":
            assert {sample.name for sample in family.samples} == {f"{family.name}_total"}
        elif family.name not in _UNITLESS:
            assert family.name.endswith(_UNITS), family.name


async def test_histograms_add_up(ten: Peopled) -> None:
    (family,) = (each for each in own((await families(ten))[1]) if each.type == "histogram")
    connections = {connection.id for connection in ten.house.installation.connections.list()}
    for connection in connections:
        samples = [each for each in family.samples if each.labels["connection"] == connection]
        buckets = [(float(each.labels["le"]), each.value) for each in samples if each.name.endswith("_bucket")]
        (count,) = (each.value for each in samples if each.name.endswith("_count"))
        assert buckets == sorted(buckets)
        assert [value for _, value in buckets] == sorted(value for _, value in buckets)
        assert buckets[-1] == (float("inf"), count)


async def test_labels_are_bounded_by_what_is_connected(ten: Peopled) -> None:
    _, told = await families(ten)
    connections = {connection.id: connection.source for connection in ten.house.installation.connections.list()}
    for sample in (sample for family in own(told) for sample in family.samples):
        assert set(sample.labels) <= _LABELS, sample
        assert connections[sample.labels["connection"]] == sample.labels["source"], sample  # pyright: ignore[reportArgumentType] - a label is text
        assert sample.labels.get("outcome", "ok") in _OUTCOMES, sample


@pytest.mark.parametrize("word", ["@", "acc_", "usr_", "tok_"])
async def test_nobody_is_named(ten: Peopled, word: str) -> None:
    text, _ = await families(ten)
    assert word not in text
    assert ten.account not in text
