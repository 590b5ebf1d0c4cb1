"""Each person of an account with what is known of them. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from rotunda.identity.fields.buying_roles import roles_of
from rotunda.insight.people.engagement import last_of
from rotunda.insight.people.titles import level_of
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId
from rotunda.view.people.document import NewTitle, OwnRoles, ReportsTo, Stakeholder
from rotunda.view.people.facts import Facts
from rotunda.view.people.repository import NewsRow, PersonRow


def stakeholders(facts: Facts, titles: Mapping[ContactId, NewsRow]) -> list[Stakeholder]:
    """Critical roles with low engagement first, then whoever has a role, then by name."""
    at_risk = {each.person for each in facts.gaps}
    managers = {each.person: ReportsTo(each.manager, each.guessed) for each in facts.lines}
    engaged, last = _engaged_by(facts), _last_contacts(facts)
    found = [
        Stakeholder(
            id=row.id,
            name=row.name,
            title=row.title or None,
            level=level_of(row.title),
            reports_to=managers.get(row.id),
            roles=facts.roles(row),
            own_roles=_own(row),
            source_roles=facts.source_roles(row.id),
            last_contact_at=last[row.id][0] if row.id in last else None,
            last_channel=last[row.id][1] if row.id in last else None,
            engaged_by=engaged.get(row.id, []),
            engagement=facts.engagements.get(row.id),
            at_risk=row.id in at_risk,
            new_title=_new_title(titles.get(row.id)),
            bounced_at=facts.made.bounced_at.get(row.id) if facts.made else None,
        )
        for row in facts.rows
    ]
    return sorted(found, key=lambda each: (not each.at_risk, not each.roles))


def _own(row: PersonRow) -> OwnRoles | None:
    roles = roles_of(row.own_roles)
    return OwnRoles(roles, row.set_by, row.set_at) if roles and row.set_at else None


def _new_title(news: NewsRow | None) -> NewTitle | None:
    return NewTitle(news.before, news.after, news.noticed_at) if news else None


def _engaged_by(facts: Facts) -> dict[ContactId, list[str]]:
    names = facts.made.names if facts.made else {}
    found: defaultdict[ContactId, list[str]] = defaultdict(list)
    for tie in facts.ties:
        found[tie.person].append(names[tie.ours])
    return found


def _last_contacts(facts: Facts) -> dict[ContactId, tuple[datetime, Channel | None]]:
    """The newest that the timeline has, or that the CRM tells of where that is of a later day."""
    found: dict[ContactId, tuple[datetime, Channel | None]] = {}
    for row in facts.rows:
        last, told = last_of(facts.touches_of(row.id), facts.now), facts.last_told(row.id)
        if last is not None and (told is None or told.date() <= last.at.date()):
            found[row.id] = (last.at, last.channel)
        elif told is not None:
            found[row.id] = (told, None)
    return found
