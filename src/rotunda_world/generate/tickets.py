"""Tickets with their comments, escalations and verdicts."""

from datetime import datetime, timedelta
from random import Random

from rotunda_world.generate import phrases
from rotunda_world.generate.casting import Part, Story
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import between
from rotunda_world.generate.seeds import Numbers
from rotunda_world.model import Contact, Teammate, Ticket, TicketComment

_COUNTS = {"small": (0, 6), "mid": (2, 18), "large": (8, 40)}
_PRIORITIES = (("urgent", 6), ("high", 18), ("normal", 50), ("low", 18), (None, 8))
_FIRST_REPLY_HOURS = {"urgent": 2, "high": 6}
_SILENT_DAYS = 100
_OPEN = ("new", "open", "open", "pending", "pending", "hold")


def complain(cast: Cast, agents: list[Teammate]) -> None:
    """All tickets of a company, oldest first; companies outside the helpdesk have none."""
    requesters = [contact for contact in cast.company.contacts if contact.zendesk_user_id is not None]
    if cast.company.zendesk_org_id is None or not requesters:
        return
    desk = _Desk(cast, requesters, agents, cast.chance("tickets"))
    for _ in range(_count(cast, desk.random)):
        desk.ticket()
    if cast.story is Story.OVERDUE_PAYER:
        desk.invoice_question()
    cast.company.tickets.sort(key=lambda ticket: ticket.created_at)


def _count(cast: Cast, random: Random) -> int:
    if cast.casting.part is Part.HEAVY_SUPPORT:
        return random.randrange(260, 420)
    if cast.story is Story.DORMANT_TRIAL:
        return 0
    if cast.story is Story.SILENT_CHURNER:
        return 4 if cast.now - (cast.company.activated_at or cast.now) > timedelta(days=_SILENT_DAYS + 10) else 0
    return random.randrange(*_COUNTS[cast.casting.size])


class _Desk:
    """Writes the tickets of one company."""

    def __init__(self, cast: Cast, requesters: list[Contact], agents: list[Teammate], random: Random) -> None:
        self._cast = cast
        self.random = random
        self._requesters = requesters
        self._agents = agents
        self._numbers = Numbers(10_000, cast.casting.index, 1000)
        self._comments = Numbers(392_000_000_000, cast.casting.index, 10_000)
        silent = timedelta(days=_SILENT_DAYS if cast.story is Story.SILENT_CHURNER else 0)
        end = min(cast.company.churned_at or cast.now, cast.now - silent)
        self._first = cast.company.activated_at or cast.company.created_at
        self._last = max(self._first, end - timedelta(hours=3))

    def ticket(self) -> None:
        """One ticket; recent ones are more often open."""
        random = self.random
        subject, tag, kind, group = random.choice(phrases.TICKETS)
        created = self._first + (self._last - self._first) * (1 - random.random() ** 1.4)
        ticket = self._new(subject, tag, kind, group, created.replace(microsecond=0))
        if random.random() < 0.07:
            ticket.tags.append("escalated")
        self._talk(ticket)
        if self._still_open(ticket.created_at):
            self._leave_open(ticket)
        else:
            self._solve(ticket)

    def invoice_question(self) -> None:
        """The overdue payer's: an order number is missing on the invoice."""
        created = self._cast.now - timedelta(days=8, hours=5)
        ticket = self._new("Invoice without our order number", "billing", "task", "Billing", created)
        ticket.priority = "high"
        self._talk(ticket)
        ticket.status = "pending"

    def _new(self, subject: str, tag: str, kind: str, group: str, created: datetime) -> Ticket:
        random = self.random
        priority = random.choices([name for name, _ in _PRIORITIES], [weight for _, weight in _PRIORITIES])[0]
        ticket = Ticket(
            zendesk_id=self._numbers.take(),
            company=self._cast.company,
            subject=subject,
            status="open",
            priority=priority,
            kind=kind if random.random() < 0.9 else None,
            requester=random.choice(self._requesters),
            assignee=random.choices(self._agents, [3] + [2] * (len(self._agents) - 1))[0],
            group=group,
            channel=random.choice(("web", "email", "email", "chat", "api")),
            created_at=created,
            updated_at=created,
            tags=[tag],
            comments=[],
        )
        self._cast.company.tickets.append(ticket)
        return ticket

    def _talk(self, ticket: Ticket) -> None:
        """The report, the first reply and what follows, as far as time has passed."""
        random = self.random
        self._say(ticket, ticket.requester, f"{ticket.subject}. {random.choice(phrases.ANSWERS)}", ticket.created_at)
        hours = _FIRST_REPLY_HOURS.get(ticket.priority or "", 20)
        at = ticket.created_at + timedelta(minutes=random.randrange(5, hours * 60))
        for turn in range(random.randrange(1, 6)):
            if at > self._cast.now - timedelta(minutes=1) or ticket.assignee is None:
                return
            self._turn(ticket, ticket.assignee, turn, at)
            at += timedelta(hours=random.randrange(1, 20), minutes=random.randrange(60))

    def _turn(self, ticket: Ticket, assignee: Teammate, turn: int, at: datetime) -> None:
        if turn == 0:
            ticket.first_reply_at = at
            self._say(ticket, assignee, phrases.REPLIES[0], at)
        elif turn % 2:
            self._say(ticket, ticket.requester, self.random.choice(phrases.ANSWERS), at)
        else:
            internal = self.random.random() < 0.3
            texts = phrases.INTERNAL if internal else phrases.REPLIES
            self._say(ticket, assignee, self.random.choice(texts), at, public=not internal)

    def _say(self, ticket: Ticket, author: Contact | Teammate, body: str, at: datetime, *, public: bool = True) -> None:
        ticket.comments.append(TicketComment(self._comments.take(), author, body, public, at))
        ticket.updated_at = at

    def _still_open(self, created: datetime) -> bool:
        if self._cast.company.churned_at or self._cast.story is Story.SILENT_CHURNER:
            return False
        age = (self._cast.now - created).days
        return self.random.random() < (0.75 if age < 3 else 0.4 if age < 14 else 0.12 if age < 40 else 0.01)

    def _leave_open(self, ticket: Ticket) -> None:
        if ticket.first_reply_at is None:
            ticket.status = "new"
            ticket.assignee = ticket.assignee if self.random.random() < 0.5 else None
        else:
            ticket.status = self.random.choice(_OPEN[1:])

    def _solve(self, ticket: Ticket) -> None:
        """Solved after the last word; closed when nobody came back for four days."""
        now, random = self._cast.now, self.random
        solved = ticket.updated_at + timedelta(hours=random.randrange(1, 30))
        if ticket.first_reply_at is None or solved >= now:
            self._leave_open(ticket)
            return
        ticket.status, ticket.solved_at, ticket.updated_at = "solved", solved, solved
        if now - solved > timedelta(days=4):
            ticket.status, ticket.updated_at = "closed", solved + timedelta(days=4)
        self._ask(ticket, solved)

    def _ask(self, ticket: Ticket, solved: datetime) -> None:
        random = self.random
        if random.random() < 0.35:
            return
        ticket.satisfaction = "offered"
        answered = between(random, solved + timedelta(minutes=20), solved + timedelta(days=3))
        if random.random() < 0.55 and answered < self._cast.now and not self._straddles(solved, answered):
            unhappy = 0.9 if self._cast.story is Story.SILENT_CHURNER else 0.15
            ticket.satisfaction = "bad" if random.random() < unhappy else "good"
            ticket.satisfaction_at = answered
            ticket.updated_at = max(ticket.updated_at, answered)

    def _straddles(self, solved: datetime, answered: datetime) -> bool:
        """Helpdesks give ratings no date of their own: one whose window depends on which date is taken is not given."""
        edge = self._cast.now - timedelta(days=90)
        return solved < edge + timedelta(days=1) and answered > edge - timedelta(days=1)
