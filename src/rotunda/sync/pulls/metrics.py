"""What Prometheus is told of pulls, and of the outbox. Labels are bounded by what is connected."""

from collections.abc import Iterable, Iterator, Sequence

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from rotunda.kit.database import DatabaseUnavailable
from rotunda.sync.outbox.model import Queue
from rotunda.sync.outbox.service import Outbox
from rotunda.sync.pulls.model import SyncItem
from rotunda.sync.pulls.service import Pulls

_LABELS = ("source", "connection", "stream")
_QUEUE_LABELS = ("source", "connection")


class SyncMetrics(Collector):
    """Tells what it was last refreshed with: collecting cannot wait for a database."""

    def __init__(self, pulls: Pulls, outbox: Outbox) -> None:
        self._pulls = pulls
        self._outbox = outbox
        self._items: Sequence[SyncItem] = ()
        self._queues: Sequence[Queue] = ()

    async def refresh(self) -> None:
        """Without a database there are no figures, rather than old ones."""
        try:
            self._items, self._queues = await self._pulls.items(), await self._outbox.queues()
        except DatabaseUnavailable:
            self._items, self._queues = (), ()

    def describe(self) -> Iterable[Metric]:
        """Nothing is collected at registration."""
        return ()

    def collect(self) -> Iterator[Metric]:
        lag = GaugeMetricFamily(
            "rotunda_sync_lag_seconds", "How old the oldest change may be that was not pulled", labels=_LABELS
        )
        backfill = GaugeMetricFamily(
            "rotunda_sync_backfill_ratio", "How much of the first pull is done", labels=_LABELS
        )
        failures = GaugeMetricFamily("rotunda_sync_failures", "Pulls in a row that have failed", labels=_LABELS)
        for item in self._items:
            for each in item.streams:
                labels = (item.source, item.connection_id, each.name)
                lag.add_metric(labels, each.lag_seconds)
                backfill.add_metric(labels, each.progress)
                failures.add_metric(labels, each.failures)
        yield from (lag, backfill, failures)
        yield from self._outgoing()

    def _outgoing(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("rotunda_outbox_waiting", "Things that wait to be sent", labels=_QUEUE_LABELS)
        refused = GaugeMetricFamily("rotunda_outbox_refused", "Things that were not accepted", labels=_QUEUE_LABELS)
        for queue in self._queues:
            labels = (queue.source, queue.connection_id)
            waiting.add_metric(labels, queue.waiting)
            refused.add_metric(labels, queue.refused)
        yield from (waiting, refused)
