"""The rules that link, one at a time, and the doubts that keep them from it."""

from collections.abc import Sequence

from identity.builders import company, known, record, somebody
from rotunda.identity.matching.decide import match
from rotunda.identity.matching.model import AccountHandle, Decisions, Existing, Known, Method, Standing, handle_of
from rotunda.sections.ids import AccountId

P1 = company("productdb", "acct_1", name="Acme", domains=("acme.com",))
P2 = company("productdb", "acct_2", name="Bolt", domains=("bolt.io",))
ACCOUNT_1, ACCOUNT_2 = handle_of(P1.key), handle_of(P2.key)


def linked(decisions: Decisions, each: Known) -> tuple[AccountHandle, Method] | None:
    return next(((link.account, link.method) for link in decisions.links if link.key == each.key), None)


def reason(decisions: Decisions, each: Known) -> str | None:
    return next((one.because for one in decisions.unlinked if one.key == each.key), None)


def candidates(decisions: Decisions, each: Known) -> Sequence[AccountHandle]:
    return next(one.candidates for one in decisions.unlinked if one.key == each.key)


def decide(*records: Known, existing: Existing | None = None) -> Decisions:
    return match(records, existing or {})


def test_product_accounts_found_accounts() -> None:
    decisions = decide(P1, P2)
    assert decisions.founded == {ACCOUNT_1: P1.key, ACCOUNT_2: P2.key}
    assert linked(decisions, P1) == (ACCOUNT_1, Method.FOUNDED)


def test_a_declared_id_links_in_either_direction() -> None:
    naming = company("stripe", "cus_1", names=("productdb:acct_1",))
    named = company("zendesk", "77")
    row = company("productdb", "acct_1", names=("zendesk:77",))
    decisions = decide(row, naming, named)
    assert linked(decisions, naming) == (ACCOUNT_1, Method.DECLARED)
    assert linked(decisions, named) == (ACCOUNT_1, Method.DECLARED)
    assert {link.key: link.evidence for link in decisions.links}[naming.key] == {"declares": "productdb:acct_1"}
    assert {link.key: link.evidence for link in decisions.links}[named.key] == {"declared_by": "productdb:acct_1"}


def test_declared_ids_reach_over_several_records() -> None:
    crm = company("hubspot", "1", names=("productdb:acct_1",))
    payer = company("stripe", "cus_1", names=("hubspot:1",))
    assert linked(decide(P1, crm, payer), payer) == (ACCOUNT_1, Method.DECLARED)


def test_placeholders_are_no_ids() -> None:
    broken = company("productdb", "null")
    payer = company("stripe", "cus_1", names=("productdb:null",))
    assert linked(decide(broken, payer), payer) is None


def test_an_id_in_very_many_records_is_a_test_value() -> None:
    payers = [company("stripe", f"cus_{number}", names=("productdb:acct_1",)) for number in range(60)]
    decisions = decide(P1, *payers)
    assert [link.key for link in decisions.links] == [P1.key]


def test_a_record_that_two_accounts_claim_stays_unlinked() -> None:
    mine = company("productdb", "acct_1", names=("zendesk:77",))
    mine_too = company("productdb", "acct_2", names=("zendesk:77",))
    org = company("zendesk", "77")
    decisions = decide(mine, mine_too, org)
    assert set(decisions.founded) == {ACCOUNT_1, ACCOUNT_2}
    assert linked(decisions, org) is None
    assert reason(decisions, org) == "It names records of several accounts, or several accounts name it."
    assert set(candidates(decisions, org)) == {ACCOUNT_1, ACCOUNT_2}


def test_an_id_that_counts_in_two_connections_decides_nothing() -> None:
    one = known("productdb", record("productdb", "1"), "con_eu")
    other = known("productdb", record("productdb", "1"), "con_us")
    payer = company("stripe", "cus_1", names=("productdb:1",))
    assert linked(decide(one, other, payer), payer) is None


def test_a_unique_domain_links() -> None:
    org = company("zendesk", "77", domains=("www.Acme.com",))
    assert linked(decide(P1, P2, org), org) == (ACCOUNT_1, Method.DOMAIN)


def test_the_domain_of_a_payers_own_address_links() -> None:
    payer = company("stripe", "cus_1", emails=("billing@acme.com",))
    assert linked(decide(P1, P2, payer), payer) == (ACCOUNT_1, Method.DOMAIN)


def test_free_mail_links_no_company() -> None:
    free = company("productdb", "acct_3", domains=("gmail.com",))
    org = company("zendesk", "77", domains=("gmail.com",))
    assert linked(decide(free, org), org) is None


def test_a_shared_domain_links_nothing() -> None:
    agency = company("productdb", "acct_3", domains=("acme.com",))
    org = company("zendesk", "77", domains=("acme.com",))
    decisions = decide(P1, agency, org)
    assert linked(decisions, org) is None
    assert reason(decisions, org) == "Its domain is shared by several accounts."
    assert set(candidates(decisions, org)) == {ACCOUNT_1, handle_of(agency.key)}


def test_a_domain_that_two_records_of_one_source_have_links_neither() -> None:
    one = company("zendesk", "77", domains=("acme.com",), name="Acme support")
    other = company("zendesk", "78", domains=("acme.com",), name="Acme sales")
    decisions = decide(P1, one, other)
    assert linked(decisions, one) is None
    assert linked(decisions, other) is None
    assert candidates(decisions, one) == (ACCOUNT_1,)


def test_the_domain_of_somebody_elses_accountant_says_nothing() -> None:
    """A payer of one account is addressed at its accountants, who are nobody's domain."""
    payer = company("stripe", "cus_1", names=("productdb:acct_1",), emails=("ap@ledgerhouse.test",))
    accountants = company("zendesk", "77", domains=("ledgerhouse.test",))
    assert linked(decide(P1, payer, accountants), accountants) is None


def test_another_strong_id_vetoes_a_domain() -> None:
    org = company("zendesk", "77", domains=("acme.com",), names=("productdb:acct_9",))
    decisions = decide(P1, org)
    assert linked(decisions, org) is None
    assert reason(decisions, org) == "It carries another id than the account that it looks like."


def test_the_products_own_word_vetoes_another_record_of_that_source() -> None:
    row = company("productdb", "acct_1", domains=("acme.com",), names=("zendesk:76",))
    named, similar = company("zendesk", "76"), company("zendesk", "77", domains=("acme.com",))
    decisions = decide(row, named, similar)
    assert linked(decisions, named) == (ACCOUNT_1, Method.DECLARED)
    assert linked(decisions, similar) is None


def test_an_address_that_the_product_has_verified_links_a_payer() -> None:
    user = somebody("productdb", "usr_1", "acct_1", verified_emails=("ada@gmail.com",))
    payer = company("stripe", "cus_1", emails=("Ada@Gmail.com",))
    assert linked(decide(P1, P2, user, payer), payer) == (ACCOUNT_1, Method.EMAIL)


def test_a_typed_address_counts_where_one_company_has_it() -> None:
    crm = company("hubspot", "1", names=("productdb:acct_1",))
    contact = somebody("hubspot", "901", "1", emails=("ada@gmail.com",))
    payer = company("stripe", "cus_1", emails=("ada@gmail.com",))
    assert linked(decide(P1, crm, contact, payer), payer) == (ACCOUNT_1, Method.EMAIL)

    elsewhere = company("hubspot", "2")
    twice = somebody("hubspot", "902", "2", emails=("ada@gmail.com",))
    assert linked(decide(P1, crm, elsewhere, contact, twice, payer), payer) is None


def test_a_consultant_of_two_accounts_links_nothing() -> None:
    here = somebody("productdb", "usr_1", "acct_1", verified_emails=("con@sult.example",))
    there = somebody("productdb", "usr_2", "acct_2", verified_emails=("con@sult.example",))
    payer = company("stripe", "cus_1", emails=("con@sult.example",))
    decisions = decide(P1, P2, here, there, payer)
    assert linked(decisions, payer) is None
    assert reason(decisions, payer) == "Its address belongs to several accounts."


def test_two_payers_with_one_address_stay_apart() -> None:
    user = somebody("productdb", "usr_1", "acct_1", verified_emails=("ada@gmail.com",))
    payers = [company("stripe", f"cus_{number}", emails=("ada@gmail.com",), name=f"P{number}") for number in (1, 2)]
    decisions = decide(P1, user, *payers)
    assert [linked(decisions, payer) for payer in payers] == [None, None]


def test_domain_and_address_that_disagree_link_nothing() -> None:
    user = somebody("productdb", "usr_1", "acct_2", verified_emails=("ada@acme.com",))
    payer = company("stripe", "cus_1", emails=("ada@acme.com",))
    decisions = decide(P1, P2, user, payer)
    assert linked(decisions, payer) is None
    assert reason(decisions, payer) == "Its domains and addresses speak of several accounts."


def test_a_crm_company_that_is_nobody_founds_an_account() -> None:
    prospect = company("hubspot", "9", name="Prospect", domains=("prospect.dev",))
    decisions = decide(P1, prospect)
    assert linked(decisions, prospect) == (handle_of(prospect.key), Method.FOUNDED)


def test_a_crm_company_joins_the_products_account_by_domain() -> None:
    crm = company("hubspot", "1", domains=("acme.com",))
    decisions = decide(P1, crm)
    assert linked(decisions, crm) == (ACCOUNT_1, Method.DOMAIN)
    assert set(decisions.founded) == {ACCOUNT_1}


def test_a_product_account_joins_the_prospect_that_it_was() -> None:
    prospect = company("hubspot", "1", domains=("acme.com",))
    existing = {prospect.key: Standing(AccountId("acc_old"), sure=True)}
    decisions = decide(prospect, P1, existing=existing)
    assert linked(decisions, P1) == ("acc_old", Method.DOMAIN)
    assert decisions.founded == {}


def test_payers_and_organizations_found_nothing() -> None:
    org, payer = company("zendesk", "77", name="Stranger"), company("stripe", "cus_1", name="Stranger")
    decisions = decide(org, payer)
    assert decisions.founded == {}
    assert reason(decisions, org) == "Nothing in it is known of any account: no id, no domain and no address."


def test_a_namesake_is_a_suggestion_and_no_link() -> None:
    org = company("zendesk", "77", name="ACME Inc.")
    decisions = decide(P1, org)
    assert linked(decisions, org) is None
    assert candidates(decisions, org) == (ACCOUNT_1,)


def test_duplicates_in_the_crm_are_one_account() -> None:
    first = company("hubspot", "1", name="Acme", domains=("acme.com",), names=("productdb:acct_1",))
    by_id = company("hubspot", "2", name="Akme", names=("productdb:acct_1",))
    by_spelling = company("hubspot", "3", name="ACME Inc.", domains=("acme.com",))
    decisions = decide(P1, first, by_id, by_spelling)
    assert linked(decisions, by_id) == (ACCOUNT_1, Method.DECLARED)
    assert linked(decisions, by_spelling) == (ACCOUNT_1, Method.DUPLICATE)


def test_a_parent_and_its_daughter_are_not_duplicates() -> None:
    parent = company("hubspot", "1", name="Acme", domains=("acme.com",))
    daughter = company("hubspot", "2", name="Acme GmbH", domains=("acme.com",), parent="1")
    decisions = decide(parent, daughter)
    assert set(decisions.founded) == {handle_of(parent.key), handle_of(daughter.key)}


def test_duplicates_that_carry_different_ids_are_not_duplicates() -> None:
    one = company("hubspot", "1", name="Acme", domains=("acme.com",), names=("productdb:acct_1",))
    other = company("hubspot", "2", name="Acme", domains=("acme.com",), names=("productdb:acct_2",))
    decisions = decide(P1, P2, one, other)
    assert linked(decisions, one) == (ACCOUNT_1, Method.DECLARED)
    assert linked(decisions, other) == (ACCOUNT_2, Method.DECLARED)


def test_one_payer_of_two_crm_companies_joins_them_not() -> None:
    one, other = company("hubspot", "1"), company("hubspot", "2")
    payer = company("stripe", "cus_1", names=("hubspot:1", "hubspot:2"))
    decisions = decide(one, other, payer)
    assert set(decisions.founded) == {handle_of(one.key), handle_of(other.key)}
    assert linked(decisions, payer) is None


def test_links_that_exist_are_kept_and_decide() -> None:
    existing = {P1.key: Standing(AccountId("acc_a"), sure=True), P2.key: Standing(AccountId("acc_b"), sure=True)}
    moved = company("zendesk", "77", domains=("acme.com",))
    kept = company("zendesk", "78", domains=("bolt.io",))
    decisions = decide(P1, P2, moved, kept, existing={**existing, kept.key: existing[P1.key]})
    assert linked(decisions, moved) == ("acc_a", Method.DOMAIN)
    assert linked(decisions, kept) is None
    assert reason(decisions, kept) is None
    assert decisions.founded == {}


def test_somebody_without_a_company_is_found_by_address() -> None:
    user = somebody("productdb", "usr_1", "acct_1", verified_emails=("ada@gmail.com",))
    writer = somebody("zendesk", "901", verified_emails=("ada@gmail.com",))
    employed = somebody("zendesk", "902", "77", verified_emails=("ada@gmail.com",))
    org = company("zendesk", "77")
    decisions = decide(P1, user, writer)
    assert linked(decisions, writer) == (ACCOUNT_1, Method.EMAIL)
    decisions = decide(P1, user, employed, org)
    assert linked(decisions, employed) is None
    assert reason(decisions, employed) is None


def test_a_role_mailbox_is_nobody() -> None:
    box = somebody("productdb", "usr_1", "acct_1", verified_emails=("support@acme.com",))
    writer = somebody("zendesk", "901", emails=("support@acme.com",))
    assert linked(decide(P1, box, writer), writer) is None


def test_a_likely_link_is_no_evidence_for_another_one() -> None:
    org = company("zendesk", "77", domains=("acme.com", "acme.de"))
    payer = company("stripe", "cus_1", emails=("ap@acme.de",))
    decisions = decide(P1, org, payer)
    assert linked(decisions, org) == (ACCOUNT_1, Method.DOMAIN)
    assert linked(decisions, payer) is None
    assert reason(decisions, payer) is not None
