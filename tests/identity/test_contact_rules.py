"""Which records are one person: the rules one by one, and what no list of records, in no order, can break."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from identity.builders import CATEGORIES, known, person, somebody
from rotunda.connector_kit.connector import Declared
from rotunda.identity.matching.addresses import is_role_mailbox, normal_email
from rotunda.identity.matching.contacts import Person, StandingContact, group_people
from rotunda.identity.matching.model import Known, Method, RecordKey
from rotunda.identity.matching.phones import normal_phone
from rotunda.sections.ids import AccountId, ContactId, ExternalId, SourceName

ADA = "ada@acme.com"
USER = somebody("productdb", "usr_1", "acct_1", verified_emails=(ADA,))
CONTACT = somebody("hubspot", "151", "900", emails=("Ada@Acme.com",))
REQUESTER = somebody("zendesk", "391", "77", emails=("ada@home.example",))
ACCOUNT, OTHER = AccountId("acc_1"), AccountId("acc_2")


def declares(each: Known, *names: str) -> Known:
    declared = tuple(Declared(SourceName(one.partition(":")[0]), ExternalId(one.partition(":")[2])) for one in names)
    fields = {name: getattr(each.record, name) for name in each.record.__struct_fields__}
    return Known(each.key, each.source, each.category, type(each.record)(**{**fields, "declared": declared}))


def groups(*records: Known, accounts: dict[RecordKey, AccountId] | None = None) -> set[frozenset[str]]:
    found = group_people(records, {}, accounts or {})
    return {frozenset(each.key.external_id for each in one.records) for one in found}


def test_an_address_that_one_source_has_proved_joins_across_sources() -> None:
    assert groups(USER, CONTACT) == {frozenset({"usr_1", "151"})}


def test_typed_addresses_alone_join_nobody() -> None:
    assert len(groups(CONTACT, somebody("zendesk", "391", emails=(ADA,)))) == 2


def test_a_declared_id_joins_whatever_the_addresses_say() -> None:
    [one] = group_people([USER, declares(REQUESTER, "productdb:usr_1")], {}, {})
    assert [(link.method, dict(link.evidence)) for link in one.links] == [
        (Method.FOUNDED, {}),
        (Method.DECLARED, {"declared": "productdb:usr_1"}),
    ]


def test_an_address_of_two_people_of_one_source_joins_nobody() -> None:
    twin = somebody("hubspot", "152", emails=(ADA,))
    assert len(groups(USER, CONTACT, twin)) == 3


def test_role_mailboxes_tags_and_placeholders_join_nobody() -> None:
    for email in ("billing@acme.com", "ada+news@acme.com", "test@acme.com", "null@acme.com", "ada@example.com"):
        both = (somebody("productdb", "usr_1", verified_emails=(email,)), somebody("hubspot", "151", emails=(email,)))
        assert len(groups(*both)) == 2, email


def test_the_same_phone_and_name_are_no_reason() -> None:
    same = {"name": "Ada Byron", "phones": ("+49 30 5550142",)}
    assert len(groups(somebody("productdb", "usr_1", **same), somebody("hubspot", "151", **same))) == 2


def test_two_ids_of_one_source_veto() -> None:
    other = somebody("productdb", "usr_2")
    requester = declares(somebody("zendesk", "391", verified_emails=(ADA,)), "productdb:usr_2")
    assert groups(USER, other, requester) == {frozenset({"usr_1"}), frozenset({"usr_2", "391"})}


def test_two_accounts_veto() -> None:
    accounts = {USER.key: ACCOUNT, CONTACT.key: OTHER}
    assert len(groups(USER, CONTACT, accounts=accounts)) == 2
    assert len(groups(USER, CONTACT, accounts={**accounts, CONTACT.key: ACCOUNT})) == 1


def test_a_source_may_say_of_its_own_records_that_they_are_one() -> None:
    former = somebody("hubspot", "150", emails=("old@acme.com",))
    assert groups(former, declares(CONTACT, "hubspot:150"), USER) == {frozenset({"150", "151", "usr_1"})}


def test_contacts_that_turn_out_to_be_one_are_shown_as_the_oldest() -> None:
    requester = somebody("zendesk", "391", verified_emails=(ADA,))
    standing = {
        CONTACT.key: StandingContact(ContactId("per_younger"), 7),
        requester.key: StandingContact(ContactId("per_older"), 3),
    }
    [one] = group_people([USER, CONTACT, requester], standing, {})
    assert one.contacts == ("per_older", "per_younger")
    assert [link.key for link in one.links] == [USER.key]


def test_numbers_are_written_in_one_way() -> None:
    assert {normal_phone(text) for text in ("+49 30 5550142", "0049305550142", "+49 (30) 555-0142")} == {"+49305550142"}
    assert [normal_phone(text) for text in ("", "030 5550142", "call me", "+1", "+" + "9" * 40)] == [None] * 5


EMAILS = st.sampled_from([ADA, "bo@acme.com", "billing@acme.com", "ada+x@acme.com", "cy@gmail.com", "test@acme.com"])


@st.composite
def people(draw: st.DrawFn) -> list[Known]:
    found: dict[RecordKey, Known] = {}
    for _ in range(draw(st.integers(0, 9))):
        source = draw(st.sampled_from(["productdb", "hubspot", "zendesk"]))
        names = draw(st.lists(st.sampled_from(["productdb:1", "productdb:2", "hubspot:1", "zendesk:null"]), max_size=2))
        emails = draw(st.lists(EMAILS, max_size=2))
        proved = draw(st.booleans())
        each = known(
            source,
            person(source, draw(st.sampled_from("1234")), **{"verified_emails" if proved else "emails": tuple(emails)}),
        )
        found[each.key] = declares(each, *names)
    return list(found.values())


@st.composite
def with_accounts(draw: st.DrawFn) -> tuple[list[Known], dict[RecordKey, AccountId]]:
    records = draw(people())
    chosen = {each.key: draw(st.sampled_from([None, ACCOUNT, OTHER])) for each in records}
    return records, {key: account for key, account in chosen.items() if account}


def sets(found: Sequence[Person]) -> set[frozenset[RecordKey]]:
    return {frozenset(each.key for each in one.records) for one in found}


@given(with_accounts(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    drawn: tuple[list[Known], dict[RecordKey, AccountId]], random: Random
) -> None:
    records, accounts = drawn
    shuffled = list(records)
    random.shuffle(shuffled)
    assert group_people(shuffled, {}, accounts) == group_people(records, {}, accounts)


@given(with_accounts())
def test_everybody_is_one_person_and_no_veto_is_ever_passed_over(
    drawn: tuple[list[Known], dict[RecordKey, AccountId]],
) -> None:
    records, accounts = drawn
    found = group_people(records, {}, accounts)
    assert sorted(each.key for one in found for each in one.records) == sorted(each.key for each in records)
    for one in found:
        assert len({accounts[each.key] for each in one.records if each.key in accounts}) <= 1
        for first, second in combinations(one.records, 2):
            if first.key.connection == second.key.connection:
                assert any(claim.source == first.source for each in one.records for claim in each.record.declared)
        for source in CATEGORIES:
            foreign = [each for each in one.records if each.source != source]
            claimed = {c.external_id for e in foreign for c in e.record.declared if c.source == source} - {"null"}
            held = {each.key.external_id for each in one.records if each.source == source}
            assert len(one.records) == 1 or len(claimed) <= 1
            assert len(one.records) == 1 or not claimed or not held or claimed <= held


@given(people())
def test_nobody_is_joined_by_a_mailbox_that_several_read(records: list[Known]) -> None:
    for one in group_people(records, {}, {}):
        for link in one.links:
            email = link.evidence.get("email", ADA)
            assert not is_role_mailbox(email)
            assert "+" not in email
            assert normal_email(email) == email


@given(with_accounts())
def test_what_was_found_once_is_found_again(drawn: tuple[list[Known], dict[RecordKey, AccountId]]) -> None:
    records, accounts = drawn
    found = group_people(records, {}, accounts)
    standing = {
        each.key: StandingContact(ContactId(f"per_{number}"), number)
        for number, one in enumerate(found)
        for each in one.records
    }
    again = group_people(records, standing, accounts)
    assert sets(again) == sets(found)
    assert [one.links for one in again] == [()] * len(again)
    assert all(len(one.contacts) == 1 for one in again)


@given(with_accounts(), st.data())
def test_a_list_that_comes_later_parts_nobody(
    drawn: tuple[list[Known], dict[RecordKey, AccountId]], data: st.DataObject
) -> None:
    records, accounts = drawn
    first = data.draw(st.sets(st.sampled_from(sorted({each.source for each in records})))) if records else set()
    before = group_people([each for each in records if each.source in first], {}, accounts)
    standing = {
        each.key: StandingContact(ContactId(f"per_{number}"), number)
        for number, one in enumerate(before)
        for each in one.records
    }
    after = sets(group_people(records, standing, accounts))
    assert all(any(one <= whole for whole in after) for one in sets(before))
