"""The kinds of CRM objects: their names, ids and rights."""

from collections.abc import Mapping
from dataclasses import dataclass

from rotunda_world.simulators.hubspot import errors


@dataclass(frozen=True, slots=True)
class Kind:
    """`shown` are the properties that come when none were asked for; `always` come besides those asked for, too.
    `scopes`: any one of them is enough. `searched` are the properties that a search's `query` looks into.
    """

    name: str  # companies
    singular: str  # company
    type_id: str  # 0-2
    scopes: tuple[str, ...]
    shown: tuple[str, ...]
    always: tuple[str, ...] = ("hs_createdate", "hs_lastmodifieddate", "hs_object_id")
    modified: str = "hs_lastmodifieddate"
    searched: tuple[str, ...] = ()

    @property
    def written_with(self) -> tuple[str, ...]:
        """The scopes for creating, changing and deleting, any one of which is enough."""
        return tuple(scope.replace(".read", ".write") for scope in self.scopes)


_STAMPS = ("createdate", "hs_lastmodifieddate", "hs_object_id")
_CONTACTS = ("crm.objects.contacts.read",)
_LOGGED = ("hs_createdate", "hs_lastmodifieddate", "hs_object_id")

COMPANIES = Kind(
    name="companies",
    singular="company",
    type_id="0-2",
    scopes=("crm.objects.companies.read",),
    shown=("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"),
    always=_STAMPS,
    searched=("website", "phone", "name", "domain"),
)
CONTACTS = Kind(
    name="contacts",
    singular="contact",
    type_id="0-1",
    scopes=_CONTACTS,
    shown=("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"),
    always=("createdate", "hs_object_id", "lastmodifieddate"),
    modified="lastmodifieddate",
    searched=("firstname", "lastname", "email", "phone", "hs_additional_emails", "fax", "mobilephone", "company"),
)
DEALS = Kind(
    name="deals",
    singular="deal",
    type_id="0-3",
    scopes=("crm.objects.deals.read",),
    shown=(
        "amount",
        "closedate",
        "createdate",
        "dealname",
        "dealstage",
        "hs_lastmodifieddate",
        "hs_object_id",
        "pipeline",
    ),
    always=_STAMPS,
    searched=("dealname", "pipeline", "dealstage", "description", "dealtype"),
)
TICKETS = Kind(
    name="tickets",
    singular="ticket",
    type_id="0-5",
    scopes=("tickets",),
    shown=(
        "content",
        "createdate",
        "hs_lastmodifieddate",
        "hs_object_id",
        "hs_pipeline",
        "hs_pipeline_stage",
        "subject",
    ),
    always=_STAMPS,
    searched=("subject", "content"),
)
LINE_ITEMS = Kind("line_items", "line_item", "0-8", ("crm.objects.line_items.read", "e-commerce"), _STAMPS, _STAMPS)
QUOTES = Kind("quotes", "quote", "0-14", ("crm.objects.quotes.read",), _LOGGED)
TASKS = Kind("tasks", "task", "0-27", _CONTACTS, _LOGGED, searched=("hs_task_subject", "hs_task_body"))
NOTES = Kind("notes", "note", "0-46", _CONTACTS, _LOGGED, searched=("hs_note_body",))
MEETINGS = Kind("meetings", "meeting", "0-47", _CONTACTS, _LOGGED, searched=("hs_meeting_title", "hs_meeting_body"))
CALLS = Kind("calls", "call", "0-48", _CONTACTS, _LOGGED, searched=("hs_call_title", "hs_call_body"))
EMAILS = Kind("emails", "email", "0-49", _CONTACTS, _LOGGED, searched=("hs_email_subject", "hs_email_text"))

ENGAGEMENTS = (EMAILS, CALLS, MEETINGS, NOTES, TASKS)
KINDS = (COMPANIES, CONTACTS, DEALS, TICKETS, LINE_ITEMS, QUOTES, *ENGAGEMENTS)

_BY_NAME: Mapping[str, Kind] = {name: kind for kind in KINDS for name in (kind.name, kind.singular, kind.type_id)}


def kind_of(text: str) -> Kind:
    """By name in either number, or by object type id. Raises HubSpotError 400 for anything else."""
    kind = _BY_NAME.get(text.lower())
    if kind is None:
        raise errors.unknown_kind(text)
    return kind
