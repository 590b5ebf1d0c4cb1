"""The queries, in the SQL that PostgreSQL and MySQL have in common.

So: no interval arithmetic (the days that windows begin with are parameters), no FILTER, no array functions, no quoted
names. Each begins with a comment that names it, for the database's own statistics. `{account}` and its like stand for
a view of the schema `rotunda`, or for the query that the connection has in its place.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from rotunda.connector_kit.errors import Misconfigured
from rotunda.connector_kit.requests import SqlQuery
from rotunda.connectors.productdb.manifest import VIEWS, field_of

DAYS_SHOWN = 90
WEEKS_SHOWN = 12
MOST_PEOPLE = 500
BATCH = 1000
_MOST_FEATURES = 1000
_MOST_FOUND = 50
_OWN_QUERIES = tuple(map(field_of, VIEWS))

_ACCOUNT = (
    "account_id, name, domain, further_domains, plan, status, seats, trial_ends_at, contract_ends_on, auto_renew,"
    " activated_at, created_at, feature_flags, csm_name, csm_email, csm_team, last_active_at"
)
_RECORD = (
    "account_id, name, domain, further_domains, csm_email, csm_team, stripe_customer_ids, hubspot_company_id,"
    " zendesk_organization_id, updated_at"
)
_PROFILE = f"/* rotunda: profile */ SELECT {_ACCOUNT} FROM {{account}} a WHERE account_id = %(account_id)s"

# Sub-selects, not joins: each reads its view by one account and is as wide as a number.
_TOTALS = """/* rotunda: usage */
SELECT a.account_id, a.seats, a.activated_at, a.created_at, a.last_active_at, n.users_total,
       v.active_7d, v.active_previous_7d, v.active_30d, v.active_previous_30d
FROM {account} a
CROSS JOIN (SELECT COUNT(*) AS users_total FROM {account_user} u WHERE u.account_id = %(account_id)s) n
CROSS JOIN (
    SELECT COUNT(DISTINCT CASE WHEN day >= %(day_7)s THEN user_id END) AS active_7d,
           COUNT(DISTINCT CASE WHEN day >= %(day_14)s AND day < %(day_7)s THEN user_id END) AS active_previous_7d,
           COUNT(DISTINCT CASE WHEN day >= %(day_30)s THEN user_id END) AS active_30d,
           COUNT(DISTINCT CASE WHEN day < %(day_30)s THEN user_id END) AS active_previous_30d
    FROM {activity} t
    WHERE t.account_id = %(account_id)s AND t.day >= %(day_60)s AND t.day <= %(today)s
) v
WHERE a.account_id = %(account_id)s"""

_DAILY = """/* rotunda: daily usage */
SELECT t.account_id, t.day, COUNT(DISTINCT t.user_id) AS active_users, SUM(t.events) AS events
FROM {activity} t
WHERE t.account_id = %(account_id)s AND t.day >= %(first_day)s AND t.day <= %(today)s
GROUP BY t.account_id, t.day
ORDER BY t.day"""

_WEEKS = ",\n           ".join(
    f"COUNT(DISTINCT CASE WHEN day >= %(week_{week})s AND day < %(week_{week + 1})s THEN user_id END)"
    f" AS users_week_{week}"
    for week in range(WEEKS_SHOWN)
)
_WEEK_BOUNDS = tuple(f"week_{week}" for week in range(WEEKS_SHOWN + 1))
_WEEK_COLUMNS = ", ".join(f"v.users_week_{week}" for week in range(WEEKS_SHOWN))
_FEATURES = f"""/* rotunda: usage of features */
SELECT f.account_id, f.feature_key, f.feature_name, f.available, v.users_30d, v.events_30d, v.last_used_on,
       {_WEEK_COLUMNS}
FROM {{account_feature}} f
LEFT JOIN (
    SELECT feature_key, MAX(day) AS last_used_on,
           COUNT(DISTINCT CASE WHEN day >= %(day_30)s THEN user_id END) AS users_30d,
           SUM(CASE WHEN day >= %(day_30)s THEN events ELSE 0 END) AS events_30d,
           {_WEEKS}
    FROM {{activity}} t
    WHERE t.account_id = %(account_id)s AND t.day >= %(week_0)s AND t.day <= %(today)s
    GROUP BY feature_key
) v ON v.feature_key = f.feature_key
WHERE f.account_id = %(account_id)s
ORDER BY f.feature_key"""

# A window counts everybody although only the most recently seen are read. NULLs last, which the two databases order
# differently by themselves.
_PEOPLE = """/* rotunda: people */
SELECT account_id, user_id, name, email, role, last_seen_at, created_at, deactivated_at, COUNT(*) OVER () AS total
FROM {account_user} u
WHERE account_id = %(account_id)s
ORDER BY CASE WHEN last_seen_at IS NULL THEN 1 ELSE 0 END, last_seen_at DESC, user_id
LIMIT %(most)s"""

_ACCOUNTS = f"""/* rotunda: accounts */
SELECT {_RECORD} FROM {{account}} a WHERE account_id > %(after)s ORDER BY account_id LIMIT %(most)s"""

# Not a comparison of rows: MySQL would not use the index for one.
_USERS = """/* rotunda: users */
SELECT account_id, user_id, name, email FROM {account_user} u
WHERE account_id >= %(account_id)s AND (account_id > %(account_id)s OR user_id > %(after)s)
ORDER BY account_id, user_id LIMIT %(most)s"""

# Not a comparison of rows, as above. A time that is not set is no change.
_CHANGED = {
    "users": """/* rotunda: new users */
SELECT account_id, user_id, name, email, created_at FROM {account_user} u
WHERE created_at >= %(at)s AND (created_at > %(at)s OR user_id > %(after)s)
ORDER BY created_at, user_id LIMIT %(most)s""",
    "leavers": """/* rotunda: users who left */
SELECT account_id, user_id, name, email, deactivated_at FROM {account_user} u
WHERE deactivated_at >= %(at)s AND (deactivated_at > %(at)s OR user_id > %(after)s)
ORDER BY deactivated_at, user_id LIMIT %(most)s""",
    "changed accounts": """/* rotunda: changed accounts */
SELECT account_id, updated_at FROM {account} a
WHERE updated_at >= %(at)s AND (updated_at > %(at)s OR account_id > %(after)s)
ORDER BY updated_at, account_id LIMIT %(most)s""",
}

_FIND = {
    "account_id": f"/* rotunda: find by id */ SELECT {_RECORD} FROM {{account}} a WHERE account_id = %(key)s",
    "domain": f"/* rotunda: find by domain */ SELECT {_RECORD} FROM {{account}} a WHERE domain = %(key)s",
    "hubspot": f"/* rotunda: find by company */ SELECT {_RECORD} FROM {{account}} a WHERE hubspot_company_id = %(key)s",
    "zendesk": "/* rotunda: find by organization */"
    f" SELECT {_RECORD} FROM {{account}} a WHERE zendesk_organization_id = %(key)s",
    "email": f"/* rotunda: find by address */ SELECT {_RECORD} FROM {{account}} a"
    " WHERE account_id IN (SELECT u.account_id FROM {account_user} u WHERE LOWER(u.email) = %(key)s)",
}
FINDABLE = frozenset(_FIND)


def windows(now: datetime) -> Mapping[str, date]:
    """The days that bind the windows: whole UTC days that end with today. `day_7` is today or one of the six before.

    `week_0` begins the oldest of twelve weeks, `week_12` is the day after today.
    """
    return _windows(now.date())


@lru_cache(maxsize=4)
def _windows(today: date) -> Mapping[str, date]:
    days = {f"day_{length}": today - timedelta(days=length - 1) for length in (7, 14, 30, 60)}
    end = today + timedelta(days=1)
    weeks = {f"week_{week}": end - timedelta(weeks=WEEKS_SHOWN - week) for week in range(WEEKS_SHOWN + 1)}
    return {"today": today, "first_day": today - timedelta(days=DAYS_SHOWN - 1), **days, **weeks}


def profile(account_id: str, settings: Mapping[str, str]) -> SqlQuery:
    return SqlQuery(sql=_over(_PROFILE, settings), parameters={"account_id": account_id}, max_rows=2)


def totals(account_id: str, now: datetime, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"account_id": account_id, **_only(windows(now), "today", "day_7", "day_14", "day_30", "day_60")}
    return SqlQuery(sql=_over(_TOTALS, settings), parameters=parameters, max_rows=2)


def daily(account_id: str, now: datetime, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"account_id": account_id, **_only(windows(now), "today", "first_day")}
    return SqlQuery(sql=_over(_DAILY, settings), parameters=parameters, max_rows=DAYS_SHOWN)


def features(account_id: str, now: datetime, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"account_id": account_id, **_only(windows(now), "today", "day_30", *_WEEK_BOUNDS)}
    return SqlQuery(sql=_over(_FEATURES, settings), parameters=parameters, max_rows=_MOST_FEATURES)


def people(account_id: str, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"account_id": account_id, "most": MOST_PEOPLE}
    return SqlQuery(sql=_over(_PEOPLE, settings), parameters=parameters, max_rows=MOST_PEOPLE)


def accounts_after(account_id: str, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"after": account_id, "most": BATCH}
    return SqlQuery(sql=_over(_ACCOUNTS, settings), parameters=parameters, max_rows=BATCH)


def users_after(account_id: str, user_id: str, settings: Mapping[str, str]) -> SqlQuery:
    parameters = {"account_id": account_id, "after": user_id, "most": BATCH}
    return SqlQuery(sql=_over(_USERS, settings), parameters=parameters, max_rows=BATCH)


def changed_after(what: str, at: datetime, after: str, settings: Mapping[str, str]) -> SqlQuery:
    """Rows behind this time and id. The time is in UTC, as sessions are, and written as both databases read it."""
    parameters = {"at": at.astimezone(UTC).replace(tzinfo=None), "after": after, "most": BATCH}
    return SqlQuery(sql=_over(_CHANGED[what], settings), parameters=parameters, max_rows=BATCH)


def found_by(kind: str, key: str, settings: Mapping[str, str]) -> SqlQuery:
    """`kind` is one of `FINDABLE`. Addresses and domains are asked for in lower case."""
    return SqlQuery(sql=_over(_FIND[kind], settings), parameters={"key": key}, max_rows=_MOST_FOUND)


def _only(values: Mapping[str, date], *names: str) -> dict[str, date]:
    return {name: values[name] for name in names}


def _over(query: str, settings: Mapping[str, str]) -> str:
    return _over_relations(query, tuple([settings.get(field, "") for field in _OWN_QUERIES]))


@lru_cache(maxsize=256)
def _over_relations(query: str, own: tuple[str, ...]) -> str:
    return query.format_map({view: _relation(view, written) for view, written in zip(VIEWS, own, strict=True)})


def _relation(view: str, written: str) -> str:
    """The view, or the connection's own query for it as a sub-select: both databases look for an account inside of it.

    A percent sign in it is the company's own and no parameter of ours.
    """
    written = written.strip().removesuffix(";").rstrip()
    if not written:
        return f"rotunda.{view}"
    if not written.upper().startswith(("SELECT ", "WITH ")) or ";" in written:
        raise Misconfigured("The query must be one single SELECT", field_of(view))
    return f"({written.replace('%', '%%')})"
