DROP DATABASE IF EXISTS rotunda;
CREATE DATABASE rotunda CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
DROP TABLE IF EXISTS activity, plan_features, features, users, accounts;

CREATE TABLE accounts (
    account_no int PRIMARY KEY,
    account_id varchar(64) NOT NULL UNIQUE,
    name varchar(255) NOT NULL,
    domain varchar(255),
    further_domains text NOT NULL,
    plan varchar(64),
    status varchar(32) NOT NULL,
    seats int,
    trial_ends_at datetime(6),
    contract_ends_on date,
    auto_renew boolean NOT NULL,
    activated_at datetime(6),
    created_at datetime(6) NOT NULL,
    csm_name varchar(255),
    csm_email varchar(255),
    csm_team varchar(64),
    stripe_customer_ids text NOT NULL,
    hubspot_company_id varchar(64),
    zendesk_organization_id varchar(64),
    last_active_at datetime(6),
    updated_at datetime(6) NOT NULL,
    feature_flags text NOT NULL,
    KEY accounts_domain (domain),
    KEY accounts_hubspot (hubspot_company_id),
    KEY accounts_zendesk (zendesk_organization_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE users (
    user_no int PRIMARY KEY,
    user_id varchar(64) NOT NULL UNIQUE,
    account_no int NOT NULL,
    name varchar(255) NOT NULL,
    email varchar(255) NOT NULL,
    role varchar(32),
    last_seen_at datetime(6),
    created_at datetime(6) NOT NULL,
    deactivated_at datetime(6),
    KEY users_account (account_no),
    KEY users_email (email)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE features (
    feature_no smallint PRIMARY KEY,
    feature_key varchar(64) NOT NULL UNIQUE,
    name varchar(255) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE plan_features (
    plan varchar(64) NOT NULL,
    feature_no smallint NOT NULL,
    PRIMARY KEY (plan, feature_no)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE activity (
    account_no int NOT NULL,
    day date NOT NULL,
    user_no int NOT NULL,
    feature_no smallint NOT NULL,
    events int NOT NULL,
    PRIMARY KEY (account_no, day, user_no, feature_no)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE VIEW rotunda.account AS SELECT
    account_id, name, domain, further_domains, plan, status, seats, trial_ends_at, contract_ends_on, auto_renew,
    activated_at, created_at, feature_flags, csm_name, csm_email, csm_team, stripe_customer_ids, hubspot_company_id,
    zendesk_organization_id, last_active_at, updated_at
FROM {home}.accounts;

CREATE VIEW rotunda.account_user AS SELECT
    a.account_id, u.user_id, u.name, u.email, u.role, u.last_seen_at, u.created_at, u.deactivated_at
FROM {home}.accounts a JOIN {home}.users u ON u.account_no = a.account_no;

CREATE VIEW rotunda.account_feature AS SELECT
    a.account_id, f.feature_key, f.name AS feature_name, p.plan IS NOT NULL AS available
FROM {home}.accounts a JOIN {home}.features f
LEFT JOIN {home}.plan_features p ON p.plan = a.plan AND p.feature_no = f.feature_no;

CREATE VIEW rotunda.activity AS SELECT
    a.account_id, u.user_id, f.feature_key, v.day, v.events
FROM {home}.accounts a
JOIN {home}.activity v ON v.account_no = a.account_no
JOIN {home}.users u ON u.user_no = v.user_no
JOIN {home}.features f ON f.feature_no = v.feature_no;
