"""A page joined from kept bytes is, byte by byte, the page encoded anew."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.scores import score
from rotunda.insight.signals.model import Thresholds
from rotunda.reading.model import Reading
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, ConnectionId, SectionName, SourceName
from rotunda.sections.provenance import Mode
from rotunda.view.document import AccountHead, SectionEnvelope, SourceReport
from rotunda.view.page.judged import Judgement
from rotunda.view.page.warm import page_of
from rotunda.view.page.written import Written, WrittenSections, write

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BILLING = SectionName("billing")

aware = st.timedeltas(timedelta(days=-2000), timedelta(days=2000)).map(lambda away: NOW + away)
moments = st.none() | aware
documents = st.dictionaries(st.text(max_size=5), st.text(max_size=12), max_size=3)
texts = st.text(max_size=12) | st.sampled_from(['"age_seconds":null', "},{", '","age_seconds":7,"'])


def age(as_of: datetime | None, now: datetime) -> int | None:
    return None if as_of is None else max(0, int((now - as_of).total_seconds()))


@st.composite
def reports(draw: st.DrawFn) -> SourceReport:
    return SourceReport(
        source=SourceName(draw(texts)),
        title=draw(texts),
        connection=ConnectionId(draw(texts)),
        mode=draw(st.sampled_from(Mode)),
        state=draw(st.sampled_from(State)),
        as_of=draw(moments),
        age_seconds=draw(st.none() | st.integers(0, 10**9)),
        reason=draw(st.none() | texts),
        url=draw(st.none() | texts),
    )


envelopes = st.builds(
    SectionEnvelope,
    state=st.sampled_from(State),
    as_of=moments,
    sources=st.lists(reports(), max_size=4),
    data=st.none()
    | st.dictionaries(texts, texts, max_size=3).map(lambda value: msgspec.Raw(msgspec.json.encode(value))),
    more=st.dictionaries(texts, st.integers(0, 999), max_size=2),
)


@given(st.lists(st.tuples(texts, envelopes), max_size=4, unique_by=lambda each: each[0]), aware, texts)
def test_any_page_is_joined_as_it_would_be_encoded(
    sections: list[tuple[str, SectionEnvelope]], now: datetime, account: str
) -> None:
    head, scores = AccountHead(AccountId(account), account), {"of": account}
    expected = {
        "account": head,
        "sections": {name: aged(envelope, now) for name, envelope in sections},
        "indicators": [],
        "scores": scores,
    }
    written = [
        Written([], None, write(SectionName(name), envelope), [each.as_of for each in envelope.sources])
        for name, envelope in sections
    ]
    members = msgspec.json.encode({"indicators": [], "scores": scores})[1:-1]
    page = page_of([], written, Judgement([], score({}, frozenset(), NOW), [], members, NOW, Thresholds()))
    assert page.json(msgspec.json.encode(head), now) == msgspec.json.encode(expected)
    assert page.json(msgspec.json.encode(head), now) == msgspec.json.encode(expected)


def aged(envelope: SectionEnvelope, now: datetime) -> SectionEnvelope:
    sources = [msgspec.structs.replace(each, age_seconds=age(each.as_of, now)) for each in envelope.sources]
    return msgspec.structs.replace(envelope, sources=sources)


def reading(**changes: object) -> Reading:
    values: dict[str, object] = {"state": State.FRESH, "mode": Mode.LIVE, "as_of": NOW, "version": 1, **changes}
    return Reading(**values)  # pyright: ignore[reportArgumentType] - a builder


def test_other_readings_are_written_anew_and_the_same_are_not() -> None:
    kept = WrittenSections()
    envelope = SectionEnvelope(State.FRESH, NOW, [])
    written = kept.put(("key",), BILLING, envelope, [reading()], None)
    assert kept.get(("key",), [reading()]) is written
    assert kept.get(("other key",), [reading()]) is None
    for other in (reading(state=State.STALE), reading(version=2), reading(as_of=NOW + timedelta(seconds=1))):
        assert kept.get(("key",), [other]) is None
    assert kept.get(("key",), []) is None
