"""Own fields and the history of people for whatever roles somebody has: nothing is read, changed or guessed beyond.

The roles are drawn; one field of each label has a value that nothing else holds, in its account and in the person.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.builders import CATEGORIES, person, record
from rotunda.access.grant import PEOPLE
from rotunda.access.permission import Permission
from rotunda.access.roles import DEFAULT_ROLES, TIER_PERMISSIONS, Role, Scope, Tier
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.drafts import Draft
from rotunda.identity.fields.model import NotEditable, Refused, Taken
from rotunda.sections.ids import ConnectionId, SectionName, SourceName, UserId
from rotunda.sections.labels import Label
from rotunda.view.fields.desk import FieldDesk, Wanted
from rotunda.view.looking import Absent
from support.databases import MakeDatabase
from support.service import Service, serving, settings_for

WHO = UserId("usr_" + "w" * 20)
EMAIL = "who@rotunda.example"
SECTIONS = [SectionName("profile"), PEOPLE, SectionName("billing")]
ADMIN = Viewer(UserId("usr_" + "a" * 20), "Ann", "ann@rotunda.example", (DEFAULT_ROLES["admin"],), frozenset(), "token")
OF_SOURCES = {Label.PERSONAL: ("ada@acme.com", "+49 30 5550142", "ada-is@acme.com")}
"""What sources say of the person, by the label that it has."""


def secret(label: Label) -> str:
    return f"only for {label.value} eyes"


@st.composite
def roles(draw: st.DrawFn) -> Role:
    tier = draw(st.sampled_from(list(Tier)))
    return Role(
        name="drawn",
        title="Drawn",
        tier=tier,
        permissions=TIER_PERMISSIONS[tier] - draw(st.sets(st.sampled_from([Permission.AUDIT_ACCOUNT]))),
        sections=frozenset(draw(st.sets(st.sampled_from(SECTIONS), min_size=1))),
        labels=frozenset(draw(st.sets(st.sampled_from(list(Label)), min_size=1))),
        scope=draw(st.sampled_from([Scope.OWN, Scope.ALL])),
    )


viewers = st.builds(
    lambda held: Viewer(WHO, "Who", EMAIL, tuple(held), frozenset(), "token"), st.lists(roles(), min_size=1, max_size=2)
)


@dataclass(frozen=True)
class Desk:
    service: Service
    ours: str
    foreign: str

    @property
    def fields(self) -> FieldDesk:
        return self.service.installation.contact_fields


@pytest_asyncio.fixture(scope="module")
async def desk(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Two people: one at an account of the drawn viewer, one at somebody else's. Each has a value of every label."""
    async with serving(settings_for(await make_database(), tmp_path_factory.mktemp("house"))) as service:
        installation = service.installation
        await installation.identity.apply_directory(
            ConnectionId("con_crm"),
            SourceName("hubspot"),
            CATEGORIES["hubspot"],
            [
                record("hubspot", "1", name="Acme", owner_emails=(EMAIL,)),
                record("hubspot", "2", name="Bolt", owner_emails=("other@rotunda.example",)),
                person(
                    "hubspot", "10", "1", name="ada-is@acme.com", emails=("ada@acme.com",), phones=("+49 30 5550142",)
                ),
                person("hubspot", "20", "2", name="Bob", emails=("bob@bolt.io",)),
            ],
        )
        for user, email in ((WHO, EMAIL), (ADMIN.user_id, ADMIN.email)):
            await installation.database.execute(
                "INSERT INTO app_user (id, email, name, roles, teams, created_at)"
                " VALUES (%s, %s, 'Who', '{}', '{}', now())",
                [user, email],
            )
        for label in Label:
            draft = Draft(f"of_{label.value}", label.value, "text", "contact", label=label.value, unique=True)
            await installation.definitions.create(draft, None)
        found = [(await installation.lookups._contacts.by_record("hubspot", each))[0].id for each in ("10", "20")]
        made = Desk(service, *found)
        await set_all(made, made.ours, "")
        await set_all(made, made.foreign, "too ")
        yield made


async def set_all(desk: Desk, contact: str, more: str) -> None:
    now = await desk.fields.read(ADMIN, contact)
    values = {f"of_{label.value}": more + secret(label) for label in Label}
    await desk.fields.edit(ADMIN, contact, Wanted(values, frozenset({now.etag})))


def reads(viewer: Viewer, label: Label, *, own: bool, permission: Permission = Permission.ACCOUNT_VIEW) -> bool:
    """A slow second opinion: one role that reaches the person, opens the door and names the pair."""
    return any(
        label in role.labels and PEOPLE in role.sections and {Permission.ACCOUNT_VIEW, permission} <= role.permissions
        for role in viewer.roles
        if own or role.scope is Scope.ALL
    )


def opens(viewer: Viewer, permission: Permission, *, own: bool) -> bool:
    reached = [role for role in viewer.roles if own or role.scope is Scope.ALL]
    return reads(viewer, Label.IDENTITY, own=own) and any(permission in role.permissions for role in reached)


def labels_in(answer: Any, more: str = "") -> set[Label]:
    """Of which labels a value stands in an answer."""
    text = msgspec.json.encode(answer).decode()
    return {
        label for label in Label if any(each in text for each in (more + secret(label), *OF_SOURCES.get(label, ())))
    }


def readable(viewer: Viewer, *, own: bool) -> set[Label]:
    return {label for label in Label if reads(viewer, label, own=own)}


SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SOME
@given(viewer=viewers, own=st.booleans())
async def test_fields_and_history_keep_to_what_the_roles_name(desk: Desk, viewer: Viewer, own: bool) -> None:  # noqa: FBT001 - drawn
    contact = desk.ours if own else desk.foreign
    if not opens(viewer, Permission.ACCOUNT_VIEW, own=own):
        with pytest.raises(Absent):
            await desk.fields.read(viewer, contact)
        return
    shown = await desk.fields.read(viewer, contact)
    known = readable(viewer, own=own)
    assert labels_in(shown) == known
    assert {each.name for each in shown.fields if each.name.startswith("of_")} == {f"of_{each.value}" for each in known}
    editable = {each for each in Label if reads(viewer, each, own=own, permission=Permission.FIELD_EDIT)}
    assert {each.name for each in shown.fields if each.editable and each.name.startswith("of_")} == {
        f"of_{each.value}" for each in editable
    }
    if not opens(viewer, Permission.SECTION_DRILL, own=own):
        with pytest.raises(Absent):
            await desk.fields.history(viewer, contact, None, None, 50)
        return
    history = await desk.fields.history(viewer, contact, None, None, 50)
    assert labels_in(history) - {Label.PERSONAL} == known - {Label.PERSONAL}
    assert Label.PERSONAL in known or Label.PERSONAL not in labels_in(history)


@SOME
@given(viewer=viewers, own=st.booleans(), label=st.sampled_from(list(Label)))
async def test_edits_keep_to_them_too_and_tell_nothing(desk: Desk, viewer: Viewer, own: bool, label: Label) -> None:  # noqa: FBT001 - drawn
    contact, name = (desk.ours, f"of_{label.value}") if own else (desk.foreign, f"of_{label.value}")
    wanted = Wanted({name: "a guess"}, frozenset({'"none"'}))
    if not opens(viewer, Permission.FIELD_EDIT, own=own):
        with pytest.raises(Absent):
            await desk.fields.edit(viewer, contact, wanted)
        return
    tag = (await desk.fields.read(viewer, contact)).etag
    guess = Wanted({name: ("too " if own else "") + secret(label)}, frozenset({tag}))  # the other one's value
    if not reads(viewer, label, own=own):
        with pytest.raises(Refused, match="There is no such field") as refused:
            await desk.fields.edit(viewer, contact, guess)
        with pytest.raises(Refused) as unknown:
            await desk.fields.edit(viewer, contact, Wanted({"of_nothing": "x"}, frozenset({tag})))
        assert refused.value.reason == unknown.value.reason
    elif not reads(viewer, label, own=own, permission=Permission.FIELD_EDIT):
        with pytest.raises(NotEditable):
            await desk.fields.edit(viewer, contact, guess)
    else:
        with pytest.raises(Taken) as taken:
            await desk.fields.edit(viewer, contact, guess)
        named = await desk.fields.link_to(viewer, taken.value.holder, taken.value.label)
        there = opens(viewer, Permission.ACCOUNT_VIEW, own=not own) and reads(viewer, label, own=not own)
        assert (named is not None) == there
        assert named is None or "@" not in named.name or reads(viewer, Label.PERSONAL, own=not own)


@SOME
@given(viewer=viewers)
async def test_an_address_is_tried_by_those_only_who_may_read_addresses(desk: Desk, viewer: Viewer) -> None:
    if not opens(viewer, Permission.FIELD_EDIT, own=True):
        return
    tag = (await desk.fields.read(viewer, desk.ours)).etag
    tried = Wanted({"email": "bob@bolt.io"}, frozenset({tag}))
    if not reads(viewer, Label.PERSONAL, own=True, permission=Permission.FIELD_EDIT):
        with pytest.raises(Refused):
            await desk.fields.edit(viewer, desk.ours, tried)
        return
    with pytest.raises(Taken) as taken:
        await desk.fields.edit(viewer, desk.ours, tried)
    named = await desk.fields.link_to(viewer, taken.value.holder, taken.value.label)
    there = opens(viewer, Permission.ACCOUNT_VIEW, own=False) and reads(viewer, Label.PERSONAL, own=False)
    assert (named is not None) == there


@SOME
@given(viewer=viewers)
async def test_a_hidden_edit_moves_nothing_that_is_shown(desk: Desk, viewer: Viewer) -> None:
    if not opens(viewer, Permission.ACCOUNT_VIEW, own=True):
        return
    hidden = [label for label in Label if not reads(viewer, label, own=True)]
    before = await desk.fields.read(viewer, desk.ours)
    now = await desk.fields.read(ADMIN, desk.ours)
    if not hidden:
        return
    for value in ("meanwhile", secret(hidden[0])):
        now = await desk.fields.edit(ADMIN, desk.ours, Wanted({f"of_{hidden[0].value}": value}, frozenset({now.etag})))
        assert await desk.fields.read(viewer, desk.ours) == before


async def test_the_log_of_edits_holds_no_value(desk: Desk) -> None:
    async with desk.service.installation.database.connection() as connection:
        rows = await (await connection.execute("SELECT action, detail::text FROM audit_row")).fetchall()
    text = "\n".join(detail for _, detail in rows)
    assert {"field.edit", "change.refused", "denied"} <= {action for action, _ in rows}
    values: Iterable[str] = (*(secret(label) for label in Label), "ada@acme.com", "bob@bolt.io", "a guess", "meanwhile")
    assert not [each for each in values if each in text]
    assert not [f"of_{label.value}" for label in Label if f"of_{label.value}" in text]
