"""Whatever people have decided about contacts, the rules keep to it, whatever the records say. Pure."""

from hypothesis import given, settings
from hypothesis import strategies as st

from identity.builders import known, person
from rotunda.identity.matching.contacts import Arranged, Person, StandingContact, group_people, parted
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.sections.ids import ContactId

EXAMPLES = 3000
CONTACTS = tuple(ContactId(f"per_{number}") for number in range(6))
SOURCES = ("productdb", "hubspot", "zendesk")
EMAILS = tuple(f"{letter}@acme.com" for letter in "abc")

contacts = st.sampled_from(CONTACTS)
records = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.sampled_from(EMAILS), st.booleans(), st.none() | contacts),
    min_size=1,
    max_size=10,
)
bounds = st.dictionaries(contacts, contacts, max_size=4)
pairs = st.frozensets(st.tuples(contacts, contacts).filter(lambda pair: pair[0] != pair[1]), max_size=3)


def made(drawn: list[tuple[str, str, bool, ContactId | None]]) -> tuple[list[Known], dict[RecordKey, StandingContact]]:
    found: list[Known] = []
    standing: dict[RecordKey, StandingContact] = {}
    for number, (source, email, proved, contact) in enumerate(drawn):
        emails = {"verified_emails" if proved else "emails": (email,)}
        each = known(source, person(source, f"{number}", **emails))
        found.append(each)
        if contact is not None:
            standing[each.key] = StandingContact(contact, CONTACTS.index(contact))
    return found, standing


@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(drawn=records, bound=bounds, apart=pairs)
def test_no_rule_overrules_what_people_have_decided(
    drawn: list[tuple[str, str, bool, ContactId | None]],
    bound: dict[ContactId, ContactId],
    apart: frozenset[tuple[ContactId, ContactId]],
) -> None:
    people, standing = made(drawn)
    arranged = Arranged(bound, apart)
    groups = group_people(people, standing, {}, arranged)
    found = [each for group in groups for each in parted(group, standing, arranged)]
    assert sorted(each.key for one in found for each in one.records) == sorted(each.key for each in people)
    for one in found:
        held = {standing[each.key].contact for each in one.records if each.key in standing}
        assert held == set(one.contacts)
        assert len([each for each in one.contacts if each in bound]) <= 1
        assert not any((a, b) in apart for a in held for b in held)
        assert not one.contacts or not bound.keys() & held or one.contacts[0] in bound
    for group in groups:
        assert len({bound[each] for each in group.contacts if each in bound}) <= 1
    assert linked(found) == {each.key for each in people} - standing.keys()


def linked(people: list[Person]) -> set[RecordKey]:
    return {link.key for one in people for link in one.links}
