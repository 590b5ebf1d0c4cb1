"""Options that several kinds of objects share."""

from collections.abc import Mapping

LIFECYCLE: Mapping[str, str] = {
    "subscriber": "Subscriber",
    "lead": "Lead",
    "marketingqualifiedlead": "Marketing Qualified Lead",
    "salesqualifiedlead": "Sales Qualified Lead",
    "opportunity": "Opportunity",
    "customer": "Customer",
    "evangelist": "Evangelist",
    "other": "Other",
}

LEAD_STATUS: Mapping[str, str] = {
    "NEW": "New",
    "OPEN": "Open",
    "IN_PROGRESS": "In Progress",
    "OPEN_DEAL": "Open Deal",
    "UNQUALIFIED": "Unqualified",
    "ATTEMPTED_TO_CONTACT": "Attempted to Contact",
    "CONNECTED": "Connected",
    "BAD_TIMING": "Bad Timing",
}

BUYING_ROLES: Mapping[str, str] = {
    "BLOCKER": "Blocker",
    "BUDGET_HOLDER": "Budget Holder",
    "CHAMPION": "Champion",
    "DECISION_MAKER": "Decision Maker",
    "END_USER": "End User",
    "EXECUTIVE_SPONSOR": "Executive Sponsor",
    "INFLUENCER": "Influencer",
    "LEGAL_AND_COMPLIANCE": "Legal & Compliance",
    "OTHER": "Other",
}

DISPOSITIONS: Mapping[str, str] = {
    "9d9162e7-6cf3-4944-bf63-4dff82258764": "Busy",
    "f240bbac-87c9-4f6e-bf70-924b57d47db7": "Connected",
    "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": "Left live message",
    "b2cf5968-551e-4856-9783-52b3da59a7d0": "Left voicemail",
    "73a0d17f-1163-4015-bdd5-ec830791da20": "No answer",
    "17b47fee-58de-441e-a44c-c6300d46f273": "Wrong number",
}


def titled(*values: str) -> dict[str, str]:
    """Options whose labels are their values in plain writing: `NO_SHOW` is "No show"."""
    return {value: value.replace("_", " ").capitalize() for value in values}
