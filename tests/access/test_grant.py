"""Grants: who sees which account, and what of it; against a slow second opinion for random people and accounts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.access.grant import AccountOwnership, grant, list_scopes, readable_facts, visible
from rotunda.access.permission import Permission
from rotunda.access.roles import DEFAULT_ROLES, Role, Scope, Tier, section_names
from rotunda.access.viewer import Viewer
from rotunda.sections.ids import AccountId, SectionName, UserId
from rotunda.sections.labels import Label

BILLING, SUPPORT = SectionName("billing"), SectionName("support")
MAYA, DANIEL = "maya.rivera@rotunda.example", "daniel.cho@rotunda.example"


def viewer(*roles: str | Role, email: str = MAYA, teams: frozenset[str] = frozenset({"West"})) -> Viewer:
    held = tuple(DEFAULT_ROLES[role] if isinstance(role, str) else role for role in roles)
    return Viewer(UserId("usr_1"), "Somebody", email, held, teams, "session")


def account(*owners: str, teams: frozenset[str] = frozenset()) -> AccountOwnership:
    return AccountOwnership(AccountId("acc_1"), frozenset(owners), teams)


MINE, TEAMS, FOREIGN = account(MAYA), account(DANIEL, teams=frozenset({"West"})), account("x@y.example")


@pytest.mark.parametrize(
    ("role", "mine", "of_my_team", "foreign"),
    [
        ("support", True, True, True),
        ("finance", True, True, True),
        ("admin", True, True, True),
        ("success", True, True, False),
        ("sales", True, False, False),
    ],
)
def test_scopes_of_the_default_roles(role: str, mine: bool, of_my_team: bool, foreign: bool) -> None:  # noqa: FBT001 - a table of cases
    who = viewer(role)
    assert [grant(who, each) is not None for each in (MINE, TEAMS, FOREIGN)] == [mine, of_my_team, foreign]


def test_addresses_compare_without_case() -> None:
    assert grant(viewer("sales"), account("Maya.RIVERA@Rotunda.Example")) is not None
    with pytest.raises(ValueError, match="lower-case"):
        viewer("sales", email="Maya.Rivera@rotunda.example")


def test_a_team_name_is_not_an_owner_and_an_unowned_account_is_nobody_s() -> None:
    assert grant(viewer("success", email="west", teams=frozenset()), account(teams=frozenset({"west"}))) is None
    assert grant(viewer("sales", email=""), account()) is None
    assert grant(viewer("success", teams=frozenset()), account()) is None


def test_a_grant_names_sections_and_labels() -> None:
    found = grant(viewer("support"), FOREIGN)
    assert found is not None
    assert found.account == FOREIGN.account
    assert found.sections == DEFAULT_ROLES["support"].sections
    assert found.labels(BILLING) == DEFAULT_ROLES["support"].labels
    assert found.labels(SectionName("deals")) == frozenset()
    assert found.may(Permission.SECTION_DRILL)
    assert not found.may(Permission.AUDIT_READ)


def test_each_role_reads_within_its_own_scope() -> None:
    """Sales of one's own accounts and support of all: money of one's own accounts only."""
    who = viewer("sales", "support")
    mine, foreign = grant(who, MINE), grant(who, FOREIGN)
    assert mine is not None
    assert foreign is not None
    assert Label.COMMERCIAL in mine.labels(BILLING)
    assert Label.SUPPORT in mine.labels(SUPPORT)
    assert Label.COMMERCIAL not in mine.labels(SUPPORT)
    assert foreign.reach == DEFAULT_ROLES["support"].reach


def test_a_role_that_does_not_open_the_page_adds_nothing_to_it() -> None:
    auditor = msgspec.structs.replace(DEFAULT_ROLES["admin"], permissions=frozenset({Permission.AUDIT_READ}))
    assert grant(viewer(auditor), MINE) is None
    both = grant(viewer(auditor, "sales"), MINE)
    assert both is not None
    assert both.reach == DEFAULT_ROLES["sales"].reach
    assert not both.may(Permission.AUDIT_READ)


def test_without_roles_there_is_nothing() -> None:
    nobody = viewer()
    assert grant(nobody, MINE) is None
    assert list_scopes(nobody) == ()
    assert visible(nobody, [MINE]) == []
    assert not nobody.may(Permission.SIGNED_IN)
    assert nobody.may(Permission.PUBLIC)


def test_lists_keep_order_and_drop_what_the_query_should_not_have_returned() -> None:
    rows = [
        msgspec.structs.replace(each, account=AccountId(f"acc_{n}")) for n, each in enumerate((TEAMS, FOREIGN, MINE))
    ]
    assert visible(viewer("success"), rows) == ["acc_0", "acc_2"]
    assert visible(viewer("sales"), rows) == ["acc_2"]
    assert visible(viewer("support"), rows) == ["acc_0", "acc_1", "acc_2"]


def test_one_role_with_all_makes_the_other_scopes_superfluous() -> None:
    (scope,) = list_scopes(viewer("sales", "support", "success"))
    assert scope.everything
    own = list_scopes(viewer("sales"))
    assert [(each.everything, each.email, each.teams) for each in own] == [(False, MAYA, frozenset())]


def test_facts_of_lists_hold_everywhere_or_within_a_scope() -> None:
    facts = readable_facts(viewer("sales", "support"))
    assert (BILLING, Label.COMMERCIAL) not in facts.everywhere
    assert (BILLING, Label.CONTRACT) in facts.everywhere
    assert (BILLING, Label.COMMERCIAL) in facts.of(MINE)
    assert (BILLING, Label.COMMERCIAL) not in facts.of(FOREIGN)


PEOPLE = st.sampled_from([MAYA, DANIEL, "sam@rotunda.example"])
TEAM_NAMES = st.frozensets(st.sampled_from(["West", "East"]))
ROLES = st.builds(
    Role,
    st.just("r"),
    st.just("R"),
    st.just(Tier.FULL),
    st.frozensets(st.sampled_from([Permission.ACCOUNT_VIEW, Permission.ACCOUNT_LIST])),
    st.frozensets(st.sampled_from(sorted(section_names())), max_size=3),
    st.frozensets(st.sampled_from(Label), max_size=3),
    st.sampled_from(Scope),
)
VIEWERS = st.builds(
    Viewer,
    st.just(UserId("usr_1")),
    st.just("X"),
    PEOPLE,
    st.lists(ROLES, max_size=4).map(tuple),
    TEAM_NAMES,
    st.just("session"),
)
OWNERSHIPS = st.builds(
    AccountOwnership, st.just(AccountId("acc_1")), st.frozensets(st.one_of(PEOPLE, PEOPLE.map(str.upper))), TEAM_NAMES
)


def pairs_by_definition(
    who: Viewer, ownership: AccountOwnership, permission: Permission
) -> set[tuple[SectionName, Label]]:
    found: set[tuple[SectionName, Label]] = set()
    for role in who.roles:
        own = who.email in {email.lower() for email in ownership.owner_emails}
        team = bool(who.teams & ownership.teams)
        inside = role.scope == "all" or own or (role.scope == "team" and team)
        if permission in role.permissions and inside:
            found |= {(section, label) for section in role.sections for label in role.labels}
    return found


@given(VIEWERS, OWNERSHIPS)
def test_grants_agree_with_their_definition(who: Viewer, ownership: AccountOwnership) -> None:
    pairs = pairs_by_definition(who, ownership, Permission.ACCOUNT_VIEW)
    found = grant(who, ownership)
    assert (set(found.reach) if found else set()) == pairs
    assert (found.sections if found else frozenset()) == {section for section, _ in pairs}
    assert readable_facts(who).of(ownership) == pairs_by_definition(who, ownership, Permission.ACCOUNT_LIST)


@given(VIEWERS, OWNERSHIPS)
def test_lists_show_an_account_exactly_when_a_listing_role_reaches_it(who: Viewer, ownership: AccountOwnership) -> None:
    listing = [role for role in who.roles if Permission.ACCOUNT_LIST in role.permissions]
    reached = any(
        grant(msgspec.structs.replace(who, roles=(_opened(role),)), ownership) is not None for role in listing
    )
    assert bool(visible(who, [ownership])) == reached


def _opened(role: Role) -> Role:
    """The same scope with something to see, so that only the scope decides."""
    return msgspec.structs.replace(
        role,
        permissions=frozenset({Permission.ACCOUNT_VIEW}),
        sections=frozenset({BILLING}),
        labels=frozenset({Label.CONTRACT}),
    )
