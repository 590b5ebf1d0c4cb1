"""The vendors of a running world: what can be spoilt and healed."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Protocol

from rotunda_world import simulators
from rotunda_world.running import Conditions, RunningWorld
from rotunda_world.simulators.simulator import Simulator


class Vendor(Protocol):
    """One system of the demo company behind its own address. `number` is the port it is to listen on; 0: any."""

    number: int

    @property
    def vendor(self) -> str: ...

    @property
    def form(self) -> dict[str, str]: ...

    @property
    def address(self) -> dict[str, object]: ...

    async def start(self) -> None: ...

    async def apply(self, conditions: Conditions) -> None: ...

    async def stop(self) -> None: ...


def builders() -> dict[str, Callable[[RunningWorld], Simulator]]:
    """By vendor: every folder of `simulators` is one, and exports `build`."""
    return dict(_found())


def _found() -> Iterator[tuple[str, Callable[[RunningWorld], Simulator]]]:
    for module in pkgutil.iter_modules(simulators.__path__):
        if module.ispkg:
            yield module.name, importlib.import_module(f"{simulators.__name__}.{module.name}").build
