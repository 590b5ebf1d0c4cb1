"""Ids of Zendesk records that the world does not number itself: derived, so that they never change."""

import zlib

ACCOUNT_ID = 21_870_044
BRAND_ID = 360_004_114_532
TICKET_FORM_ID = 360_001_870_211
INTEGRATION_USER_ID = 900_000_000_001
SUBDOMAIN_DOMAIN = "zendesk.com"

_GROUPS = 360_010_000_000
_METRICS = 370_000_000_000
_RATINGS = 380_000_000_000
_AUDITS = 390_000_000_000_000
_AUDIT_EVENTS = 100

CUSTOM_STATUSES = {
    "new": 12_301,
    "open": 12_302,
    "pending": 12_303,
    "hold": 12_304,
    "solved": 12_305,
    "closed": 12_305,  # Closed has none of its own: it keeps the solved one's.
}


def group_id(name: str) -> int:
    return _GROUPS + zlib.crc32(name.encode())


def metric_id(ticket_id: int) -> int:
    return _METRICS + ticket_id


def rating_id(ticket_id: int) -> int:
    return _RATINGS + ticket_id


def ticket_of_rating(rating: int) -> int:
    return rating - _RATINGS


def audit_id(comment_id: int) -> int:
    """Every comment comes with one audit; that of the first one also created the ticket."""
    return _AUDITS + comment_id * _AUDIT_EVENTS


def solving_audit_id(ticket_id: int) -> int:
    """The audit that solved the ticket."""
    return _AUDITS + ticket_id * _AUDIT_EVENTS + _AUDIT_EVENTS // 2
