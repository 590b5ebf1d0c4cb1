"""Users, organizations and groups."""

from datetime import UTC, datetime
from typing import Any

from rotunda_world.model import Company, Contact, Teammate
from rotunda_world.simulators.zendesk import ids

Json = dict[str, Any]


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with whole seconds, as Zendesk writes every time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def organization(company: Company, base: str) -> Json:
    """`base` is the address of the API, without a slash at the end."""
    return {
        "url": f"{base}/api/v2/organizations/{company.zendesk_org_id}.json",
        "id": company.zendesk_org_id,
        "name": company.called("zendesk"),
        "shared_tickets": False,
        "shared_comments": False,
        "external_id": organization_external_id(company),
        "created_at": iso(company.created_at),
        "updated_at": iso(company.updated_at or company.created_at),
        "domain_names": [domain for domain in (company.domain, *company.further_domains) if domain],
        "details": "",
        "notes": "",
        "group_id": None,
        "tags": list(company.tags),
        "organization_fields": {},
        "deleted_at": None,
    }


def end_user(contact: Contact, base: str) -> Json:
    return {
        **_user(contact.zendesk_user_id, name_of(contact), contact.zendesk_email or contact.email, base),
        "role": "end-user",
        "role_type": None,
        "phone": contact.phone,
        "organization_id": contact.company.zendesk_org_id,
        "external_id": user_external_id(contact),
        "default_group_id": None,
        "ticket_restriction": "requested",
        "restricted_agent": True,
        "created_at": iso(contact.created_at),
        "updated_at": iso(contact.updated_at or contact.created_at),
    }


def name_of(user: Contact | Teammate) -> str:
    """As the helpdesk spells it."""
    return (user.zendesk_name or user.name) if isinstance(user, Contact) else user.name


def organization_external_id(company: Company) -> str | None:
    """The product's account id, where the demo company's integration wrote it."""
    return company.product_account_id if company.zendesk_declares_account else None


def user_external_id(contact: Contact) -> str | None:
    """The product's user id, where that of the organization is written too."""
    return contact.product_user_id if contact.company.zendesk_declares_account else None


def agent(teammate: Teammate, base: str, since: datetime) -> Json:
    """The world does not say when a teammate joined: `since` is when it began."""
    return {
        **_user(teammate.zendesk_user_id, teammate.name, teammate.email, base),
        "role": "agent",
        "role_type": 0,
        "default_group_id": None,
        "ticket_restriction": None,
        "restricted_agent": False,
        "created_at": iso(since),
        "updated_at": iso(since),
    }


def integration_user(base: str, since: datetime) -> Json:
    """The admin in whose name the OAuth client acts."""
    return {
        **_user(ids.INTEGRATION_USER_ID, "Rotunda integration", "rotunda-integration@example.com", base),
        "role": "admin",
        "role_type": None,
        "default_group_id": None,
        "ticket_restriction": None,
        "restricted_agent": False,
        "created_at": iso(since),
        "updated_at": iso(since),
    }


def anonymous_user(base: str) -> Json:
    """What `users/me` answers to somebody without credentials: with status 200 and without an id."""
    return {
        **_user(None, "Anonymous user", "invalid@example.com", base),
        "role": "end-user",
        "role_type": None,
        "default_group_id": None,
        "ticket_restriction": "requested",
        "restricted_agent": True,
        "created_at": None,
        "updated_at": None,
    }


def group(name: str, base: str, since: datetime) -> Json:
    number = ids.group_id(name)
    return {
        "url": f"{base}/api/v2/groups/{number}.json",
        "id": number,
        "is_public": True,
        "name": name,
        "description": "",
        "default": False,
        "deleted": False,
        "created_at": iso(since),
        "updated_at": iso(since),
    }


def _user(number: int | None, name: str, email: str, base: str) -> Json:
    """The fields that users of every role have, with what most of them hold."""
    return {
        "id": number,
        "url": f"{base}/api/v2/users/{number}.json" if number is not None else None,
        "name": name,
        "email": email,
        "time_zone": "UTC",
        "iana_time_zone": "Etc/UTC",
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": 1,
        "locale": "en-US",
        "organization_id": None,
        "verified": number is not None,
        "external_id": None,
        "tags": [],
        "alias": "",
        "active": number is not None,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": None,
        "signature": None,
        "details": "",
        "notes": "",
        "custom_role_id": None,
        "moderator": False,
        "only_private_comments": False,
        "suspended": False,
        "report_csv": False,
        "user_fields": {},
    }
