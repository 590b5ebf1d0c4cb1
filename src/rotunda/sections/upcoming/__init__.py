"""What is coming: renewals, meetings, tasks, expected deals."""

from rotunda.sections.freshness import MEDIUM
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.section import FactColumn, FactKind, Section
from rotunda.sections.upcoming.merge import facts, merge
from rotunda.sections.upcoming.model import UpcomingPart, UpcomingView

SECTION = Section(
    name=SectionName("upcoming"),
    title="Upcoming",
    question="What is coming",
    position=60,
    label=Label.CONTRACT,
    freshness=MEDIUM,
    part=UpcomingPart,
    view=UpcomingView,
    merge=merge,
    columns=(
        FactColumn(
            name="next_meeting_at",
            title="Next meeting",
            kind=FactKind.AT,
            label=Label.COMMUNICATION,
            operator="meeting",
            shown=False,
            daily=True,
        ),
    ),
    facts=facts,
    page_lists={"contract": 12, "engagements": 12, "deals": 12},
)
