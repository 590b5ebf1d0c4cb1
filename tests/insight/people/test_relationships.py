"""Who knows whom, who is alone in it, who is not reached, and the warmest way there: worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.people.touches import ADA, BO, CY, DEE, MIA, NOW, SAM, ago, member, touch, touches
from rotunda.insight.people.coverage import Gap, SingleThread, gaps, single_threads
from rotunda.insight.people.engagement import engagement
from rotunda.insight.people.model import Touch
from rotunda.insight.people.organisation import Line
from rotunda.insight.people.paths import MOST_STEPS, Path, warmest_paths
from rotunda.insight.people.strengths import ties, together
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId
from rotunda.sections.people.model import BuyingRole

EVERYBODY = [member(each) for each in (ADA, BO, CY, DEE)]


def test_strength_decays_by_half_in_a_month() -> None:
    """Mia and Ada: a meeting today 3, a call 30 days ago 2/2 = 1, an email 60 days ago 1/4; 4.25. Sam and Bo: an email
    of 30 days ago, 0.5. What is 91 days old counts for nobody.
    """
    found = ties(
        [
            touch(NOW, Channel.MEETING),
            touch(ago(30), Channel.CALL),
            touch(ago(60)),
            touch(ago(30), people=[BO], ours=[SAM]),
            touch(ago(91), Channel.MEETING, people=[CY]),
        ],
        EVERYBODY,
        NOW,
    )
    assert [(each.ours, each.person, each.strength, each.contacts) for each in found] == [
        (MIA, ADA, 4.25, 3),
        (SAM, BO, 0.5, 1),
    ]
    assert (found[0].last_at, found[0].last_channel) == (NOW, Channel.MEETING)


def test_a_meeting_ties_all_who_were_in_it() -> None:
    meeting = touch(NOW, Channel.MEETING, people=[ADA, BO], ours=[MIA, SAM])
    assert {(each.ours, each.person) for each in ties([meeting], EVERYBODY, NOW)} == {
        (ours, person) for ours in (MIA, SAM) for person in (ADA, BO)
    }
    assert together([meeting], EVERYBODY, NOW) == {(ADA, BO): 3}


def test_a_mailing_to_many_brings_nobody_together() -> None:
    many = [ContactId(f"per_{number}") for number in range(21)]
    assert together([touch(NOW, people=many)], [member(each) for each in many], NOW) == {}


def test_who_is_not_there_is_not_named() -> None:
    assert ties([touch(NOW, people=[BO])], [member(ADA)], NOW) == []


def test_single_threaded_on_either_side() -> None:
    """All of it by Mia; Ada has 4 of 5, which is four fifths."""
    found = ties([touch(NOW, Channel.MEETING), touch(NOW), touch(NOW, people=[BO])], EVERYBODY, NOW)
    assert single_threads(found) == [
        SingleThread("theirs", 0.8, person=ADA),
        SingleThread("ours", 1.0, ours=MIA),
    ]
    spread = ties([touch(NOW), touch(NOW, people=[BO], ours=[SAM])], EVERYBODY, NOW)
    assert single_threads(spread) == []
    assert single_threads([]) == []


def test_gaps_are_critical_roles_with_low_engagement() -> None:
    members = [
        member(ADA, "CFO", BuyingRole.ECONOMIC_BUYER, BuyingRole.INFLUENCER),
        member(BO, "CEO", BuyingRole.DECISION_MAKER),
        member(CY, "Clerk", BuyingRole.END_USER),
        member(DEE, "Owner", BuyingRole.CHAMPION),
    ]
    contacts = [touch(ago(34)), touch(ago(1), Channel.MEETING, people=[BO], theirs=True)]
    known = {each: engagement(each, contacts, NOW) for each in (ADA, BO, CY)}
    assert gaps(members, known) == [Gap(ADA, [BuyingRole.ECONOMIC_BUYER], known[ADA].score)]
    assert gaps(members, {}) == []


def test_the_warmest_way_by_hand() -> None:
    """Sam to Ada 3, Ada and Bo together 1, Mia to Bo 0.25. Over Ada: 3/4 * 1/2 = 0.375; directly: 0.25/1.25 = 0.2."""
    contacts = [
        touch(NOW, Channel.CALL, people=[ADA], ours=[SAM]),
        touch(NOW, people=[ADA, BO], ours=[SAM]),
        touch(ago(60), people=[BO], ours=[MIA]),
    ]
    found = warmest_paths(ties(contacts, EVERYBODY, NOW)[0:1] + ties(contacts[2:], EVERYBODY, NOW), {(ADA, BO): 1}, [])
    assert found[BO] == Path(SAM, [ADA, BO], pytest.approx(0.375))
    assert found[ADA].people == [ADA]


def test_lines_lead_on_but_no_further_than_three_steps() -> None:
    """Known lines are as strong as an email today: 1/2 * 1/2 * 1/3 where the last one is guessed."""
    lines = [Line(ADA, BO, guessed=False), Line(BO, CY, guessed=True), Line(CY, DEE, guessed=False)]
    found = warmest_paths(ties([touch(NOW)], EVERYBODY, NOW), {}, lines)
    assert found[CY] == Path(MIA, [ADA, BO, CY], pytest.approx(1 / 12))
    assert DEE not in found


@given(touches().flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_contacts_does_not_matter(orders: tuple[list[Touch], list[Touch]]) -> None:
    one, other = ([ties(each, EVERYBODY, NOW), together(each, EVERYBODY, NOW)] for each in orders)
    assert one == other
    assert warmest_paths(one[0], one[1], []) == warmest_paths(other[0], other[1], [])  # pyright: ignore[reportArgumentType]


@given(touches(), touches())
def test_more_contact_never_weakens_a_tie(contacts: list[Touch], more: list[Touch]) -> None:
    before = {(each.ours, each.person): each.strength for each in ties(contacts, EVERYBODY, NOW)}
    after = {(each.ours, each.person): each.strength for each in ties(contacts + more, EVERYBODY, NOW)}
    assert all(after[pair] >= strength > 0 for pair, strength in before.items())


@given(touches())
def test_no_way_of_three_steps_is_warmer(contacts: list[Touch]) -> None:
    """Against every way there is, tried one by one."""
    found, shared = ties(contacts, EVERYBODY, NOW), together(contacts, EVERYBODY, NOW)
    warmth = {pair: strength / (strength + 1) for pair, strength in shared.items()}
    between = warmth | {(other, one): value for (one, other), value in warmth.items()}
    ways = [([each.person], each.strength / (each.strength + 1)) for each in found]
    for _ in range(MOST_STEPS - 1):
        ways += [
            ([*people, other], value * step)
            for people, value in ways
            for (one, other), step in between.items()
            if one == people[-1] and other not in people and len(people) < MOST_STEPS
        ]
    best = {person: max(value for people, value in ways if people[-1] == person) for person in {w[0][-1] for w in ways}}
    got = warmest_paths(found, shared, [])
    assert {person: path.warmth for person, path in got.items()} == pytest.approx(best)
    assert all(0 < path.warmth < 1 and len(set(path.people)) == len(path.people) <= MOST_STEPS for path in got.values())
