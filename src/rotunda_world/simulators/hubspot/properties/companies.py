"""Properties of companies."""

import re

from rotunda_world.model import Contact, Deal
from rotunda_world.simulators.hubspot.portal import CompanyRecord, Portal, home_of
from rotunda_world.simulators.hubspot.properties import dates, wire
from rotunda_world.simulators.hubspot.properties.definition import Definition, Group, nothing
from rotunda_world.simulators.hubspot.properties.lists import LEAD_STATUS, LIFECYCLE, titled

CLOSED = ("closedwon", "closedlost")


def _name(_: Portal, one: CompanyRecord) -> str:
    """Duplicates are spelled otherwise, where the company has another spelling at all."""
    return one.company.called("hubspot") if one.is_first else one.company.name


def _further_domains(_: Portal, one: CompanyRecord) -> str | None:
    return wire.several(one.company.further_domains) if one.is_first else None


def _website(_: Portal, one: CompanyRecord) -> str | None:
    return f"https://www.{one.company.domain}" if one.company.domain else None


def industry_value(industry: str) -> str:
    """HubSpot's options are upper snake case: `Computer software` is COMPUTER_SOFTWARE."""
    return re.sub(r"\W+", "_", industry.upper()).strip("_")


def _industries(portal: Portal) -> tuple[tuple[str, str], ...]:
    names = sorted({company.industry for company in portal.world.companies})
    return tuple((name, industry_value(name)) for name in names)


def _here(one: CompanyRecord, source: Contact | Deal) -> bool:
    home = home_of(source)
    return home is not None and home.hubspot_id == one.hubspot_id


def _contacts(_: Portal, one: CompanyRecord) -> str | None:
    return wire.number(sum(_here(one, contact) for contact in one.company.contacts if contact.hubspot_id))


def _deals(_: Portal, one: CompanyRecord) -> str | None:
    return wire.number(sum(_here(one, deal) for deal in one.company.deals))


def _open_deals(_: Portal, one: CompanyRecord) -> str | None:
    return wire.number(sum(_here(one, deal) for deal in one.company.deals if deal.stage not in CLOSED))


def _parent(_: Portal, one: CompanyRecord) -> str | None:
    parent = one.company.parent
    return parent.hubspot_ids[0] if parent and parent.hubspot_ids else None


def _children(portal: Portal, one: CompanyRecord) -> str | None:
    count = sum(len(child.hubspot_ids) for child in portal.children(one.company)) if one.is_first else 0
    return wire.number(count)


def _account(_: Portal, one: CompanyRecord) -> str | None:
    return one.company.product_account_id if one.company.hubspot_declares_account else None


def _csm(_: Portal, one: CompanyRecord) -> str | None:
    return one.company.csm.email if one.company.csm else None


def _type(_: Portal, one: CompanyRecord) -> str:
    return "OTHER" if one.company.lifecycle_stage == "customer" else "PROSPECT"


def _stage_entered(stage: str) -> Definition:
    def value(_: Portal, one: CompanyRecord) -> str | None:
        if stage == "customer":
            return wire.moment(one.company.activated_at)
        return wire.moment(one.company.created_at) if stage == "lead" else None

    return _INFORMATION.moment(f"hs_v2_date_entered_{stage}", f"Date entered {stage}", value, calculated=True)


_INFORMATION = Group("companyinformation")
_ACTIVITY = Group("company_activity")
_CUSTOM = Group("product")

COMPANY: tuple[Definition, ...] = (
    _INFORMATION.text("name", "Company name", _name),
    _INFORMATION.text("domain", "Company Domain Name", lambda _, one: one.company.domain),
    _INFORMATION.text("website", "Website URL", _website),
    Definition(
        "industry",
        "Industry",
        "enumeration",
        "select",
        "companyinformation",
        lambda _, one: industry_value(one.company.industry),
        options_of=_industries,
    ),
    _INFORMATION.choice("lifecyclestage", "Lifecycle Stage", lambda _, one: one.company.lifecycle_stage, LIFECYCLE),
    _INFORMATION.choice("hs_lead_status", "Lead Status", nothing, LEAD_STATUS),
    _INFORMATION.owner(lambda _, one: one.company.owner.hubspot_owner_id),
    _INFORMATION.text("hubspot_team_id", "HubSpot Team", lambda _, one: one.company.owner.hubspot_team_id),
    _INFORMATION.number("numberofemployees", "Number of Employees", lambda _, one: wire.number(one.company.employees)),
    _INFORMATION.number("annualrevenue", "Annual Revenue", nothing),
    _INFORMATION.text("city", "City", lambda _, one: one.company.city),
    _INFORMATION.text("country", "Country/Region", lambda _, one: one.company.country),
    _INFORMATION.text("phone", "Phone Number", nothing),
    _INFORMATION.long_text("description", "Description", nothing),
    _INFORMATION.choice("type", "Type", _type, titled("PROSPECT", "PARTNER", "RESELLER", "VENDOR", "OTHER")),
    _INFORMATION.text("hs_additional_domains", "Additional Domains", _further_domains),
    _INFORMATION.number("hs_parent_company_id", "Parent Company", _parent, calculated=True),
    _INFORMATION.number("hs_num_child_companies", "Number of child companies", _children, calculated=True),
    _INFORMATION.number("num_associated_contacts", "Number of Associated Contacts", _contacts, calculated=True),
    _INFORMATION.number("num_associated_deals", "Number of Associated Deals", _deals, calculated=True),
    _INFORMATION.number("hs_num_open_deals", "Number of open deals", _open_deals, calculated=True),
    _INFORMATION.moment("createdate", "Create Date", lambda _, one: wire.moment(one.company.created_at)),
    _INFORMATION.moment(
        "hs_lastmodifieddate", "Last Modified Date", lambda portal, one: wire.moment(dates.modified_at(portal, one))
    ),
    _INFORMATION.number("hs_object_id", "Record ID", lambda _, one: one.hubspot_id, calculated=True),
    _ACTIVITY.moment(
        "notes_last_contacted", "Last Contacted", lambda portal, one: wire.moment(dates.last_contacted_at(portal, one))
    ),
    _ACTIVITY.moment(
        "notes_last_updated", "Last Activity Date", lambda portal, one: wire.moment(dates.last_noted_at(portal, one))
    ),
    _ACTIVITY.moment(
        "notes_next_activity_date",
        "Next Activity Date",
        lambda portal, one: wire.moment(dates.next_activity_at(portal, one)),
    ),
    _CUSTOM.text("product_account_id", "Product account id", _account, custom=True),
    _CUSTOM.text("csm_email", "Customer success manager", _csm, custom=True),
    _stage_entered("lead"),
    _stage_entered("customer"),
)
