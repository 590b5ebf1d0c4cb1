"""Pairs of people in the review queue, on a real PostgreSQL and with the real comparison."""

import pytest

from identity.builders import person, record
from identity.test_suggestions import ANA, Queue, queue
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.contacts import Contacts
from rotunda.identity.merging.model import MergeOrder
from rotunda.identity.suggestions.model import DecisionRefused, Kind, MergeStands, Passed, Suggestion, SuggestionState
from rotunda.sections.ids import ContactId

__all__ = ["queue"]
pytestmark = pytest.mark.slow  # every pass is a process of its own

ACME = record("productdb", "acct_1", name="Acme", domains=("acme.example",))
BOLT = record("productdb", "acct_2", name="Bolt", domains=("bolt.example",))
COMPANY = record("hubspot", "c1", name="Acme", names=("productdb:acct_1",))
BOLT_COMPANY = record("hubspot", "c2", name="Bolt", names=("productdb:acct_2",))
ADA = person("productdb", "u1", "acct_1", name="Ada Lovelace", verified_emails=("ada.lovelace@acme.example",))
GRACE = person("productdb", "u2", "acct_1", name="Grace Hopper", verified_emails=("grace.hopper@acme.example",))
OTHERS = tuple(
    person("productdb", f"u{number}", "acct_1", name=name, verified_emails=(f"{name.split()[0].lower()}@acme.example",))
    for number, name in enumerate(("Alan Turing", "Edsger Dijkstra", "Barbara Liskov", "Tony Hoare"), 10)
)


async def book(queue: Queue, *people: SourceRecord, users: tuple[SourceRecord, ...] = (ADA,)) -> None:
    """Acme and Bolt with users of the product and `people` of the CRM, compared."""
    await queue.apply("productdb", ACME, BOLT, *users, *OTHERS)
    await queue.apply("hubspot", COMPANY, BOLT_COMPANY, *people)
    await queue.suggestions.run_pass()


async def contact(queue: Queue, external: str) -> ContactId:
    source, _, number = external.partition(":")
    return (await Contacts(queue.database).by_record(source, number))[0].id


def words(row: Suggestion) -> dict[str, str]:
    return {each.title: each.words for each in row.evidence.weights}


def ada(**more: object) -> SourceRecord:
    return person("hubspot", "p1", "c1", **{"name": "Ada Lovelace", **more})


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (ada(emails=("ada.lovelace+news@acme.example",)), {"Name": "the same", "Address": "one mailbox, with a tag"}),
        (ada(emails=("adalovelace7@gmail.com",)), {"Name": "the same", "Address": "alike before the @"}),
        (ada(emails=("countess@private.example",)), {"Name": "the same", "Company": "the same"}),
        (ada(name="Lovelace, Ada", emails=("countess@private.example",)), {"Name": "the same"}),
        (ada(name="A. Lovelace", emails=("al@private.example",)), {"Name": "the same, with an initial"}),
        (ada(name="Ada Lovelase", emails=("al@private.example",)), {"Name": "one letter apart"}),
        (ada(name="Ada", emails=("ada.lovelace@acme.example", "x@acme.example")), None),
    ],
)
async def test_what_makes_a_pair_and_what_the_rules_link_themselves(
    queue: Queue, record: SourceRecord, says: dict[str, str] | None
) -> None:
    await book(queue, record)
    if says is None:
        assert await queue.rows() == []
        assert await contact(queue, "productdb:u1") == await contact(queue, "hubspot:p1")
        return
    row = await queue.only()
    assert row.pair.kind is Kind.CONTACTS
    assert {row.pair.one, row.pair.other} == {await contact(queue, "productdb:u1"), await contact(queue, "hubspot:p1")}
    assert words(row) | says == words(row)
    assert 0.5 <= row.probability < 1


async def test_one_telephone_and_two_spellings_are_a_pair(queue: Queue) -> None:
    phoned = person("productdb", "u1", "acct_1", name="Ada King Lovelace", phones=("+49 30 5550142",))
    await book(queue, ada(emails=("al@private.example",), phones=("004930 5550142",)), users=(phoned,))
    row = await queue.only()
    assert words(row) | {"Telephone": "the same", "Name": "one has a name more"} == words(row)
    assert row.evidence.one.phones == row.evidence.other.phones == ("+49305550142",)


async def test_two_people_at_two_companies_with_one_proved_address_are_asked_about_and_not_linked(queue: Queue) -> None:
    """A consultant: two accounts veto the rules."""
    twice = person("productdb", "u9", "acct_2", name="Ada Lovelace", verified_emails=("ada.lovelace@acme.example",))
    await book(queue, users=(ADA, twice))
    row = await queue.only()
    assert words(row) | {"Address": "the same", "Company": "another one"} == words(row)
    assert await contact(queue, "productdb:u1") != await contact(queue, "productdb:u9")


@pytest.mark.parametrize(
    "people",
    [
        (person("hubspot", "p1", "c1", name="Reception", emails=("info@acme.example",)),
         person("hubspot", "p2", "c1", name="Reception", emails=("support@acme.example",))),
        (person("hubspot", "p1", "c1", name="Ida Rhodes", emails=("ida.rhodes@gmail.com",)),
         person("hubspot", "p2", "c1", name="Jean Sammet", emails=("jean.sammet@gmail.com",))),
        (person("hubspot", "p1", "c1", name="Ida Rhodes", emails=("ida@acme.example",)),
         person("hubspot", "p2", "c2", name="Ida Rhodes", emails=("ida@bolt.example",))),
        (person("hubspot", "p1", "c1", name="null", emails=("test@acme.example",)),
         person("hubspot", "p2", "c1", name="null", emails=("test@bolt.example",))),
    ],
    ids=["role mailboxes", "free mail", "namesakes at two companies", "placeholders"],
)  # fmt: skip
async def test_what_many_have_makes_no_pair(queue: Queue, people: tuple[SourceRecord, ...]) -> None:
    await book(queue, *people)
    assert await queue.rows() == []


async def test_another_id_vetoes(queue: Queue) -> None:
    """The helpdesk says that its Ada is user u7: then she is not u1, whatever she is called."""
    await queue.apply("productdb", ACME, ADA, *OTHERS)
    declared = person("zendesk", "z1", "o1", name="Ada Lovelace", emails=("ada@private.example",))
    named = person("zendesk", "z1", "o1", name="Ada Lovelace", emails=("ada@private.example",), names=("productdb:u7",))
    await queue.apply("zendesk", record("zendesk", "o1", names=("productdb:acct_1",)), declared)
    await queue.suggestions.run_pass()
    assert len(await queue.rows(SuggestionState.OPEN)) == 1
    await queue.apply("zendesk", record("zendesk", "o1", names=("productdb:acct_1",)), named)
    await queue.suggestions.run_pass()
    assert await queue.rows(SuggestionState.OPEN) == []


async def test_a_yes_merges_by_the_one_engine_and_is_taken_back_by_its_undo(queue: Queue) -> None:
    await book(queue, ada(emails=("adalovelace7@gmail.com",)))
    row = await queue.only()
    user, known = await contact(queue, "productdb:u1"), await contact(queue, "hubspot:p1")
    decided = await queue.deciding.accept(row.id, ANA, user)
    assert (decided.state, decided.decided_by) == (SuggestionState.ACCEPTED, ANA.user_id)
    assert decided.merge is not None
    assert await contact(queue, "hubspot:p1") == user
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    with pytest.raises(MergeStands) as stands:
        await queue.deciding.take_back(row.id, ANA)
    await queue.merges.undo(ANA, stands.value.merge, {})
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0), "who undoes it is not asked again"
    opened = await queue.deciding.take_back(row.id, ANA)
    assert (opened.state, opened.decided_by, opened.merge) == (SuggestionState.OPEN, None, None)
    assert await contact(queue, "hubspot:p1") == known
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=1, closed=0)
    with pytest.raises(DecisionRefused, match="Nobody has decided"):
        await queue.deciding.take_back(row.id, ANA)


@pytest.mark.parametrize("never", [False, True])
async def test_a_no_survives_passes_merges_and_rules(queue: Queue, *, never: bool) -> None:
    """Also when one of the two is merged, and when a source later proves the very same address."""
    await book(queue, ada(emails=("adalovelace7@gmail.com",)), users=(ADA, GRACE))
    row = await queue.only()
    await queue.deciding.reject(row.id, ANA, reason=None, never_ask_again=never)
    assert len(await queue.ask("SELECT id FROM keep_apart WHERE revoked_at IS NULL")) == never
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    user, other = await contact(queue, "productdb:u1"), await contact(queue, "productdb:u2")
    merged = await queue.merges.merge(ANA, MergeOrder(other, user))
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    proving = ada(emails=("ada.lovelace@acme.example",))
    await queue.apply("hubspot", COMPANY, BOLT_COMPANY, proving)
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    assert await contact(queue, "hubspot:p1") not in {user, other}
    await queue.merges.undo(ANA, merged.id, {})
    await queue.identity.rematch(dry_run=False)
    assert await contact(queue, "hubspot:p1") not in {user, other}
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)


async def test_a_no_that_is_taken_back_is_asked_again(queue: Queue) -> None:
    await book(queue, ada(emails=("adalovelace7@gmail.com",)))
    row = await queue.only()
    await queue.deciding.reject(row.id, ANA, reason="Namesakes", never_ask_again=True)
    assert (await queue.deciding.take_back(row.id, ANA)).state is SuggestionState.OPEN
    assert await queue.ask("SELECT id FROM keep_apart WHERE revoked_at IS NULL") == []
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=1, closed=0)
    assert (await queue.deciding.accept(row.id, ANA)).state is SuggestionState.ACCEPTED


async def test_people_whom_somebody_keeps_apart_or_gave_each_their_own_are_no_pair(queue: Queue) -> None:
    await book(queue, ada(emails=("adalovelace7@gmail.com",)))
    row = await queue.only()
    assert row.pair.other is not None
    await queue.keep_apart(row.pair.one, row.pair.other)
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=1)


async def test_when_companies_merge_their_people_are_compared_as_those_of_one(queue: Queue) -> None:
    at_bolt = person("hubspot", "p1", "c2", name="Ada Lovelace", emails=("ada@bolt.example",))
    await book(queue, at_bolt)
    assert await queue.rows() == []
    [acme] = await queue.identity.lookup(external="productdb:acct_1")
    [bolt] = await queue.identity.lookup(external="productdb:acct_2")
    await queue.merges.merge(ANA, MergeOrder(acme.account.id, bolt.account.id))
    assert await queue.suggestions.run_pass() == Passed(made=1, kept=0, closed=0)
    assert words(await queue.only())["Company"] == "the same"


async def test_a_record_that_was_linked_by_hand_is_taken_back(queue: Queue) -> None:
    """Until then its people belong to the account, as soon as the rules have followed."""
    place = {"city": "Utrecht", "country": "Netherlands"}
    await queue.apply("productdb", record("productdb", "acct_1", name="Harbour Robotics", **place))
    user = person("zendesk", "z1", "77", name="Ada Lovelace", emails=("ada@private.example",))
    await queue.apply("zendesk", record("zendesk", "77", name="Harbor Robotics B.V.", **place), user)
    await queue.suggestions.run_pass()
    row = await queue.only()
    await queue.deciding.accept(row.id, ANA)
    assert [each.account.id for each in await queue.identity.lookup(external="zendesk:77")] == [row.pair.one]
    assert await queue.identity.settle()
    assert not await queue.identity.settle()
    at = "SELECT account_id FROM contact"
    assert await queue.ask(at) == [(row.pair.one,)]
    assert (await queue.deciding.take_back(row.id, ANA)).state is SuggestionState.OPEN
    assert await queue.identity.settle()
    assert await queue.ask("SELECT revoked_because FROM link WHERE method = 'hand'") == [("taken back",)]
    assert await queue.ask(at) == [(None,)]
    former = await queue.identity.lookup(external="zendesk:77")
    assert all(each.former for each in former)
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=1, closed=0)
