"""Changes at the helpdesk: opening, solving, priorities."""

from datetime import datetime

from rotunda_world.changes import finding
from rotunda_world.changes.parameters import Asked, Change, ChangeRefused, choice, email, number, text, texts
from rotunda_world.changes.recording import set_on
from rotunda_world.model import Company, Contact, Ticket, TicketComment, World
from rotunda_world.simulators.simulator import Changed

_PRIORITIES = ("low", "normal", "high", "urgent")
_TICKET = number("ticket", 1, 2**53, required=True)


def _open_ticket(world: World, now: datetime, asked: Asked) -> list[Changed]:
    company = finding.account(world, asked["account"])
    requester = _requester(company, asked["requester"])
    ticket = Ticket(
        zendesk_id=1 + max((each.zendesk_id for each in _tickets(world)), default=10_000),
        company=company,
        subject=asked["subject"],
        status="new",
        priority=asked["priority"],
        kind=asked["kind"],
        requester=requester,
        assignee=None,
        group="Support",
        channel="web",
        created_at=now,
        updated_at=now,
        tags=asked.get("tags", []),
        comments=[],
    )
    comment = TicketComment(
        _next_comment(world), requester, asked.get("body", asked["subject"]), public=True, created_at=now
    )
    ticket.comments.append(comment)
    company.tickets.append(ticket)
    return [Changed("ticket.created", ticket)]


def _add_organization(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """The helpdesk comes to know a customer."""
    company = finding.account(world, asked["account"])
    if company.zendesk_org_id is not None:
        raise ChangeRefused("account", f"{company.name} is in the helpdesk already.")
    taken = (each.zendesk_org_id for each in world.companies if each.zendesk_org_id is not None)
    return [set_on("company", company, zendesk_org_id=1 + max(taken, default=390_100_000_000), updated_at=now)]


def _solve_ticket(world: World, now: datetime, asked: Asked) -> list[Changed]:
    ticket = _unsolved(world, asked)
    verdict = asked["satisfaction"]
    solved = set_on(
        "ticket",
        ticket,
        status="solved",
        solved_at=now,
        updated_at=now,
        first_reply_at=ticket.first_reply_at or now,
        satisfaction=verdict or "offered",
        satisfaction_at=now if verdict else None,
    )
    return [solved]


def _change_priority(world: World, now: datetime, asked: Asked) -> list[Changed]:
    ticket = _unsolved(world, asked)
    return [set_on("ticket", ticket, priority=asked["priority"], updated_at=now)]


def _comment_on_ticket(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """The customer writes again, or somebody of ours answers or leaves a note."""
    ticket = finding.ticket(world, asked["ticket"])
    by = asked["by"] or "customer"
    author = ticket.requester if by == "customer" else ticket.assignee or ticket.company.owner
    comment = TicketComment(_next_comment(world), author, asked["body"], public=by != "note", created_at=now)
    ticket.comments.append(comment)
    return [Changed("ticket_comment.created", comment), set_on("ticket", ticket, updated_at=now)]


def _delete_ticket(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """The export tells of it; nothing else shows it any more."""
    ticket = finding.ticket(world, asked["ticket"])
    ticket.company.tickets = [each for each in ticket.company.tickets if each is not ticket]
    ticket.company.deleted_tickets.append(ticket)
    ticket.updated_at = now
    return [Changed("ticket.deleted", ticket)]


def _unsolved(world: World, asked: Asked) -> Ticket:
    ticket = finding.ticket(world, asked["ticket"])
    if ticket.status in {"solved", "closed"}:
        raise ChangeRefused("ticket", f"{ticket.zendesk_id} is {ticket.status} already.")
    return ticket


def _requester(company: Company, address: str | None) -> Contact:
    """The person with that address in the helpdesk, else the account's first one."""
    if company.zendesk_org_id is None:
        raise ChangeRefused("account", f"{company.name} is not in the helpdesk.")
    for contact in company.contacts:
        known = (contact.zendesk_email or contact.email).lower()
        if contact.zendesk_user_id is not None and (address is None or known == address.lower()):
            return contact
    raise ChangeRefused("requester", f"Nobody at {company.name} has this address in the helpdesk.")


def _tickets(world: World) -> list[Ticket]:
    return [ticket for company in world.companies for ticket in (*company.tickets, *company.deleted_tickets)]


def _next_comment(world: World) -> int:
    ids = (comment.zendesk_id for ticket in _tickets(world) for comment in ticket.comments)
    return 1 + max(ids, default=392_000_000_000)


HELPDESK = (
    Change(
        "open_ticket",
        "A customer opens a ticket.",
        (
            finding.account_parameter(),
            text("subject", "what it is about", required=True),
            text("body", "what they write"),
            choice("priority", _PRIORITIES),
            choice("kind", ("problem", "incident", "question", "task")),
            texts("tags", "a list of tags; escalated makes it an escalation"),
            email("requester"),
        ),
        _open_ticket,
    ),
    Change(
        "add_organization",
        "A customer becomes an organization of the helpdesk.",
        (finding.account_parameter(),),
        _add_organization,
    ),
    Change(
        "comment_on_ticket",
        "Somebody writes on a ticket.",
        (_TICKET, text("body", "what they write", required=True), choice("by", ("customer", "agent", "note"))),
        _comment_on_ticket,
    ),
    Change("delete_ticket", "A ticket is deleted.", (_TICKET,), _delete_ticket),
    Change("solve_ticket", "A ticket is solved.", (_TICKET, choice("satisfaction", ("good", "bad"))), _solve_ticket),
    Change(
        "change_priority",
        "A ticket becomes more or less severe.",
        (_TICKET, choice("priority", _PRIORITIES, required=True)),
        _change_priority,
    ),
)
