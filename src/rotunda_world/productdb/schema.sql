-- The demo product's own tables. Loaded first, indexed after.
DROP SCHEMA IF EXISTS product CASCADE;
CREATE SCHEMA product;

CREATE TABLE product.accounts (
    account_no integer PRIMARY KEY,
    account_id text NOT NULL UNIQUE,
    name text NOT NULL,
    domain text,
    further_domains text[] NOT NULL,
    plan text,
    status text NOT NULL,
    seats integer,
    trial_ends_at timestamptz,
    contract_ends_on date,
    auto_renew boolean NOT NULL,
    activated_at timestamptz,
    created_at timestamptz NOT NULL,
    csm_name text,
    csm_email text,
    csm_team text,
    stripe_customer_ids text[] NOT NULL,
    hubspot_company_id text,
    zendesk_organization_id text,
    last_active_at timestamptz,
    updated_at timestamptz NOT NULL
);

CREATE TABLE product.users (
    user_no integer PRIMARY KEY,
    user_id text NOT NULL UNIQUE,
    account_no integer NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    role text,
    last_seen_at timestamptz,
    created_at timestamptz NOT NULL,
    deactivated_at timestamptz
);

CREATE TABLE product.features (
    feature_no smallint PRIMARY KEY,
    feature_key text NOT NULL UNIQUE,
    name text NOT NULL
);

CREATE TABLE product.plan_features (
    plan text NOT NULL,
    feature_no smallint NOT NULL,
    PRIMARY KEY (plan, feature_no)
);

CREATE TABLE product.feature_flags (
    flag_key text PRIMARY KEY
);

CREATE TABLE product.account_flags (
    account_no integer NOT NULL,
    flag_key text NOT NULL,
    PRIMARY KEY (account_no, flag_key)
);

CREATE TABLE product.activity (
    account_no integer NOT NULL,
    day date NOT NULL,
    user_no integer NOT NULL,
    feature_no smallint NOT NULL,
    events integer NOT NULL
);

-- One row: what was loaded, and the reader's password, which stays when the demo company is started again.
CREATE TABLE product.loaded (
    seed bigint NOT NULL,
    accounts integer NOT NULL,
    months integer NOT NULL,
    day date NOT NULL,
    layout integer NOT NULL,
    changed_since boolean NOT NULL DEFAULT false,
    reader_password text NOT NULL
);

CREATE FUNCTION product.out_of_order() RETURNS boolean LANGUAGE plpgsql STABLE AS
$$ BEGIN RAISE EXCEPTION 'could not read block 0 in file "base/16384/16401": Input/output error'
   USING ERRCODE = 'io_error'; END $$;
