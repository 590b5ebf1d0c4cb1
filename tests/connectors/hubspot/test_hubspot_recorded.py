"""What becomes of recorded answers: exact money, words, roles, and the traps that HubSpot sets."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hubspot.recording import (
    ACME,
    ADA,
    BOTH,
    DEALS,
    FIRST,
    LINKS,
    NOW,
    OBJECTS,
    PAGES,
    RECORDING,
    SECOND,
    batch,
)
from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.contract import drive, feed, noting
from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import AnyRequest, Customer, Request
from rotunda.connectors.hubspot.customers import find, list_companies, list_contacts
from rotunda.connectors.hubspot.mapping.plain_text import LONGEST, text_of_html, tidy
from rotunda.connectors.hubspot.mapping.record import Record, in_words
from rotunda.connectors.hubspot.requests import (
    read_communication,
    read_deals,
    read_people,
    read_profile,
    read_upcoming,
)
from rotunda.sections.communication.model import Channel, CommunicationPart, Direction
from rotunda.sections.deals.model import Deal, DealsPart
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money
from rotunda.sections.people.model import BuyingRole, PeoplePart
from rotunda.sections.profile.model import Owner, ProfilePart
from rotunda.sections.upcoming.model import UpcomingKind, UpcomingPart

PAGE = "https://app-eu1.hubspot.com/contacts/77/record/"


def run(read: Any, **changed: Any) -> Any:
    """A section's program on the recording; `changed` replaces properties of the newest deal."""
    pages = dict(PAGES)
    if changed:
        newest = {**DEALS[0], "properties": {**DEALS[0]["properties"], **changed}}
        pages[f"{OBJECTS}/deals/batch/read 3003,3002,3001"] = batch(newest, *DEALS[1:])
    return drive(read(RECORDING.customer), feed(RECORDING, pages))


def newest_deal(**changed: Any) -> Deal:
    part: DealsPart = run(read_deals, **changed)
    return next(deal for deal in part.deals if deal.ref.external_id == "3003")


def test_amounts_are_exact_in_the_currency_s_own_minor_unit() -> None:
    part: DealsPart = run(read_deals)
    assert [(deal.name, deal.value) for deal in part.deals] == [
        ("Renewal", Money(120_050, "EUR")),  # no currency of its own: the portal's
        ("Won", Money(250_000, "JPY")),
        ("Lost", Money(10_125, "KWD")),
    ]


def test_a_deal_says_where_it_stands() -> None:
    deal = newest_deal()
    assert (deal.stage.label, deal.stage_number, deal.stage_count, deal.pipeline) == ("Appointment", 1, 2, "Sales")
    assert (deal.probability_percent, deal.weighted) == (20, Money(24_010, "EUR"))
    assert (deal.close_on, deal.closed_at) == (date(2026, 2, 28), None)
    assert deal.entered_stage_at == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert (deal.owner, deal.kind, deal.next_step) == ("Otto Ost", "Existing business", "Send offer")
    assert deal.ref.url == f"{PAGE}0-3/3003"


def test_won_and_lost() -> None:
    part: DealsPart = run(read_deals)
    _, won, lost = part.deals
    assert (won.closed, won.won, won.stage_number, won.closed_at) == (
        True,
        True,
        None,
        datetime(2025, 11, 30, 12, tzinfo=UTC),
    )
    assert (lost.closed, lost.won, lost.lost_reason) == (True, False, "Price")


def test_the_stage_decides_where_the_deal_itself_does_not_say() -> None:
    for stage, closed, won in (("contractsent", False, False), ("closedwon", True, True), ("closedlost", True, False)):
        deal = newest_deal(dealstage=stage, hs_is_closed=None, hs_is_closed_won="", hs_deal_stage_probability=None)
        assert (deal.closed, deal.won) == (closed, won)


def test_a_stage_younger_than_the_catalogue_is_shown_as_it_is() -> None:
    deal = newest_deal(dealstage="brand_new")
    assert (deal.stage.id, deal.stage.label, deal.stage.probability_percent) == ("brand_new", "brand_new", 20)
    assert deal.stage_number is None
    with pytest.raises(BadPayload, match=r"properties\.hs_is_closed: is missing"):
        newest_deal(dealstage="brand_new", hs_is_closed=None)


@pytest.mark.parametrize(
    ("property_name", "value"),
    [("amount", "many"), ("hs_deal_stage_probability", "1.5"), ("deal_currency_code", "euro"), ("hs_is_closed", "yes")],
)
def test_a_property_that_cannot_be_read_is_named_and_not_quoted(property_name: str, value: str) -> None:
    with pytest.raises(BadPayload, match=property_name) as refused:
        newest_deal(**{property_name: value})
    assert value not in str(refused.value).removeprefix(refused.value.path)


@given(amount=st.decimals("-1e6", "1e6", places=2), percent=st.integers(0, 100))
def test_weighted_is_amount_times_probability_rounded_half_to_even(amount: Decimal, percent: int) -> None:
    deal = newest_deal(amount=str(amount), hs_deal_stage_probability=f"{percent / 100:.20f}")
    assert deal.value == Money(int(amount * 100), "EUR")
    assert deal.weighted is not None
    assert abs(deal.weighted.amount_minor - amount * percent) <= Decimal("0.5")
    assert deal.probability_percent == percent


def test_the_first_record_speaks_and_the_second_fills_in() -> None:
    part: ProfilePart = run(read_profile)
    assert (part.name, part.domain, part.industry, part.phone) == (
        "Acme",
        "acme.example",
        "Computer software",
        "+33 1 23",
    )
    assert (part.employees, part.lifecycle_stage, part.children) == (120, "Customer", 2)
    assert part.last_activity_at == datetime(2026, 1, 9, 10, tzinfo=UTC)
    assert [ref.external_id for ref in (part.ref, *part.further_refs)] == [FIRST, SECOND]
    assert part.owners == [
        Owner("owner", "Otto Ost", "otto@vendor.test", "EMEA"),
        Owner("owner", "Ines Insel", "ines@vendor.test", None),
    ]
    assert part.parent is not None
    assert (part.parent.name, part.parent.ref.url) == ("Acme Holding", f"{PAGE}0-2/1000")

    turned = Customer({"company": [SECOND, FIRST]}, NOW, {})
    other: ProfilePart = drive(read_profile(turned), feed(RECORDING))
    assert (other.name, other.domain, other.phone) == ("ACME Inc.", "acme.example", "+33 9 99")


def test_people_over_several_pages_with_roles_of_both_kinds() -> None:
    part: PeoplePart = run(read_people)
    nameless, ada = part.people
    assert part.total == 2
    assert (ada.name, ada.title, ada.phone, ada.lifecycle_stage) == ("Ada Lovelace", "CFO", "+33 6 66", "own_stage")
    assert ada.roles == [BuyingRole.ECONOMIC_BUYER, BuyingRole.CHAMPION]
    assert nameless.name == "x@acme.example"


def test_what_was_said() -> None:
    part: CommunicationPart = run(read_communication)
    assert [entry.channel for entry in part.entries] == [Channel.EMAIL, Channel.CALL, Channel.MEETING, Channel.NOTE]
    email, call, meeting, note = part.entries
    assert (email.text, email.direction) == ("Fine by me.\nAda", Direction.INBOUND)
    assert email.participants == ["ada@acme.example", "otto@vendor.test", "ines@vendor.test"]
    assert (call.duration_seconds, call.outcome, call.participants) == (90, "Reached", ["Ada Lovelace"])
    assert (meeting.text, meeting.outcome, meeting.duration_seconds) == ("One\nTwo", "no_show", 2700)
    assert (note.text, note.teammate) == ("Wants SSO", "Otto Ost")


def test_default_labels_stand_in_where_the_portal_s_own_may_not_be_read() -> None:
    pages = {**PAGES, "GET /crm/properties/2026-09/calls/hs_call_disposition": []}
    part: CommunicationPart = drive(read_communication(RECORDING.customer), feed(RECORDING, pages))
    assert [entry.outcome for entry in part.entries if entry.channel is Channel.CALL] == ["Connected"]


def test_what_is_coming() -> None:
    part: UpcomingPart = run(read_upcoming)
    assert [(item.kind, item.title, item.overdue) for item in part.engagements] == [
        (UpcomingKind.MEETING, "Review", False),
        (UpcomingKind.TASK, "Call", True),
    ]
    [close] = part.deals
    assert (close.title, close.money, close.overdue) == ("Renewal", Money(120_050, "EUR"), False)


def test_reading_a_section_takes_two_rounds_and_no_search() -> None:
    for read in RECORDING.connector.sections.values():
        program = read(RECORDING.customer)
        answer, rounds, asked = feed(RECORDING), 0, list[AnyRequest]()
        batch_of_requests = next(program)
        try:
            while True:
                rounds += 1
                asked += batch_of_requests
                batch_of_requests = program.send([answer(request) for request in batch_of_requests])
        except StopIteration:
            pass
        # More emails or labels than one answer holds are a round of their own.
        assert rounds <= 3
        assert all(isinstance(request, Request) and request.bucket == "default" for request in asked)


def test_companies_as_the_directory_wants_them() -> None:
    records: list[SourceRecord] = drive(list_companies({}, NOW), feed(RECORDING))
    acme, twin = records
    assert acme.domains == ("acme.example", "acme.test", "acme.dev")
    assert acme.declared == (Declared(SourceName("productdb"), ExternalId("acct_100")),)
    assert (acme.parent, acme.owner_emails, acme.owner_teams) == ("1000", ("otto@vendor.test",), ("EMEA", "West"))
    assert twin.domains == ()
    assert twin.declared == ()


def test_the_property_with_the_product_s_id_is_the_connection_s_choice() -> None:
    asked: list[AnyRequest] = []
    settings = {"account_property": "our_id"}
    records: list[SourceRecord] = drive(list_companies(settings, NOW), noting(feed(RECORDING), asked))
    assert [each.declared for each in records] == [(), ()]
    listing = next(each for each in asked if isinstance(each, Request) and each.path.endswith("/companies"))
    assert dict(listing.query)["properties"].endswith(",our_id")


def test_contacts_as_the_directory_wants_them() -> None:
    records: list[SourceRecord] = drive(list_contacts({}, NOW), feed(RECORDING))
    assert [(each.company, each.emails) for each in records] == [
        (FIRST, ("Ada@acme.example", "ada@acme.test")),
        (FIRST, ("x@acme.example",)),
    ]


def test_a_search_that_brings_something_else_is_not_believed() -> None:
    assert RECORDING.whom is not None
    stranger = {
        "total": 1,
        "results": [{**ADA, "id": "666", "properties": {"name": "Else", "domain": "notacme.example"}}],
    }
    found = drive(
        find(RECORDING.whom),
        feed(
            RECORDING,
            {
                **PAGES,
                f"{OBJECTS}/companies/search 3": [stranger],
                f"{OBJECTS}/companies/batch/read {SECOND},{FIRST}": PAGES[f"{OBJECTS}/companies/batch/read {BOTH}"],
            },
        ),
    )
    assert {record.external_id for record in found} == {FIRST, SECOND}


def test_other_companies_associations_are_refused() -> None:
    foreign = batch({"from": {"id": "9"}, "to": []})
    for kind, read in (("contacts", read_people), ("emails", read_communication)):
        pages = {**PAGES, f"{LINKS}/companies/{kind}/batch/read {BOTH}": foreign}
        with pytest.raises(BadPayload, match="wrong customer"):
            drive(read(RECORDING.customer), feed(RECORDING, pages))


@pytest.mark.parametrize("absent", [(ACME,), (ACME, "GET /crm/objects/2026-09/companies/1002")])
def test_a_company_that_does_not_show_everything_is_asked_for_each_kind(absent: tuple[str, ...]) -> None:
    """Deleted, or a key that may not read one of the kinds: the other sections lose nothing by it."""
    pages = {**PAGES, **{words: [] for words in absent}}
    for name, read in RECORDING.connector.sections.items():
        told = drive(read(RECORDING.customer), feed(RECORDING, pages))
        assert told == drive(read(RECORDING.customer), feed(RECORDING)), name


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (None, None),
        ("", None),
        ("<p> </p>", None),
        ("plain", "plain"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("<style>p{}</style><p>Seen</p><head><title>x</title></head>", "Seen"),
        ("<p>One<p>Two<br/>Three", "One\nTwo\nThree"),
        ("<p>One</p><div>Two<br>Three</div><pre>Four</pre>", "One\nTwo\nThree\nFour"),
        ("<p>One &amp; two</p>Three", "One & two\nThree"),
        ('<P>One</P><p class="x">Two</p><progress>Three</progress>', "One\nTwo\nThree"),
        ("<p>One</p>\r\nTwo\u2028Three\x85", "One\nTwo\nThree"),
        ("a<script>alert('<p>x</p>')</script>b", "ab"),
        ("safe\u202etxt.exe\u200b", "safetxt.exe"),
        ("<img src=x onerror=alert(1)>hi", "hi"),
        ("a < b", "a < b"),
    ],
)
def test_html_becomes_what_a_reader_would_see(html: str | None, text: str | None) -> None:
    assert text_of_html(html) == text


@given(st.text(max_size=300))
def test_any_text_is_made_tidy(text: str) -> None:
    tidied = tidy(text)
    assert tidied is None or (0 < len(tidied) <= LONGEST and tidied == tidied.strip() and "  " not in tidied)
    html = text_of_html(text)
    assert html is None or "\n\n" not in html


@given(st.text(alphabet=" \n\tab", max_size=40))
def test_lines_are_kept_without_what_is_blank(text: str) -> None:
    lines = (" ".join(line.split()) for line in text.replace("\t", " ").split("\n"))
    assert tidy(text) == ("\n".join(line for line in lines if line) or None)


def test_long_texts_are_cut() -> None:
    assert len(text_of_html("<p>" + "word " * 5_000) or "") <= LONGEST


def test_constants_become_words_and_texts_stay() -> None:
    assert in_words("COMPUTER_SOFTWARE") == "Computer software"
    assert in_words("Logistics") == "Logistics"
    assert in_words(None) is None


def test_an_empty_property_is_none() -> None:
    record = Record(Wild({"id": "1", "properties": {"a": "", "b": None, "c": " x ", "n": "3.0", "bad": "3.5"}}))
    assert [record.text(name) for name in ("a", "b", "c", "missing")] == [None, None, "x", None]
    assert record.whole("n") == 3
    with pytest.raises(BadPayload, match="whole number"):
        record.whole("bad")
