"""What changes are made of: a name, declared parameters that are read strictly, and the function that makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rotunda_world.model import World
from rotunda_world.simulators.simulator import Changed

MOST_LETTERS = 500


class ChangeRefused(ValueError):
    """A change cannot be made. `field` is the parameter at fault (`name`: the change's own name)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


Read = Callable[[object], Any]
"""Turns a JSON value into the parameter's type. Raises TypeError or ValueError with the reason."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind` tells people what is expected. A parameter that is not required is None when it is absent."""

    name: str
    kind: str
    read: Read
    required: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one change, read. Absent ones are None."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, otherwise: Any) -> Any:
        """The value, or `otherwise` where it is absent."""
        value = self.values[name]
        return otherwise if value is None else value


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change. `make` raises ChangeRefused before it has changed anything."""

    name: str
    purpose: str
    parameters: Sequence[Parameter]
    make: Callable[[World, datetime, Asked], list[Changed]]

    def read(self, given: Mapping[str, object]) -> Asked:
        """Raises ChangeRefused for unknown, missing and impossible parameters."""
        known = {parameter.name for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise ChangeRefused(name, f"{self.name} has no such parameter. It has {', '.join(sorted(known))}.")
        return Asked({parameter.name: _read(parameter, given.get(parameter.name)) for parameter in self.parameters})

    def described(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "purpose": self.purpose,
            "parameters": [
                {"name": each.name, "kind": each.kind, "required": each.required} for each in self.parameters
            ],
        }


def _read(parameter: Parameter, given: object) -> Any:
    if given is None:
        if parameter.required:
            raise ChangeRefused(parameter.name, f"is missing: give {parameter.kind}")
        return None
    try:
        return parameter.read(given)
    except (TypeError, ValueError) as error:
        raise ChangeRefused(parameter.name, f"{error}; give {parameter.kind}") from error


def text(name: str, kind: str, *, required: bool = False) -> Parameter:
    """Not empty, at most 500 letters."""
    return Parameter(name, kind, _text, required)


def number(name: str, least: int, most: int, *, required: bool = False) -> Parameter:
    """A whole number within bounds, both allowed."""

    def read(given: object) -> int:
        if not isinstance(given, int) or isinstance(given, bool):
            raise TypeError(f"{given!r} is no whole number")
        if not least <= given <= most:
            raise ValueError(f"{given} is out of bounds")
        return given

    return Parameter(name, f"a whole number from {least} to {most}", read, required)


def choice(name: str, allowed: Sequence[str], *, required: bool = False) -> Parameter:
    """One of a few words."""

    def read(given: object) -> str:
        if given not in allowed:
            raise ValueError(f"{given!r} is not allowed")
        return str(given)

    return Parameter(name, f"one of {', '.join(allowed)}", read, required)


def choices(name: str, allowed: Sequence[str]) -> Parameter:
    """Several of a few words."""

    def read(given: object) -> list[str]:
        words = _texts(given)
        for word in words:
            if word not in allowed:
                raise ValueError(f"{word!r} is not allowed")
        return words

    return Parameter(name, f"a list of {', '.join(allowed)}", read)


def flag(name: str) -> Parameter:
    """True or false."""

    def read(given: object) -> bool:
        if not isinstance(given, bool):
            raise TypeError(f"{given!r} is neither true nor false")
        return given

    return Parameter(name, "true or false", read)


def texts(name: str, kind: str) -> Parameter:
    """A list of texts."""
    return Parameter(name, kind, _texts)


def day(name: str) -> Parameter:
    """A date."""

    def read(given: object) -> date:
        return date.fromisoformat(_text(given))

    return Parameter(name, "a date such as 2026-11-20", read)


def email(name: str, *, required: bool = False) -> Parameter:
    """Something with one @ and no blanks."""

    def read(given: object) -> str:
        address = _text(given)
        local, at, domain = address.partition("@")
        if not (local and at and domain) or "@" in domain or any(letter.isspace() for letter in address):
            raise ValueError(f"{address!r} is no address")
        return address

    return Parameter(name, "an email address", read, required)


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{given!r} is no text")
    if len(given) > MOST_LETTERS:
        raise ValueError(f"it is longer than {MOST_LETTERS} letters")
    return given.strip()


def _texts(given: object) -> list[str]:
    if not isinstance(given, list):
        raise TypeError(f"{given!r} is no list")
    return [_text(each) for each in given]
