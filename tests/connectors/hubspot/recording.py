"""One account that stands in HubSpot twice, as the API answers at its version 2026-09."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rotunda.connector_kit.connector import Declared, Find
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.requests import AnyRequest, Customer, Request
from rotunda.connectors.hubspot import CONNECTOR
from rotunda.sections.ids import ExternalId, SourceName

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
FIRST, SECOND, PARENT = ExternalId("1001"), ExternalId("1002"), "1000"
MADE, CHANGED = "2025-03-01T08:00:00.000Z", "2026-01-10T09:30:00.000Z"
OBJECTS, LINKS = "POST /crm/objects/2026-09", "POST /crm/associations/2026-09"


def words(request: AnyRequest) -> str:
    """`POST /crm/objects/.../batch/read 1,2`: whom a body asks for is part of what tells it from others."""
    assert isinstance(request, Request)
    said = f"{request.method} {request.path}"
    if request.body is None:
        archived = " archived" if ("archived", "true") in request.query else ""
        after = "".join(f" after {value}" for name, value in request.query if name == "after")
        return said + archived + after
    if "inputs" in request.body:
        return f"{said} {','.join(each['id'] + each.get('after', '') for each in request.body['inputs'])}"
    return f"{said} {len(request.body['filterGroups'])}"


def batch(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"status": "COMPLETE", "results": list(records), "startedAt": MADE, "completedAt": MADE}]


def record(number: str, **properties: str | None) -> dict[str, Any]:
    return {"id": number, "properties": properties, "createdAt": MADE, "updatedAt": CHANGED, "archived": False}


def tied(start: str, *ends: str, label: str | None = None) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{"category": "HUBSPOT_DEFINED", "typeId": 280, "label": None}]
    if label:
        kinds.append({"category": "USER_DEFINED", "typeId": 31, "label": label})
    return {"from": {"id": start}, "to": [{"toObjectId": end, "associationTypes": kinds} for end in ends]}


def around(company: dict[str, Any], **near: list[str]) -> list[dict[str, Any]]:
    """A company's own record with what it is associated with. HubSpot repeats an id for each type of association."""
    kinds: dict[str, Any] = {
        kind: {
            "results": [{"id": each, "type": f"company_to_{kind}{end}"} for each in ids for end in ("", "_unlabeled")]
        }
        for kind, ids in near.items()
    }
    return [{**company, "associations": kinds}]


def owner(number: str, first: str, last: str, *teams: tuple[str, bool]) -> dict[str, Any]:
    return {
        "id": number,
        "email": f"{first.lower()}@vendor.test",
        "type": "PERSON",
        "firstName": first,
        "lastName": last,
        "userId": 9,
        "createdAt": MADE,
        "updatedAt": CHANGED,
        "archived": False,
        "teams": [{"id": name, "name": name, "primary": primary} for name, primary in teams],
    }


def stage(stage_id: str, label: str, order: int, probability: str, closed: str = "false") -> dict[str, Any]:
    metadata = {"isClosed": closed, "probability": probability}
    return {"id": stage_id, "label": label, "displayOrder": order, "metadata": metadata, "archived": False}


PORTAL = {
    "portalId": 77,
    "accountType": "STANDARD",
    "timeZone": "Europe/Berlin",
    "companyCurrency": "EUR",
    "additionalCurrencies": ["JPY", "KWD"],
    "uiDomain": "app-eu1.hubspot.com",
}
PIPELINE = {
    "id": "default",
    "label": "Sales",
    "displayOrder": 0,
    "archived": False,
    "stages": [
        stage("contractsent", "Contract sent", 1, "0.9"),
        stage("appointmentscheduled", "Appointment", 0, "0.2"),
        stage("closedwon", "Closed won", 2, "1.0", "true"),
        stage("closedlost", "Closed lost", 3, "0.0", "true"),
    ],
}
DISPOSITION = {
    "name": "hs_call_disposition",
    "options": [{"value": "f240bbac-87c9-4f6e-bf70-924b57d47db7", "label": "Reached", "hidden": False}],
}
COMPANY = record(
    FIRST,
    name="Acme",
    domain="acme.example",
    hs_additional_domains="acme.test;acme.dev",
    industry="COMPUTER_SOFTWARE",
    numberofemployees="120.0",
    city="Lyon",
    country="France",
    phone="+33 1 23",
    lifecyclestage="customer",
    hubspot_owner_id="501",
    createdate=MADE,
    notes_last_contacted="2026-01-02T10:00:00.000Z",
    notes_last_updated="2026-01-09T10:00:00.000Z",
    hs_parent_company_id=PARENT,
    hs_num_child_companies="2",
    product_account_id="acct_100",
)
TWIN = record(SECOND, name="ACME Inc.", domain="", industry=None, city=None, hubspot_owner_id="502", phone="+33 9 99")
ADA = record(
    "2001",
    email="Ada@acme.example",
    hs_additional_emails="ada@acme.test",
    firstname="Ada",
    lastname="Lovelace",
    jobtitle="CFO",
    phone="",
    mobilephone="+33 6 66",
    lifecyclestage="own_stage",
    hubspot_owner_id="501",
    hs_buying_role="BUDGET_HOLDER;LEGAL_AND_COMPLIANCE",
    notes_last_contacted="2026-01-02T10:00:00.000Z",
    createdate=MADE,
    associatedcompanyid=FIRST,
)
NAMELESS = record(
    "2002", email="x@acme.example", firstname=None, lastname="", createdate=MADE, associatedcompanyid=FIRST
)
DEALS = [
    record(
        "3003",
        dealname="Renewal",
        amount="1200.5",
        deal_currency_code=None,
        pipeline="default",
        dealstage="appointmentscheduled",
        closedate="2026-02-28T22:59:59.000Z",
        createdate="2025-12-01T08:00:00.000Z",
        hubspot_owner_id="501",
        hs_next_step="Send offer",
        hs_deal_stage_probability="0.200000000000000011102230246251565404236316680908203125",
        hs_is_closed="false",
        hs_is_closed_won="false",
        dealtype="existingbusiness",
        hs_v2_date_entered_current_stage="2026-01-05T08:00:00.000Z",
    ),
    record(
        "3002",
        dealname="Won",
        amount="250000",
        deal_currency_code="JPY",
        pipeline="default",
        dealstage="closedwon",
        closedate="2025-11-30T12:00:00.000Z",
        createdate="2025-10-01T08:00:00.000Z",
        hs_is_closed="true",
        hs_is_closed_won="true",
        dealtype="newbusiness",
    ),
    record(
        "3001",
        dealname="Lost",
        amount="10.125",
        deal_currency_code="KWD",
        pipeline="default",
        dealstage="closedlost",
        closedate="2025-10-30T12:00:00.000Z",
        createdate="2025-09-01T08:00:00.000Z",
        hs_is_closed="true",
        hs_is_closed_won="false",
        closed_lost_reason="Price",
    ),
]
EMAIL = record(
    "4001",
    hs_timestamp="2026-01-12T08:00:00.000Z",
    hs_email_direction="INCOMING_EMAIL",
    hs_email_status="SENT",
    hs_email_subject="Re: offer",
    hs_email_text=None,
    hs_email_html="<p>Fine&nbsp;by me.<br>Ada</p><script>alert(1)</script>",
    hs_email_from_email="ada@acme.example",
    hs_email_to_email="otto@vendor.test;ines@vendor.test",
    hubspot_owner_id="501",
)
CALL = record(
    "5001",
    hs_timestamp="2026-01-11T08:00:00.000Z",
    hs_call_title="Check-in",
    hs_call_body="<b>All well</b>",
    hs_call_direction="OUTBOUND",
    hs_call_disposition="f240bbac-87c9-4f6e-bf70-924b57d47db7",
    hs_call_duration="90500",
    hubspot_owner_id="502",
)
MEETINGS = [
    record(
        "6002",
        hs_timestamp="2026-01-20T08:00:00.000Z",
        hs_meeting_title="Review",
        hs_meeting_start_time="2026-01-20T08:00:00.000Z",
        hs_meeting_end_time="2026-01-20T09:00:00.000Z",
        hs_meeting_outcome="SCHEDULED",
        hubspot_owner_id="501",
    ),
    record(
        "6001",
        hs_timestamp="2026-01-08T08:00:00.000Z",
        hs_meeting_title="Kick-off",
        hs_meeting_body="<ul><li>One</li><li>Two</li></ul>",
        hs_meeting_start_time="2026-01-08T08:00:00.000Z",
        hs_meeting_end_time="2026-01-08T08:45:00.000Z",
        hs_meeting_outcome="NO_SHOW",
        hubspot_owner_id="501",
    ),
]
NOTE = record("7001", hs_timestamp="2026-01-07T08:00:00.000Z", hs_note_body="<p>Wants SSO</p>", hubspot_owner_id="501")
TASKS = [
    record("8002", hs_timestamp="2026-01-10T08:00:00.000Z", hs_task_subject="Call", hs_task_status="NOT_STARTED"),
    record("8001", hs_timestamp="2026-01-09T08:00:00.000Z", hs_task_subject="Done", hs_task_status="COMPLETED"),
]


def ties(kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The first company has them all, the second one the newest of them too."""
    return batch(tied(FIRST, *ids, label="Champion" if kind == "contacts" else None), tied(SECOND, ids[0]))


OWNER_PAGES = [
    {"results": [owner("501", "Otto", "Ost", ("West", False), ("EMEA", True))], "paging": {"next": {"after": "502"}}},
    {"results": [owner("502", "Ines", "Insel")]},
]
BOTH = f"{FIRST},{SECOND}"
ACME = "GET /crm/objects/2026-09/companies/1001"
NEAR = {
    "contacts": ["2001", "2002"],
    "deals": ["3001", "3002", "3003"],
    "calls": ["5001"],
    "meetings": ["6001", "6002"],
    "notes": ["7001"],
    "tasks": ["8001", "8002"],
}
ACME_PAGE = around(COMPANY, **NEAR, emails=["4000"])
# More emails than fit in the record: all of them are asked for by themselves.
ACME_PAGE[0]["associations"]["emails"]["paging"] = {"next": {"after": "MC4w", "link": "?after=MC4w"}}
PAGES: dict[str, list[Any]] = {
    "GET /account-info/2026-09/details": [PORTAL],
    "GET /crm/owners/2026-09": OWNER_PAGES,
    "GET /crm/owners/2026-09 archived": [{"results": [owner("503", "Lea", "Left")]}],
    "GET /crm/pipelines/2026-09/deals": [{"results": [PIPELINE]}],
    "GET /crm/properties/2026-09/calls/hs_call_disposition": [DISPOSITION],
    ACME: ACME_PAGE,
    "GET /crm/objects/2026-09/companies/1002": around(TWIN, deals=["3003"], contacts=["2001"], emails=["4001"]),
    f"{OBJECTS}/companies/batch/read {BOTH}": batch(COMPANY, TWIN),
    f"{OBJECTS}/companies/batch/read {PARENT}": batch(record(PARENT, name="Acme Holding")),
    f"{LINKS}/companies/deals/batch/read {BOTH}": ties("deals", ["3003", "3002", "3001"]),
    f"{OBJECTS}/deals/batch/read 3003,3002,3001": batch(*DEALS),
    f"{LINKS}/companies/contacts/batch/read {BOTH}": [
        {
            "status": "COMPLETE",
            "results": [
                {**tied(FIRST, "2001", label="Champion"), "paging": {"next": {"after": "7"}}},
                tied(SECOND, "2001"),
            ],
        }
    ],
    f"{LINKS}/companies/contacts/batch/read {FIRST}7": batch(tied(FIRST, "2002")),
    f"{OBJECTS}/contacts/batch/read 2002,2001": batch(NAMELESS, ADA),
    f"{LINKS}/companies/emails/batch/read {BOTH}": ties("emails", ["4001"]),
    f"{LINKS}/companies/calls/batch/read {BOTH}": ties("calls", ["5001"]),
    f"{LINKS}/companies/meetings/batch/read {BOTH}": ties("meetings", ["6002", "6001"]),
    f"{LINKS}/companies/notes/batch/read {BOTH}": ties("notes", ["7001"]),
    f"{LINKS}/companies/tasks/batch/read {BOTH}": ties("tasks", ["8002", "8001"]),
    f"{LINKS}/calls/contacts/batch/read 5001": batch(tied("5001", "2001", "2999")),
    f"{LINKS}/meetings/contacts/batch/read 6002,6001": batch(tied("6001", "2001")),
    f"{OBJECTS}/emails/batch/read 4001": batch(EMAIL),
    f"{OBJECTS}/calls/batch/read 5001": batch(CALL),
    f"{OBJECTS}/meetings/batch/read 6002,6001": batch(*MEETINGS),
    f"{OBJECTS}/notes/batch/read 7001": batch(NOTE),
    f"{OBJECTS}/tasks/batch/read 8002,8001": batch(*TASKS),
    "GET /crm/objects/2026-09/companies": [
        {"results": [COMPANY], "paging": {"next": {"after": SECOND, "link": "?after=1002"}}},
        {"results": [TWIN]},
    ],
    "GET /crm/objects/2026-09/contacts": [{"results": [ADA, NAMELESS]}],
    f"{OBJECTS}/companies/search 3": [{"total": 1, "results": [COMPANY]}],
    f"{OBJECTS}/contacts/batch/read ada@acme.example": batch(ADA),
    f"{OBJECTS}/companies/batch/read {SECOND}": batch(TWIN),
}
RECORDING = Recording(
    connector=CONNECTOR,
    customer=Customer({"company": [FIRST, SECOND]}, NOW, {}),
    pages=PAGES,
    whom=Find(
        declared=(Declared(SourceName("hubspot"), SECOND),),
        own_ids=(Declared(SourceName("productdb"), ExternalId("acct_100")),),
        domains=("acme.example",),
        emails=("ADA@acme.example",),
        now=NOW,
    ),
    words=words,
    # A person's main company may be another one than that which they are read for.
    unowned=frozenset({f"{OBJECTS}/contacts/batch/read 2002,2001"}),
    # A property that was never filled is missing or null; only those that HubSpot itself always fills are demanded.
    optional=frozenset(
        name for each in (COMPANY, ADA, EMAIL, CALL, NOTE, *DEALS, *MEETINGS, *TASKS) for name in each["properties"]
    )
    - {"pipeline", "dealstage"}
    # Owners may have neither name nor team, associations no label; the last page says nothing of paging.
    | {"firstName", "lastName", "email", "teams", "label", "paging", "next"}
    # A record names only what it is associated with.
    | {"associations", "emails", *NEAR},
)
