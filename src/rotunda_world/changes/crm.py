"""Changes in the CRM: deals, calls, names, people."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rotunda_world.changes import finding
from rotunda_world.changes.parameters import Asked, Change, ChangeRefused, choice, choices, email, flag, number, text
from rotunda_world.changes.recording import set_on
from rotunda_world.model import Company, Contact, Engagement, Stage, StageEntry, World
from rotunda_world.simulators.simulator import Changed

_CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
_SYSTEMS = ("hubspot", "stripe", "zendesk", "product")
_ROLES = (
    "BLOCKER",
    "BUDGET_HOLDER",
    "CHAMPION",
    "DECISION_MAKER",
    "END_USER",
    "EXECUTIVE_SPONSOR",
    "INFLUENCER",
    "LEGAL_AND_COMPLIANCE",
    "OTHER",
)


def _move_deal(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """To another stage, forward or back. Closing sets the close date."""
    deal = finding.deal(world, asked["deal"])
    stage = Stage(asked["stage"])
    if deal.stage is stage:
        raise ChangeRefused("stage", f"The deal stands in {stage.value} already.")
    closed = stage in {Stage.WON, Stage.LOST}
    return [
        set_on(
            "deal",
            deal,
            stages=[*deal.stages, StageEntry(stage, now)],
            close_on=now if closed else max(deal.close_on, now + timedelta(days=14)),
            lost_reason=asked.get("lost_reason", "Price") if stage is Stage.LOST else None,
            probability=None,
            updated_at=now,
        )
    ]


def _log_call(world: World, now: datetime, asked: Asked) -> list[Changed]:
    company = finding.account(world, asked["account"])
    people = [_person(company, asked["contact"])] if asked["contact"] else _known(company)[:1]
    call = Engagement(
        hubspot_id=_next_engagement(world),
        company=company,
        kind="calls",
        at=now,
        subject=asked.get("subject", "Call"),
        body=asked["body"],
        owner=company.csm or company.owner,
        contacts=people,
        created_at=now,
        direction=asked.get("direction", "OUTBOUND"),
        duration_ms=asked.get("duration_seconds", 300) * 1000,
        disposition=_CONNECTED,
        status="COMPLETED",
    )
    company.engagements.append(call)
    touched = [set_on("contact", person, last_contacted_at=now, updated_at=now) for person in people]
    return [Changed("engagement.created", call), *touched]


def _rename_company(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """In one system, or in all of them and in truth."""
    company, name, system = finding.account(world, asked["account"]), asked["name"], asked["system"]
    names = {**company.names, system: name} if system else {}
    renamed = set_on("company", company, name=company.name if system else name, names=names, updated_at=now)
    # Stripe's customers carry their name themselves.
    payers = company.payers if system in {None, "stripe"} else []
    return [renamed, *(set_on("payer", payer, name=name) for payer in payers)]


def _add_contact(world: World, now: datetime, asked: Asked) -> list[Changed]:
    company = finding.account(world, asked["account"])
    if asked["email"].lower() in _addresses(world):
        raise ChangeRefused("email", "Somebody has this address already.")
    contact = Contact(
        key=f"{company.key}_new{len(company.contacts):03}",
        company=company,
        first_name=asked["first_name"],
        last_name=asked["last_name"],
        email=asked["email"],
        title=asked["title"],
        phone=None,
        buying_roles=asked.get("roles", []),
        created_at=now,
        hubspot_id=str(1 + max(int(each.hubspot_id) for each in _everybody(world) if each.hubspot_id)),
        lifecycle_stage=company.lifecycle_stage,
    )
    if asked.get("in_product", otherwise=False):
        _admit(world, contact)
    company.contacts.append(contact)
    return [Changed("contact.created", contact)]


def _admit(world: World, contact: Contact) -> None:
    if contact.company.product_account_id is None:
        raise ChangeRefused("in_product", f"{contact.company.name} has no account in the product.")
    taken = (int(each.product_user_id.removeprefix("usr_")) for each in _everybody(world) if each.product_user_id)
    contact.product_user_id, contact.product_role = f"usr_{1 + max(taken)}", "member"


def _change_title(world: World, now: datetime, asked: Asked) -> list[Changed]:
    contact = finding.contact(world, asked["contact"])
    return [set_on("contact", contact, title=asked["title"], updated_at=now)]


def _person(company: Company, hubspot_id: str) -> Contact:
    for contact in company.contacts:
        if contact.hubspot_id == hubspot_id:
            return contact
    raise ChangeRefused("contact", f"{company.name} has no contact {hubspot_id!r}.")


def _known(company: Company) -> list[Contact]:
    return [contact for contact in company.contacts if contact.hubspot_id and contact.left_at is None]


def _everybody(world: World) -> Iterator[Contact]:
    return (contact for company in world.companies for contact in company.contacts)


def _addresses(world: World) -> set[str]:
    spellings = ((each.email, each.hubspot_email, each.product_email, each.zendesk_email) for each in _everybody(world))
    return {spelling.lower() for person in spellings for spelling in person if spelling}


def _next_engagement(world: World) -> str:
    ids = (int(each.hubspot_id) for company in world.companies for each in company.engagements)
    return str(1 + max(ids, default=71_000_000_000))


CRM = (
    Change(
        "move_deal",
        "A deal moves to another stage.",
        (
            text("deal", "a HubSpot deal's id", required=True),
            choice("stage", [stage.value for stage in Stage], required=True),
            text("lost_reason", "why it was lost"),
        ),
        _move_deal,
    ),
    Change(
        "log_call",
        "A call with a customer is logged.",
        (
            finding.account_parameter(),
            text("subject", "the call's title"),
            text("body", "what was said"),
            choice("direction", ("INBOUND", "OUTBOUND")),
            number("duration_seconds", 0, 36_000),
            text("contact", "a HubSpot contact's id"),
        ),
        _log_call,
    ),
    Change(
        "rename_company",
        "A company is called something else, in one system or everywhere.",
        (finding.account_parameter(), text("name", "the new name", required=True), choice("system", _SYSTEMS)),
        _rename_company,
    ),
    Change(
        "add_contact",
        "A person at a customer becomes known.",
        (
            finding.account_parameter(),
            text("first_name", "a given name", required=True),
            text("last_name", "a family name", required=True),
            email("email", required=True),
            text("title", "a job title"),
            choices("roles", _ROLES),
            flag("in_product"),
        ),
        _add_contact,
    ),
    Change(
        "change_title",
        "A person at a customer has another job.",
        (text("contact", "a HubSpot contact's id", required=True), text("title", "the new title", required=True)),
        _change_title,
    ),
)
