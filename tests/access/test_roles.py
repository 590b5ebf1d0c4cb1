"""The default roles, how several add up, and an installation's own."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.access.permission import Permission
from rotunda.access.role_file import RoleProblem, load_roles
from rotunda.access.roles import DEFAULT_ROLES, TIER_PERMISSIONS, Role, Scope, Tier, combined_reach, section_names
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

BILLING = SectionName("billing")
ROLES = st.builds(
    Role,
    st.sampled_from(["a", "b"]),
    st.just("A"),
    st.sampled_from(Tier),
    st.frozensets(st.sampled_from(Permission)),
    st.frozensets(st.sampled_from(sorted(section_names()))),
    st.frozensets(st.sampled_from(Label)),
    st.sampled_from(Scope),
)


def test_every_topic_of_the_house_is_known() -> None:
    assert section_names() >= {"profile", "billing", "usage", "support", "deals", "people", "communication", "upcoming"}


@pytest.mark.parametrize(
    ("name", "sections", "labels", "scope"),
    [
        (
            "support",
            "profile billing usage support people upcoming",
            "identity contract support usage personal",
            Scope.ALL,
        ),
        (
            "success",
            "profile billing usage support deals people communication upcoming",
            "identity commercial contract support usage cs_private communication personal",
            Scope.TEAM,
        ),
        (
            "sales",
            "profile billing usage deals people communication upcoming",
            "identity commercial contract usage communication personal",
            Scope.OWN,
        ),
        ("finance", "profile billing upcoming", "identity commercial contract finance", Scope.ALL),
    ],
)
def test_the_defaults_are_tight(name: str, sections: str, labels: str, scope: Scope) -> None:
    role = DEFAULT_ROLES[name]
    assert role.sections == set(sections.split())
    assert role.labels == set(labels.split())
    assert role.scope is scope


def test_only_the_administrator_manages_and_reads_the_whole_log() -> None:
    admin = DEFAULT_ROLES["admin"]
    assert admin.reach == {(section, label) for section in section_names() for label in Label}
    for name, role in DEFAULT_ROLES.items():
        own = {Permission.CONNECTION_MANAGE, Permission.FIELD_DEFINE, Permission.SIGNAL_DEFINE, Permission.AUDIT_READ}
        assert (own <= role.permissions) == (name == "admin"), name
        assert role.permissions <= TIER_PERMISSIONS[role.tier]
        assert role.name == name


def test_tiers_grow() -> None:
    summary, full, read_write, admin = (TIER_PERMISSIONS[tier] for tier in Tier)
    assert summary < full < read_write < admin
    assert Permission.SECTION_DRILL not in summary
    assert admin | {Permission.PUBLIC} == set(Permission)


@given(st.lists(ROLES, max_size=4))
def test_union_grants_no_pair_that_no_role_has(roles: list[Role]) -> None:
    reach = combined_reach(roles)
    for section in section_names():
        for label in Label:
            one_has_it = any(section in role.sections and label in role.labels for role in roles)
            assert ((section, label) in reach) == one_has_it


def test_support_with_finance_does_not_read_amounts_of_tickets_nor_people_of_money() -> None:
    """The union of sections times the union of labels would grant both."""
    reach = combined_reach([DEFAULT_ROLES["support"], DEFAULT_ROLES["finance"]])
    assert (BILLING, Label.COMMERCIAL) in reach
    assert (SectionName("support"), Label.COMMERCIAL) not in reach
    assert (SectionName("people"), Label.FINANCE) not in reach


def role_file(**changes: Any) -> bytes:
    role = {
        "name": "partner",
        "title": "Partner",
        "tier": "summary",
        "scope": "own",
        "sections": ["profile"],
        "labels": ["identity"],
    }
    role.update(changes)
    return json.dumps({"roles": [{key: value for key, value in role.items() if value is not ...}]}).encode()


def test_an_own_role_joins_the_defaults() -> None:
    roles = load_roles(role_file(permissions=["account_view"]))
    partner = roles["partner"]
    assert partner.reach == {("profile", Label.IDENTITY)}
    assert partner.permissions == {Permission.ACCOUNT_VIEW, Permission.SIGNED_IN}
    assert partner.scope is Scope.OWN
    assert set(roles) == {*DEFAULT_ROLES, "partner"}
    assert load_roles(role_file())["partner"].permissions == TIER_PERMISSIONS[Tier.SUMMARY]
    assert load_roles(role_file(name="sales", title="Our sales"))["sales"].title == "Our sales"


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": "Partner!"}, "roles[0].name", "must be lower-case"),
        ({"name": "admin"}, "roles[0].name", "cannot be redefined"),
        ({"title": " "}, "roles[0].title", "must not be empty"),
        ({"tier": "god"}, "roles[0].tier", "`god` is not one of admin, full, read_write, summary"),
        ({"scope": "some"}, "roles[0].scope", "`some` is not one of all, own, team"),
        ({"sections": []}, "roles[0].sections", "at least one"),
        ({"sections": ["profile", "payroll"]}, "roles[0].sections[1]", "`payroll` is not one of billing"),
        ({"labels": []}, "roles[0].labels", "must not be empty"),
        ({"labels": ["identity", "secret"]}, "roles[0].labels[1]", "`secret` is not one of"),
        ({"permissions": ["fly"]}, "roles[0].permissions[0]", "`fly` is not one of"),
        ({"permissions": ["audit_read"]}, "roles[0].permissions", "`summary` does not allow `audit_read`"),
        ({"sections": "profile"}, "roles[0].sections", "expected `array`"),
        ({"colour": "red"}, "roles[0]", "unknown field `colour`"),
        ({"labels": ...}, "roles[0]", "missing required field `labels`"),
    ],
)
def test_a_wrong_role_names_field_and_reason(changes: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(RoleProblem) as refused:
        load_roles(role_file(**changes))
    assert refused.value.field == field
    assert reason in refused.value.reason


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"{"])
def test_rubbish_is_refused(content: bytes) -> None:
    with pytest.raises(RoleProblem):
        load_roles(content)


def test_a_role_is_defined_once() -> None:
    one = json.loads(role_file())["roles"][0]
    with pytest.raises(RoleProblem, match=r"roles\[1\].name: `partner` is defined twice"):
        load_roles(json.dumps({"roles": [one, one]}).encode())
