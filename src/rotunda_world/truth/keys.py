"""Which records of which system belong to which account."""

from dataclasses import dataclass, field

from rotunda_world.model import Company, World


@dataclass(slots=True)
class AccountKeys:
    """The external ids of one account's records. Two companies that merged stay two accounts: no id says otherwise."""

    company: Company
    product_account_id: str | None
    hubspot_company_ids: list[str] = field(default_factory=list[str])
    stripe_customer_ids: list[str] = field(default_factory=list[str])
    zendesk_organization_id: int | None = None
    hubspot_contact_ids: list[str] = field(default_factory=list[str])
    zendesk_user_ids: list[int] = field(default_factory=list[int])
    product_user_ids: list[str] = field(default_factory=list[str])


def account_keys(world: World) -> dict[str, AccountKeys]:
    """By company key. An account is a product account, or a company that only the CRM knows; a CRM's duplicates of one
    company count to the same account.
    """
    return {company.key: _keys(company) for company in world.companies}


def company_of(world: World, external_id: str) -> Company | None:
    """Finds an account by the product's account id, or by any HubSpot company, Stripe customer or Zendesk organization
    of it.
    """
    return next((keys.company for keys in account_keys(world).values() if _has(keys, external_id)), None)


def _has(keys: AccountKeys, external_id: str) -> bool:
    organization = str(keys.zendesk_organization_id) if keys.zendesk_organization_id else None
    return external_id in {
        keys.product_account_id,
        organization,
        *keys.hubspot_company_ids,
        *keys.stripe_customer_ids,
    }


def _keys(company: Company) -> AccountKeys:
    return AccountKeys(
        company=company,
        product_account_id=company.product_account_id,
        hubspot_company_ids=list(company.hubspot_ids),
        stripe_customer_ids=[payer.stripe_id for payer in company.payers],
        zendesk_organization_id=company.zendesk_org_id,
        hubspot_contact_ids=[contact.hubspot_id for contact in company.contacts if contact.hubspot_id],
        zendesk_user_ids=[each.zendesk_user_id for each in company.contacts if each.zendesk_user_id is not None],
        product_user_ids=[contact.product_user_id for contact in company.contacts if contact.product_user_id],
    )
