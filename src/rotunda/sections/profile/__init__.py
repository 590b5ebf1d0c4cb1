"""Who is this: the company, its owners, its plan and its place in a hierarchy."""

from rotunda.sections.freshness import SLOW
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.profile.merge import facts, merge
from rotunda.sections.profile.model import ProfilePart, ProfileView
from rotunda.sections.section import FactColumn, FactKind, Section

SECTION = Section(
    name=SectionName("profile"),
    title="Profile",
    question="Who is this",
    position=10,
    label=Label.IDENTITY,
    freshness=SLOW,
    part=ProfilePart,
    view=ProfileView,
    merge=merge,
    columns=(
        FactColumn(name="plan", title="Plan", kind=FactKind.TEXT, label=Label.CONTRACT, operator="plan"),
        FactColumn(name="status", title="Status", kind=FactKind.TEXT, label=Label.CONTRACT, operator="status"),
        FactColumn(name="last_activity_at", title="Last activity", kind=FactKind.AT, label=Label.IDENTITY, shown=False),
    ),
    facts=facts,
    home=lambda part: part.ref,
)
