"""What is known of an account's people, joined: the book of contacts, what sources tell live, and contacts made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from rotunda.identity.fields.buying_roles import roles_of
from rotunda.insight.people.coverage import Gap, gaps
from rotunda.insight.people.engagement import Engagement, engagement
from rotunda.insight.people.model import WINDOW, Member, Touch
from rotunda.insight.people.organisation import Line, organisation
from rotunda.insight.people.strengths import Tie, ties
from rotunda.sections.ids import ContactId, SourceName
from rotunda.sections.people.model import BuyingRole, PeopleView, PersonView
from rotunda.view.people.contacts_made import ContactsMade
from rotunda.view.people.document import Contacts, SourceRoles
from rotunda.view.people.repository import PersonRow

_EVERY = tuple(BuyingRole)


class Facts:
    """Of one account, as one viewer may know them at `now`. `made` is None where contacts are not told; `tells_last`:
    what sources say of the last contact may be told.
    """

    def __init__(
        self,
        rows: Sequence[PersonRow],
        told: PeopleView | None,
        made: ContactsMade | None,
        now: datetime,
        *,
        tells_last: bool,
    ) -> None:
        self._tells_last = tells_last
        self.rows = rows
        self.told = told
        self.made = made
        self.now = now
        self._by_person = _records_of(rows, told)

    @property
    def contacts(self) -> Contacts:
        if self.made is None:
            return "not_told"
        return "known" if self.made.touches else "unknown"

    @property
    def touches(self) -> list[Touch]:
        return self.made.touches if self.made else []

    @cached_property
    def members(self) -> list[Member]:
        return [Member(row.id, row.name, row.title, self.roles(row)) for row in self.rows]

    @cached_property
    def ties(self) -> list[Tie]:
        return ties(self.touches, self.members, self.now)

    @cached_property
    def lines(self) -> list[Line]:
        return organisation(self.members)

    @cached_property
    def engagements(self) -> Mapping[ContactId, Engagement]:
        """Missing is missing, and no score of 0: of nobody where nothing is known of contacts, nor of those of whom the
        CRM tells a contact of the last 90 days that the timeline lacks.
        """
        if self.contacts != "known":
            return {}
        return {
            row.id: engagement(row.id, self.touches_of(row.id), self.now)
            for row in self.rows
            if self.touches_of(row.id) or not self._was_contacted_lately(row.id)
        }

    def _was_contacted_lately(self, person: ContactId) -> bool:
        last = self.last_told(person)
        return last is not None and last > self.now - WINDOW

    @cached_property
    def _touches_by_person(self) -> Mapping[ContactId, list[Touch]]:
        found: defaultdict[ContactId, list[Touch]] = defaultdict(list)
        for touch in self.touches:
            for person in touch.people:
                found[person].append(touch)
        return dict(found)

    def touches_of(self, person: ContactId) -> list[Touch]:
        """Those that name the person."""
        return self._touches_by_person.get(person, [])

    def last_told(self, person: ContactId) -> datetime | None:
        """The last contact as the CRM tells it, to whoever may read that."""
        told = [each.last_contacted_at for each in self.told_of(person) if each.last_contacted_at]
        return max(told, default=None) if self._tells_last else None

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps(self.members, self.engagements)

    def told_of(self, person: ContactId) -> list[PersonView]:
        """What sources tell of the person."""
        return self._by_person.get(person, [])

    def roles(self, row: PersonRow) -> list[BuyingRole]:
        """Ours before those of sources."""
        own = roles_of(row.own_roles)
        if own:
            return own
        said = {role for each in self.told_of(row.id) for role in each.roles}
        return sorted(said, key=_EVERY.index)

    def source_roles(self, person: ContactId) -> list[SourceRoles]:
        return [SourceRoles(each.roles, source) for each in self.told_of(person) for source in _sources(each)]


def _sources(told: PersonView) -> list[SourceName]:
    """Of the records that may tell roles; a product or a helpdesk has none, and tells nothing of them."""
    return [told.records[0].source] if told.roles else []


def _records_of(rows: Iterable[PersonRow], told: PeopleView | None) -> dict[ContactId, list[PersonView]]:
    """What is told of each person, by records."""
    holders = {tuple(record): row.id for row in rows for record in row.records}
    found: dict[ContactId, list[PersonView]] = {}
    for view in told.people if told else []:
        names = [(each.source, each.record_type, each.external_id) for each in view.records]
        holder = next((holders[name] for name in names if name in holders), None)
        if holder is not None:
            found.setdefault(holder, []).append(view)
    return found
