"""The figures of all workers of a machine, whichever of them is asked: each leaves its own in a folder now and then."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

_LEFT_EVERY_SECONDS = 2.0


class WorkerFigures:
    """`own` are this process's. Without a folder there are no others."""

    def __init__(self, own: CollectorRegistry, folder: Path | None, number: int) -> None:
        self._own = own
        self._folder = folder
        self._number = number

    def now(self) -> bytes:
        """In Prometheus's text; with several workers each figure is labelled with whose it is."""
        if self._folder is None:
            return generate_latest(self._own)
        texts = {path.stem: path.read_text() for path in sorted(self._folder.glob("*.prom"))}
        texts[str(self._number)] = generate_latest(self._own).decode()
        registry = CollectorRegistry()
        registry.register(_Joined(texts))
        return generate_latest(registry)

    async def keep_leaving(self) -> None:
        """Until it is cancelled."""
        while self._folder is not None:
            self._leave(self._folder)
            await asyncio.sleep(_LEFT_EVERY_SECONDS)

    def _leave(self, folder: Path) -> None:
        draft = folder / f"{self._number}.draft"
        draft.write_bytes(generate_latest(self._own))
        draft.replace(folder / f"{self._number}.prom")


class _Joined(Collector):
    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def collect(self) -> Iterator[Metric]:
        joined: dict[str, Metric] = {}
        for worker, text in self._texts.items():
            for family in text_string_to_metric_families(text):
                into = joined.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    into.samples.append(sample._replace(labels={**sample.labels, "worker": worker}))
        yield from joined.values()
