"""Tampering: ten thousand random cases over real rows, each found and named; and the main ones again in SQL."""

import random
from collections.abc import Callable

import msgspec
import pytest
import pytest_asyncio

from rotunda.access.audit.chain import AuditRow, Head, Seals
from rotunda.access.audit.examination import Evidence, Examination
from rotunda.access.audit.report import Kind, Report
from support.audit import KEY, MAYA, SAM, LoggedHouse, look

CASES = 10_000
SEALS = Seals(KEY)

Place = tuple[str, int]


class Written(msgspec.Struct, frozen=True):
    """The log as it was written."""

    rows: list[AuditRow]
    evidence: Evidence


class Case(msgspec.Struct):
    """A tampered log, and what has to be found: any of `kinds` at each of `places` or naming each of `ids`."""

    name: str
    rows: list[AuditRow]
    heads: list[Head]
    kinds: set[Kind]
    places: list[Place] = []
    ids: list[str] = []


@pytest_asyncio.fixture
async def written(logged_house: LoggedHouse) -> Written:
    """Three chains of 13, 6 and 2 rows, by PostgreSQL and back."""
    for length in (12, 5, 1):
        async with logged_house.log() as log:
            for number in range(length):
                await log.record(look(random.Random(number).choice([MAYA, SAM]), number))
    return Written(await logged_house.rows(), await logged_house.evidence())


def examine(rows: list[AuditRow], evidence: Evidence) -> Report:
    examination = Examination(SEALS, evidence)
    for row in sorted(rows, key=lambda row: (row.chain, row.seq, row.id)):
        examination.add(row)
    return examination.finish()


def changed(value: object, column: str, rng: random.Random) -> object:
    match value:
        case int():
            return value + rng.choice([-3, -2, -1, 1, 2, 3, 50])
        case bytes():
            place = rng.randrange(len(value))
            return value[:place] + bytes([value[place] ^ rng.randrange(1, 256)]) + value[place + 1 :]
        case str():
            return value + rng.choice("abc ")
        case dict():
            return {**value, "number": rng.randrange(1000, 2000)}
        case None:
            return "usr_somebody" if column == "actor_id" else "acc_other"
        case _:
            return value.replace(microsecond=rng.randrange(1, 999_999))  # type: ignore[attr-defined]


def alter(log: Written, rng: random.Random) -> Case:
    place = rng.randrange(len(log.rows))
    row = log.rows[place]
    column = rng.choice([field for field in AuditRow.__struct_fields__ if field not in ("seq", "chain")])
    forged = msgspec.structs.replace(row, **{column: changed(getattr(row, column), column, rng)})
    rows = [*log.rows[:place], forged, *log.rows[place + 1 :]]
    return Case(f"altered {column}", rows, [*log.evidence.heads], {Kind.ALTERED}, places=[(row.chain, row.seq)])


def alter_place(log: Written, rng: random.Random) -> Case:
    place = rng.randrange(len(log.rows))
    row = log.rows[place]
    forged = msgspec.structs.replace(row, seq=changed(row.seq, "seq", rng))
    rows = [*log.rows[:place], forged, *log.rows[place + 1 :]]
    return Case("altered seq", rows, [*log.evidence.heads], {Kind.REORDERED}, ids=[row.id])


def move_to_other_chain(log: Written, rng: random.Random) -> Case:
    row = rng.choice(log.rows)
    other = rng.choice([each.chain for each in log.rows if each.chain != row.chain])
    forged = msgspec.structs.replace(row, chain=other)
    rows = [forged if each is row else each for each in log.rows]
    return Case("altered chain", rows, [*log.evidence.heads], {Kind.REORDERED}, ids=[row.id])


def swap(log: Written, rng: random.Random) -> Case:
    one, two = rng.sample(log.rows, 2)
    there = {
        one.id: msgspec.structs.replace(one, chain=two.chain, seq=two.seq),
        two.id: msgspec.structs.replace(two, chain=one.chain, seq=one.seq),
    }
    rows = [there.get(row.id, row) for row in log.rows]
    return Case("swapped", rows, [*log.evidence.heads], {Kind.REORDERED}, ids=[one.id, two.id])


def delete(log: Written, rng: random.Random) -> Case:
    gone = rng.sample(log.rows, rng.randint(1, 3))
    rows = [row for row in log.rows if row not in gone]
    kinds = {Kind.DELETED, Kind.CUT_OFF, Kind.CHAIN_REMOVED}
    return Case("deleted", rows, [*log.evidence.heads], kinds, places=[(row.chain, row.seq) for row in gone])


def insert(log: Written, rng: random.Random) -> Case:
    pattern = rng.choice(log.rows)
    seq = rng.choice([pattern.seq, pattern.seq + 1, 0, -5, 99])
    forged = msgspec.structs.replace(pattern, id="aud_forged", seq=seq, hash=rng.randbytes(32))
    if rng.random() < 0.5:
        forged = msgspec.structs.replace(forged, hash=pattern.hash)
    return Case("inserted", [*log.rows, forged], [*log.evidence.heads], {Kind.INSERTED}, ids=[forged.id])


def repeat(log: Written, rng: random.Random) -> Case:
    copied = rng.choice(log.rows)
    return Case("repeated", [*log.rows, copied], [*log.evidence.heads], {Kind.INSERTED}, ids=[copied.id])


def cut_off(log: Written, rng: random.Random) -> Case:
    """The tail goes, and the head is put back as well as somebody without the key, or with an old copy, can."""
    chain = rng.choice(sorted({row.chain for row in log.rows}))
    own = [row for row in log.rows if row.chain == chain]
    kept = rng.randrange(len(own))
    heads = [head for head in log.evidence.heads if head.chain != chain]
    old = next(head for head in log.evidence.heads if head.chain == chain)
    heads += rng.choice([[], [old], _put_back(own, kept, old)])
    rows = [row for row in log.rows if row.chain != chain] + own[:kept]
    kinds = {Kind.CUT_OFF, Kind.CHAIN_REMOVED}
    return Case("cut off", rows, heads, kinds, places=[(chain, row.seq) for row in own[kept:]])


def _put_back(own: list[AuditRow], kept: int, old: Head) -> list[Head]:
    return [SEALS.head(old.chain, own[kept - 1].seq, own[kept - 1].hash)] if kept else []


def remove_chains(log: Written, rng: random.Random) -> Case:
    chains = sorted({row.chain for row in log.rows})
    gone = rng.sample(chains, rng.randint(1, len(chains)))
    rows = [row for row in log.rows if row.chain not in gone]
    heads = [head for head in log.evidence.heads if head.chain not in gone]
    return Case("chains removed", rows, heads, {Kind.CHAIN_REMOVED}, places=[(chain, 1) for chain in gone])


def change_head(log: Written, rng: random.Random) -> Case:
    place = rng.randrange(len(log.evidence.heads))
    head = log.evidence.heads[place]
    own = [row for row in log.rows if row.chain == head.chain]
    forged = [
        msgspec.structs.replace(head, seq=head.seq + rng.choice([-1, 1, 7])),
        msgspec.structs.replace(head, hash=rng.randbytes(32)),
        msgspec.structs.replace(head, seal=rng.randbytes(32)),
        *_put_back(own, len(own) - 1, head),
        None,
    ]
    chosen = rng.choice(forged)
    heads = [*log.evidence.heads[:place], *([chosen] if chosen else []), *log.evidence.heads[place + 1 :]]
    seq = head.seq if chosen is None else chosen.seq
    return Case("head changed", list(log.rows), heads, {Kind.HEAD_CHANGED}, places=[(head.chain, seq)])


TAMPERINGS: list[Callable[[Written, random.Random], Case]] = [
    alter,
    alter,
    alter_place,
    move_to_other_chain,
    swap,
    delete,
    insert,
    repeat,
    cut_off,
    remove_chains,
    change_head,
]


async def test_an_untouched_log_is_intact(written: Written) -> None:
    report = examine(written.rows, written.evidence)
    assert (report.findings, report.rows, report.chains) == ([], 21, 3)


@pytest.mark.slow
async def test_ten_thousand_random_tamperings_are_all_found_and_named(written: Written) -> None:
    rng = random.Random(20261101)
    seen: set[str] = set()
    for number in range(CASES):
        case = TAMPERINGS[number % len(TAMPERINGS)](written, rng)
        report = examine(case.rows, msgspec.structs.replace(written.evidence, heads=case.heads))
        found = [finding for finding in report.findings if finding.kind in case.kinds]
        for chain, seq in case.places:
            assert any(f.chain == chain and f.first <= seq <= f.last for f in found), (
                number,
                case.name,
                chain,
                seq,
                report,
            )
        for row_id in case.ids:
            assert any(f.row_id == row_id for f in found), (number, case.name, row_id)
        seen.add(case.name)
    assert len(seen) == len(AuditRow.__struct_fields__) - 2 + len(TAMPERINGS) - 2


async def test_only_what_was_tampered_with_is_named(written: Written) -> None:
    """One altered row is one finding: the rows after it still link to the hash that was written."""
    row = written.rows[4]
    rows = [msgspec.structs.replace(each, actor_name="Eve") if each is row else each for each in written.rows]
    report = examine(rows, written.evidence)
    assert [(f.kind, f.chain, f.first, f.row_id) for f in report.findings] == [
        (Kind.ALTERED, row.chain, row.seq, row.id)
    ]
    assert report.findings[0].says == f"Row {row.seq} of chain {row.chain}: not as it was written."


async def test_a_range_is_one_finding(written: Written) -> None:
    chain = max({row.chain for row in written.rows}, key=lambda name: sum(row.chain == name for row in written.rows))
    rows = [row for row in written.rows if row.chain != chain or row.seq not in range(4, 9)]
    (finding,) = examine(rows, written.evidence).findings
    assert (finding.kind, finding.first, finding.last) == (Kind.DELETED, 4, 8)
    assert finding.says == f"Rows 4 to 8 of chain {chain}: missing."


async def test_another_key_calls_nothing_genuine(written: Written) -> None:
    examination = Examination(Seals(bytes(32)), written.evidence)
    for row in written.rows:
        examination.add(row)
    assert not examination.finish().intact


async def test_a_forged_checkpoint_is_told(written: Written) -> None:
    forged = [msgspec.structs.replace(point, seq=point.seq + 1) for point in written.evidence.checkpoints[:1]]
    report = examine(written.rows, msgspec.structs.replace(written.evidence, checkpoints=forged))
    assert [finding.kind for finding in report.findings] == [Kind.CHECKPOINT_FORGED]


async def test_rows_rewritten_by_somebody_with_the_key_contradict_the_checkpoints(written: Written) -> None:
    """The key alone is not enough while checkpoints are kept elsewhere."""
    chain = written.rows[-1].chain
    previous = SEALS.genesis(chain)
    rows = [row for row in written.rows if row.chain != chain]
    for row in (row for row in written.rows if row.chain == chain):
        forged = msgspec.structs.replace(row, actor_name="Eve", previous=previous)
        previous = SEALS.row(forged)
        rows.append(msgspec.structs.replace(forged, hash=previous))
    heads = [head for head in written.evidence.heads if head.chain != chain]
    heads.append(SEALS.head(chain, rows[-1].seq, rows[-1].hash))
    report = examine(rows, msgspec.structs.replace(written.evidence, heads=heads))
    assert {finding.kind for finding in report.findings} == {Kind.REWRITTEN}


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE audit_row SET actor_name = 'Nobody' WHERE seq = 3", Kind.ALTERED),
        ("UPDATE audit_row SET detail = detail || '{\"number\": 99}' WHERE seq = 3", Kind.ALTERED),
        ("UPDATE audit_row SET at = at + interval '1 microsecond' WHERE seq = 3", Kind.ALTERED),
        ("UPDATE audit_row SET account_id = NULL WHERE seq = 2", Kind.ALTERED),
        ("DELETE FROM audit_row WHERE seq = 2", Kind.DELETED),
        ("DELETE FROM audit_row WHERE seq >= 4", Kind.CUT_OFF),
        (
            (
                "WITH cut AS (DELETE FROM audit_row WHERE seq >= 4) UPDATE audit_head SET seq = 3, "
                "hash = (SELECT hash FROM audit_row WHERE seq = 3)"
            ),
            Kind.CUT_OFF,
        ),
        ("WITH heads AS (DELETE FROM audit_head) DELETE FROM audit_row", Kind.CHAIN_REMOVED),
        ("TRUNCATE audit_row, audit_head", Kind.CHAIN_REMOVED),
        (
            (
                "INSERT INTO audit_row SELECT 'aud_forged', chain, seq + 10, at, actor_id, actor_name, actor_via, "
                "action, account_id, detail, request_id, previous, hash FROM audit_row WHERE seq = 3"
            ),
            Kind.INSERTED,
        ),
        (
            (
                "WITH a AS (UPDATE audit_row SET seq = -3 WHERE seq = 3) SELECT 1;"
                "UPDATE audit_row SET seq = 3 WHERE seq = 4; UPDATE audit_row SET seq = 4 WHERE seq = -3"
            ),
            Kind.REORDERED,
        ),
        ("INSERT INTO audit_prune SELECT chain, 3, hash, at, hash FROM audit_row WHERE seq = 3", Kind.PRUNE_FORGED),
        ("DELETE FROM audit_head", Kind.HEAD_CHANGED),
    ],
)
async def test_tampering_in_the_database_itself_is_found(logged_house: LoggedHouse, statement: str, kind: Kind) -> None:
    async with logged_house.log() as log:
        for number in range(4):
            await log.record(look(MAYA, number))
    assert (await logged_house.verify()).intact
    await logged_house.tamper(*statement.split(";"))
    report = await logged_house.verify()
    assert kind in {finding.kind for finding in report.findings}


async def test_a_whole_chain_is_missed_even_without_checkpoints_when_a_later_one_names_it(
    logged_house: LoggedHouse,
) -> None:
    for _ in range(2):
        async with logged_house.log() as log:
            await log.record(look())
    logged_house.checkpoints.unlink()
    first = next(row.chain for row in await logged_house.rows() if row.detail.get("heads") == [])
    await logged_house.tamper(
        f"DELETE FROM audit_row WHERE chain = '{first}'", f"DELETE FROM audit_head WHERE chain = '{first}'"
    )
    report = await logged_house.verify()
    assert [(finding.kind, finding.chain) for finding in report.findings] == [(Kind.CHAIN_REMOVED, first)]


async def test_a_torn_checkpoint_line_says_nothing(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await log.record(look())
    with logged_house.checkpoints.open("a") as file:
        file.write('{"chain": "chn_')
    report = await logged_house.verify()
    assert (report.intact, report.checkpoints) == (True, 2)
