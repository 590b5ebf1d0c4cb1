"""Reads the cases: see cases/README.md."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant, Role
from rotunda.sections.labels import Label
from rotunda.timeline.threads.mail import Mail, mail_of

BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_LONG = "word " * 120


@dataclass(frozen=True)
class Case:
    name: str
    written: str
    mails: tuple[Mail, ...]
    threads: frozenset[frozenset[str]]


def all_cases() -> list[Case]:
    files = sorted((Path(__file__).parent / "cases").glob("*.txt"))
    return [case for file in files for case in _cases(file.read_text())]


def _cases(text: str) -> Iterator[Case]:
    for block in re.split(r"\n{2,}", text.strip()):
        name, *mails, threads = block.splitlines()
        groups = frozenset(frozenset(each) for each in threads.removeprefix("=").split())
        yield Case(name.removeprefix("# "), "\n".join(mails), tuple(_mail(line) for line in mails), groups)


def _mail(line: str) -> Mail:
    key, after, people, subject, *headers = shlex.split(line)
    named = dict(each.split("=", 1) for each in headers)
    event = Event(
        type=EventType.EMAIL_RECEIVED,
        key=key,
        version=1,
        at=BEGINNING + _span(after),
        record=("emails", key),
        label=Label.COMMUNICATION,
        people=tuple(_people(people)),
        subject=None if subject == "-" else _spelt(subject),
        details=EmailDetails(
            message_id=_id(named.get("id")),
            in_reply_to=_id(named.get("to")),
            references=_references(named.get("refs")),
            vendor_thread=named.get("vt"),
        ),
    )
    return mail_of(event, key, named.get("from", "hubspot"))


def _spelt(subject: str) -> str:
    return re.sub(r"\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), subject.replace("LONG", _LONG))


def _span(written: str) -> timedelta:
    return timedelta(seconds=sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)([dhms])", written)))


def _id(written: str | None) -> str | None:
    if written is None or written.startswith("~"):
        return written and written[1:]
    return f"{written}@mail.example"


def _references(written: str | None) -> tuple[str, ...]:
    if written is None or written.startswith("~"):
        return (written[1:],) if written else ()
    return tuple(f"{each}@mail.example" for each in written.split(","))


def _people(written: str) -> Iterator[Participant]:
    sender, _, readers = written.partition(">")
    if sender != "-":
        yield _person(Role.FROM, sender)
    for each in filter(None, readers.split(",")):
        yield _person(Role.TO, each)


def _person(role: Role, name: str) -> Participant:
    if "@" in name:
        return Participant(role, address=name, ours=False)
    if name.endswith("?"):
        return Participant(role, address=f"{name[:-1]}@somewhere.example")
    ours = name.isupper()
    return Participant(role, address=f"{name.lower()}@{'rotunda' if ours else 'customer'}.example", ours=ours)
