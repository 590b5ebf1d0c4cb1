"""Properties of contacts."""

import zlib

from rotunda_world.model import Contact
from rotunda_world.simulators.hubspot.portal import Portal, email_of, home_of
from rotunda_world.simulators.hubspot.properties import dates, wire
from rotunda_world.simulators.hubspot.properties.definition import Definition, Group, nothing
from rotunda_world.simulators.hubspot.properties.lists import BUYING_ROLES, LEAD_STATUS, LIFECYCLE


def _home(_: Portal, one: Contact) -> str | None:
    home = home_of(one)
    return home.hubspot_id if home else None


def _further_emails(_: Portal, one: Contact) -> str | None:
    """Half of those whom the CRM knows by another address also have their own there as a second one."""
    known = email_of(one).lower() != one.email.lower() and zlib.crc32(one.key.encode()) % 2 == 0
    return one.email if known else None


def _bounced(_: Portal, one: Contact) -> str | None:
    """Mail to somebody who left comes back."""
    return "UNKNOWN_USER" if one.left_at else None


def _lead_status(_: Portal, one: Contact) -> str:
    return "CONNECTED" if one.last_contacted_at else "NEW"


def _deals(_: Portal, one: Contact) -> str | None:
    return wire.number(sum(any(who is one for who in deal.contacts) for deal in one.company.deals))


def _stage_entered(stage: str) -> Definition:
    def value(_: Portal, one: Contact) -> str | None:
        return wire.moment(one.created_at) if one.lifecycle_stage == stage else None

    return _INFORMATION.moment(f"hs_v2_date_entered_{stage}", f"Date entered {stage}", value, calculated=True)


_INFORMATION = Group("contactinformation")
_ACTIVITY = Group("contact_activity")
_EMAIL = Group("emailinformation")
_CONVERSION = Group("conversioninformation")

CONTACT: tuple[Definition, ...] = (
    Definition("email", "Email", "string", "text", "contactinformation", lambda _, one: email_of(one), unique=True),
    _INFORMATION.text("firstname", "First Name", lambda _, one: one.first_name),
    _INFORMATION.text("lastname", "Last Name", lambda _, one: one.last_name),
    _INFORMATION.text("jobtitle", "Job Title", lambda _, one: one.title),
    _INFORMATION.text("company", "Company Name", lambda _, one: one.company.called("hubspot")),
    _INFORMATION.text("phone", "Phone Number", lambda _, one: one.phone),
    _INFORMATION.text("mobilephone", "Mobile Phone Number", nothing),
    _INFORMATION.text("fax", "Fax Number", nothing),
    _INFORMATION.text("city", "City", lambda _, one: one.company.city),
    _INFORMATION.text("country", "Country/Region", lambda _, one: one.company.country),
    _INFORMATION.choice("lifecyclestage", "Lifecycle Stage", lambda _, one: one.lifecycle_stage, LIFECYCLE),
    _INFORMATION.choice("hs_lead_status", "Lead Status", _lead_status, LEAD_STATUS),
    _INFORMATION.owner(lambda _, one: one.company.owner.hubspot_owner_id),
    _INFORMATION.number("associatedcompanyid", "Primary Associated Company ID", _home),
    _INFORMATION.choices("hs_buying_role", "Buying Role", lambda _, one: wire.several(one.buying_roles), BUYING_ROLES),
    _INFORMATION.text("hs_additional_emails", "Additional email addresses", _further_emails),
    _INFORMATION.number("num_associated_deals", "Number of Associated Deals", _deals, calculated=True),
    _INFORMATION.number("hs_object_id", "Record ID", lambda _, one: one.hubspot_id, calculated=True),
    _INFORMATION.moment("createdate", "Create Date", lambda _, one: wire.moment(one.created_at)),
    _INFORMATION.moment(
        "lastmodifieddate", "Last Modified Date", lambda portal, one: wire.moment(dates.modified_at(portal, one))
    ),
    _INFORMATION.moment(
        "hs_lastmodifieddate", "Object last modified", lambda portal, one: wire.moment(dates.modified_at(portal, one))
    ),
    _ACTIVITY.moment("notes_last_contacted", "Last Contacted", lambda _, one: wire.moment(one.last_contacted_at)),
    _ACTIVITY.moment(
        "hs_sales_email_last_replied",
        "Recent Sales Email Replied Date",
        lambda portal, one: wire.moment(dates.last_reply_at(portal, one)),
    ),
    _EMAIL.truth("hs_email_optout", "Unsubscribed from all email", nothing),
    _EMAIL.number("hs_email_open", "Marketing emails opened", nothing),
    _EMAIL.number("hs_email_click", "Marketing emails clicked", nothing),
    _EMAIL.moment("hs_email_last_open_date", "Last marketing email open date", nothing),
    _EMAIL.moment("hs_email_last_click_date", "Last marketing email click date", nothing),
    _EMAIL.text("hs_email_last_email_name", "Last marketing email name", nothing),
    _EMAIL.choice(
        "hs_email_hard_bounce_reason_enum",
        "Email hard bounce reason",
        _bounced,
        {"UNKNOWN_USER": "Unknown user", "BLOCKED": "Blocked", "OTHER": "Other"},
    ),
    _CONVERSION.text("hs_analytics_source", "Original Source", lambda _, __: "OFFLINE"),
    _CONVERSION.text("recent_conversion_event_name", "Recent Conversion", nothing),
    _CONVERSION.moment("recent_conversion_date", "Recent Conversion Date", nothing),
    _CONVERSION.number("num_conversion_events", "Number of Form Submissions", nothing),
    _CONVERSION.number("hubspotscore", "HubSpot Score", nothing),
    *(_stage_entered(stage) for stage in LIFECYCLE),
)
