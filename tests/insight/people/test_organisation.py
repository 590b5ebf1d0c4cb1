"""How high titles stand in several languages, and who reports to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.people.touches import ADA, BO, CY, DEE, member
from rotunda.insight.people.model import Member
from rotunda.insight.people.organisation import Line, organisation
from rotunda.insight.people.titles import Level, functions_of, level_of
from rotunda.sections.ids import ContactId


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("CEO", Level.EXECUTIVE),
        ("Chief Financial Officer", Level.EXECUTIVE),
        ("Co-Founder & CTO", Level.EXECUTIVE),
        ("Geschäftsführerin", Level.EXECUTIVE),
        ("Président-directeur général", Level.EXECUTIVE),
        ("Directora General", Level.EXECUTIVE),
        ("Amministratore delegato", Level.EXECUTIVE),
        ("Verkställande direktör", Level.EXECUTIVE),
        ("Owner", Level.EXECUTIVE),
        ("VP Operations", Level.VICE_PRESIDENT),
        ("Senior Vice President, Sales", Level.VICE_PRESIDENT),
        ("Vizepräsident Vertrieb", Level.VICE_PRESIDENT),
        ("Head of Data", Level.DIRECTOR),
        ("Director of Engineering", Level.DIRECTOR),
        ("Leiter Einkauf", Level.DIRECTOR),
        ("Einkaufsleiterin", Level.DIRECTOR),
        ("Directeur commercial", Level.DIRECTOR),
        ("Jefe de compras", Level.DIRECTOR),
        ("Hoofd inkoop", Level.DIRECTOR),
        ("Operations manager", Level.MANAGER),
        ("Automation lead", Level.MANAGER),
        ("Teamleiter Support", Level.MANAGER),
        ("Responsable achats", Level.MANAGER),
        ("Product Owner", Level.SPECIALIST),
        ("Assistant to the CEO", Level.SPECIALIST),
        ("Account Executive", Level.SPECIALIST),
        ("Engineer", Level.SPECIALIST),
        ("Buchhalter", Level.SPECIALIST),
        ("", None),
        (" - ", None),
        (None, None),
    ],
)
def test_levels(title: str | None, level: Level | None) -> None:
    assert level_of(title) is level


def test_functions_are_what_the_level_leaves() -> None:
    assert functions_of("VP Operations") == {"operations"}
    assert functions_of("Head of Data & Analytics") == {"data", "analytics"}
    assert functions_of(None) == frozenset()


def test_a_known_line_stands_before_a_guess() -> None:
    members = [member(ADA, "Engineer", under=CY), member(BO, "CTO"), member(CY, "Engineer")]
    assert organisation(members) == [Line(ADA, CY, guessed=False), Line(CY, BO, guessed=True)]


def test_guesses_go_to_the_next_level_with_the_same_function() -> None:
    members = [
        member(ADA, "Operations manager"),
        member(BO, "VP Finance"),
        member(CY, "VP Operations"),
        member(DEE, "CEO"),
    ]
    assert {(each.person, each.manager) for each in organisation(members)} == {(ADA, CY), (BO, DEE), (CY, DEE)}


def test_nobody_without_a_title_is_guessed_at() -> None:
    assert organisation([member(ADA), member(BO, "CEO"), member(CY, "President")]) == []


def test_who_is_known_to_report_in_a_circle_is_placed_by_title() -> None:
    members = [member(ADA, "CEO", under=BO), member(BO, "Engineer", under=ADA)]
    assert organisation(members) == [Line(BO, ADA, guessed=True)]


_IDS = [ContactId(f"per_{number}") for number in range(8)]
_TITLES = st.sampled_from([None, "CEO", "VP Sales", "Head of Sales", "Manager", "Engineer"])


@given(st.tuples(*(st.builds(member, st.just(each), _TITLES, under=st.sampled_from([None, *_IDS])) for each in _IDS)))
def test_one_manager_at_most_and_no_circles(members: tuple[Member, ...]) -> None:
    lines = organisation(members)
    above = {each.person: each.manager for each in lines}
    assert len(above) == len(lines)
    for person in above:
        seen, at = {person}, above.get(person)
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = above.get(at)
    assert organisation(tuple(reversed(members))) == lines
