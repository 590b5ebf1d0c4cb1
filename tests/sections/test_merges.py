"""How parts of several sources become one section."""

from datetime import UTC, datetime, timedelta

from rotunda.sections.communication.merge import merge as merge_communication
from rotunda.sections.communication.model import Channel, CommunicationPart, Direction, Entry
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.people.merge import merge as merge_people
from rotunda.sections.people.model import BuyingRole, PeoplePart, Person
from rotunda.sections.profile.merge import merge as merge_profile
from rotunda.sections.profile.model import Owner, ProfilePart
from rotunda.sections.provenance import Category, Mode, Origin, Ref
from rotunda.sections.section import Sourcepart
from rotunda.sections.support.merge import merge as merge_support
from rotunda.sections.support.model import Satisfaction, Severity, SupportPart, Ticket, TicketStatus
from rotunda.sections.usage.merge import merge as merge_usage
from rotunda.sections.usage.model import FeatureUse, UsagePart

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def ref(number: str, source: str = "hubspot") -> Ref:
    return Ref(SourceName(source), "record", ExternalId(number), url=f"https://{source}.example/{number}")


def origin(category: Category, connection: str = "con_1") -> Origin:
    return Origin(SourceName(category.value), ConnectionId(connection), category, Mode.LIVE, NOW)


def test_the_owning_category_wins_and_the_others_stay_beside_it() -> None:
    crm = Sourcepart(origin(Category.CRM), ProfilePart(ref=ref("1"), name="Northwind Robotics", plan="Gold"))
    product = Sourcepart(origin(Category.PRODUCT), ProfilePart(ref=ref("2"), name="NORTHWIND", plan="pro"))
    for parts in ([crm, product], [product, crm]):
        view = merge_profile(parts, NOW)
        assert view.name is not None
        assert (view.name.value, [each.value for each in view.name.others]) == ("Northwind Robotics", ["NORTHWIND"])
        assert view.plan is not None
        assert (view.plan.value, view.plan.source) == ("pro", "product")


def test_owners_of_several_sources_are_listed_once_per_role() -> None:
    owner = Owner(role="owner", name="D. Cho", email="d@rotunda.example")
    csm = Owner(role="csm", name="M. Rivera", email="m@rotunda.example")
    again = Owner(role="owner", name="Daniel Cho", email="D@rotunda.example")
    parts = [
        Sourcepart(origin(Category.CRM), ProfilePart(ref=ref("1"), owners=[owner])),
        Sourcepart(origin(Category.PRODUCT), ProfilePart(ref=ref("2"), owners=[csm, again])),
    ]
    assert [each.value for each in merge_profile(parts, NOW).owners] == [owner, csm]


def test_people_join_by_address_and_only_by_address() -> None:
    crm = PeoplePart(
        people=[
            Person(ref=ref("c1"), name="Ana Lind", email="Ana@x.example", roles=[BuyingRole.CHAMPION]),
            Person(ref=ref("c2"), name="Zoe", email=None),
        ],
        total=2,
    )
    product = PeoplePart(
        people=[
            Person(ref=ref("u1"), name="ana", email="ana@x.example", last_seen_at=NOW),
            Person(ref=ref("u2"), name="ana", email="ana+test@x.example"),
        ],
        total=12,
    )
    view = merge_people([Sourcepart(origin(Category.PRODUCT), product), Sourcepart(origin(Category.CRM), crm)], NOW)
    assert [each.name for each in view.people] == ["Ana Lind", "ana", "Zoe"]
    assert len(view.people[0].records) == 2
    assert view.people[0].last_seen_at == NOW
    assert view.total == 3 + 10


def test_the_oldest_record_is_the_first_person_unless_there_are_more_than_were_read() -> None:
    def people(source: Category, *days: int, beyond: int = 0) -> Sourcepart[PeoplePart]:
        found = [Person(ref=ref(f"{source}{ago}"), name=f"{ago}", created_at=NOW - timedelta(days=ago)) for ago in days]
        return Sourcepart(
            origin(source), PeoplePart(people=[*found, Person(ref=ref("x"), name="x")], total=len(days) + 1 + beyond)
        )

    parts = [people(Category.CRM, 5, 90), people(Category.PRODUCT, 60)]
    for order in (parts, parts[::-1]):
        first = merge_people(order, NOW).first
        assert first is not None
        assert (first.name, first.created_at) == ("90", NOW - timedelta(days=90))
    assert merge_people([*parts, people(Category.SUPPORT, 400, beyond=1)], NOW).first is None


def ticket(number: str, status: TicketStatus, severity: Severity, age_days: int, **changes: object) -> Ticket:
    at = NOW - timedelta(days=age_days)
    values: dict[str, object] = {
        "ref": ref(number, "zendesk"),
        "number": number,
        "subject": "Subject",
        "status": status,
        "severity": severity,
        "created_at": at,
        "updated_at": at,
        **changes,
    }
    return Ticket(**values)  # pyright: ignore[reportArgumentType] - a builder


def test_the_queue_is_ordered_by_severity_and_counts_windows() -> None:
    tickets = [
        ticket("1", TicketStatus.OPEN, Severity.LOW, 40),
        ticket("2", TicketStatus.PENDING, Severity.URGENT, 3),
        ticket("3", TicketStatus.SOLVED, Severity.HIGH, 10, satisfaction=Satisfaction.GOOD, solved_at=NOW),
        ticket("4", TicketStatus.CLOSED, Severity.HIGH, 91, satisfaction=Satisfaction.BAD, escalated=True),
        ticket("5", TicketStatus.SOLVED, Severity.LOW, 89, satisfaction=Satisfaction.BAD, escalated=True),
    ]
    part = Sourcepart(origin(Category.SUPPORT), SupportPart(records=[], tickets=tickets))
    view = merge_support([part], NOW)
    assert [each.number for each in view.tickets] == ["2", "1", "3", "5", "4"]
    assert (view.open_count, view.open_by_severity) == (2, {Severity.URGENT: 1, Severity.LOW: 1})
    assert view.escalations_90d == 1
    assert view.satisfaction_90d is not None
    assert view.satisfaction_90d.value == 0.5
    assert view.created_by_week[-1] == 1
    assert sum(view.created_by_week) == 3


def test_notes_and_meetings_that_were_not_held_are_no_contact() -> None:
    def entry(number: str, channel: Channel, days: int, **changes: object) -> Entry:
        return Entry(ref=ref(number), channel=channel, at=NOW - timedelta(days=days), **changes)  # pyright: ignore[reportArgumentType] - a builder

    entries = [
        entry("note", Channel.NOTE, 0),
        entry("missed", Channel.MEETING, 1, outcome="NO_SHOW"),
        entry("call", Channel.CALL, 5, direction=Direction.OUTBOUND),
        entry("mail", Channel.EMAIL, 9, direction=Direction.INBOUND),
    ]
    part = Sourcepart(origin(Category.CRM), CommunicationPart(entries=entries))
    view = merge_communication([part], NOW)
    assert (view.last_touch_channel, view.last_touch_at) == (Channel.CALL, NOW - timedelta(days=5))
    assert view.last_inbound_at == NOW - timedelta(days=9)


def test_usage_counts_of_two_sources_are_not_added() -> None:
    def usage(active: int, before: int) -> UsagePart:
        features = [
            FeatureUse("a", "A", available=True, users_30d=3, events_30d=9),
            FeatureUse("b", "B", available=True, users_30d=0, events_30d=0),
            FeatureUse("c", "C", available=False, users_30d=5, events_30d=9),
        ]
        return UsagePart(
            ref=ref("u"),
            users_total=20,
            active_7d=active,
            active_30d=active,
            active_previous_7d=before,
            active_previous_30d=0,
            last_active_at=NOW - timedelta(days=31),
            features=features,
        )

    product = Sourcepart(origin(Category.PRODUCT, "con_2"), usage(6, 8))
    analytics = Sourcepart(origin(Category.ANALYTICS, "con_1"), usage(99, 99))
    view = merge_usage([analytics, product], NOW)
    assert view.active_7d == 6
    assert view.active_change_7d is not None
    assert view.active_change_7d.value == -0.25
    assert (view.features_adopted, view.features_available) == (1, 2)
    assert view.dormant
