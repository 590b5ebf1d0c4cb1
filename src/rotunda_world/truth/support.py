"""What is open at the helpdesk, and how satisfied they are."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from rotunda_world.model import Company, Ticket

_OPEN = {"new", "open", "pending", "hold"}
_WINDOW = timedelta(days=90)


def support_truth(company: Company, now: datetime) -> dict[str, Any]:
    """Severity `none` are tickets without a priority. CSAT counts the ratings of tickets that were solved in 90 days: a
    helpdesk's ticket does not tell when it was rated.
    """
    still_open = [ticket for ticket in company.tickets if ticket.status in _OPEN]
    since = now - _WINDOW
    return {
        "open_tickets": len(still_open),
        "open_tickets_by_severity": dict(Counter(ticket.priority or "none" for ticket in still_open)),
        "escalations_90d": sum("escalated" in ticket.tags and ticket.created_at > since for ticket in company.tickets),
        "csat_90d": {verdict: _rated(company.tickets, verdict, since) for verdict in ("good", "bad")},
        "tickets_total": len(company.tickets),
    }


def _rated(tickets: Sequence[Ticket], verdict: str, since: datetime) -> int:
    return sum(ticket.satisfaction == verdict and (ticket.solved_at or ticket.updated_at) > since for ticket in tickets)
