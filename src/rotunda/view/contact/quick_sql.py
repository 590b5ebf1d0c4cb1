"""The best few people for what is being typed, in one statement.

Each arm reads one index and stops after a few rows: whose address or number is exactly this; whose name begins so; who
has the word in the name, in an address or number; who works at a company of that name; and where none of them finds
anybody, whose name is spelled much like it.
"""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import sql

from rotunda.identity.matching.phones import normal_phone
from rotunda.view.contact.people_sql import PeopleScopes, by_any_of, identifier_pattern, people
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.terms_sql import is_forgiven, is_short, pattern

_EACH_ARM = 40

_PERSON: LiteralString = """
    LEFT JOIN account_member am ON am.account_id = c.account_id LEFT JOIN listed_account a ON a.id = am.shown_id
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL AND {seen}
"""
_NAMES: LiteralString = (
    """
    SELECT * FROM (
        SELECT {place} AS place, {unlike} AS unlike, c.id, 'name' AS field, '' AS source, {name} AS value,
            {name} <> c.name AS former
        FROM contact n JOIN contact c ON c.id = coalesce(n.shown_as, n.id)
    """
    + _PERSON
    + " AND {matched} AND (position('@' in {name}) = 0 OR {personal}) AND {besides} {order} LIMIT {most}) AS arm"
)
_IDENTIFIERS: LiteralString = (
    """
    SELECT * FROM (
        SELECT {place} AS place, 0::real AS unlike, c.id, i.kind AS field, i.source, i.value,
            i.until IS NOT NULL AS former
        FROM found_identifier i JOIN contact n ON n.id = i.contact_id
        JOIN contact c ON c.id = coalesce(n.shown_as, n.id)
    """
    + _PERSON
    + " AND i.kind IN ('email', 'phone') AND {matched} AND {personal} AND {besides} LIMIT {most}) AS arm"
)
_COMPANIES: LiteralString = (
    """
    SELECT * FROM (
        SELECT 4 AS place, 0::real AS unlike, c.id, 'account' AS field, '' AS source, t.value, t.former
        FROM found_term t JOIN account_member w ON w.shown_id = t.shown_id
        JOIN contact c ON c.account_id = w.account_id
    """
    + _PERSON
    + " AND t.kind = 'account' AND t.field = 'name' AND {matched} AND {besides} LIMIT {most}) AS arm"
)
_BEST: LiteralString = """
    WITH typed AS MATERIALIZED ({arms}), found AS (SELECT * FROM typed {alike}),
    best AS (SELECT DISTINCT ON (id) * FROM found ORDER BY id, place, unlike, former, value, field, source)
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account,
        a.name AS account_name,
        ARRAY(SELECT o.email FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT o.team FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        b.field, b.source, b.value, b.former
    FROM best b JOIN contact c ON c.id = b.id LEFT JOIN account_member am ON am.account_id = c.account_id
    LEFT JOIN shown_account a ON a.id = am.shown_id
    ORDER BY b.place, b.unlike, b.former, lower(c.name), c.id LIMIT {limit}
"""
_ONLY_CONDITIONS: LiteralString = (
    """
    SELECT c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account,
        a.name AS account_name,
        ARRAY(SELECT o.email FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT o.team FROM account_owner o JOIN account_member m USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        'name' AS field, '' AS source, c.name AS value, false AS former
    FROM contact c
    """
    + _PERSON
    + " AND {besides} ORDER BY lower(c.name), c.id LIMIT {limit}"
)
_ALIKE = "search_fold({0}) <% (' ' || search_fold(n.name)) AND NOT EXISTS (SELECT FROM typed)"
_NAME, _MIRRORED_NAME = sql.SQL("n.name"), sql.SQL("n.mirrored_name")
_MIRRORED = sql.SQL("n.mirrored_name <> n.name AND ' ' || search_fold(n.mirrored_name) LIKE {}")
_FOLDED = sql.SQL("' ' || search_fold(n.name) LIKE {}")
_BEGINNING = sql.SQL("""
    n.shown_as IS NULL AND n.closed_at IS NULL AND search_fold(n.name) COLLATE "C" LIKE search_literal({}) || '%'
""")
_IN_ORDER, _AS_FOUND = sql.SQL('ORDER BY search_fold(n.name) COLLATE "C", n.id'), sql.SQL("")
_NO_DIFFERENCE = sql.SQL("0::real")


def best_people(query: ListQuery, limit: int) -> sql.Composed:
    """The statement. Without words to rank by, people come by name."""
    words, rights = query.search.words, _rights(query)
    if not words:
        besides = people(query, query.search.root)
        return sql.SQL(_ONLY_CONDITIONS).format(**rights, besides=besides, limit=sql.Literal(limit))
    arms = _arms(query, words, rights)
    alike = _alike(words, rights, people(query, query.search.without_words))
    return sql.SQL(_BEST).format(arms=sql.SQL(" UNION ALL ").join(arms), alike=alike, limit=sql.Literal(limit))


def _arms(query: ListQuery, words: Sequence[str], rights: dict[str, sql.Composable]) -> list[sql.Composable]:
    phrase, longest = " ".join(words), max(words, key=len)
    besides = people(query, query.search.without_words)
    parts = _parts(query, [each for each in words if each != longest], besides)
    known = normal_phone(phrase) or phrase.lower()
    arms = [
        _identifiers(0, sql.SQL("i.normal = {}").format(sql.Literal(known)), rights, besides),
        _names(1, _BEGINNING.format(sql.Literal(phrase)), rights, besides, _IN_ORDER),
        _names(2, _FOLDED.format(pattern(longest)), rights, parts, _AS_FOUND),
        _names(2, _MIRRORED.format(pattern(longest)), rights, parts, _AS_FOUND, _MIRRORED_NAME),
        _identifiers(3, sql.SQL("i.normal LIKE {}").format(identifier_pattern(longest)), rights, parts),
    ]
    if not is_short(longest):
        matched = sql.SQL("t.folded LIKE {}").format(pattern(longest))
        seen = {"seen": rights["seen"], "most": rights["most"]}
        arms.append(sql.SQL(_COMPANIES).format(**seen, matched=matched, besides=parts))
    return arms


def _parts(query: ListQuery, others: Sequence[str], besides: sql.Composable) -> sql.Composable:
    """The other words, too. `IS TRUE` has what a word finds looked up once and not for each person."""
    found = [sql.SQL("(c.id IN ({})) IS TRUE").format(by_any_of(query.viewer, each)) for each in others]
    return sql.SQL(" AND ").join([besides, *found])


def _names(
    place: int,
    matched: sql.Composable,
    rights: dict[str, sql.Composable],
    besides: sql.Composable,
    order: sql.SQL,
    name: sql.SQL = _NAME,
) -> sql.Composable:
    said = {"matched": matched, "besides": besides, "order": order, "name": name}
    return sql.SQL(_NAMES).format(**rights, **said, place=sql.Literal(place), unlike=_NO_DIFFERENCE)


def _identifiers(
    place: int, matched: sql.Composable, rights: dict[str, sql.Composable], besides: sql.Composable
) -> sql.Composable:
    return sql.SQL(_IDENTIFIERS).format(**rights, place=sql.Literal(place), matched=matched, besides=besides)


def _alike(words: Sequence[str], rights: dict[str, sql.Composable], besides: sql.Composable) -> sql.Composable:
    if not any(map(is_forgiven, words)):
        return sql.SQL("")
    phrase = sql.Literal(" ".join(words))
    unlike = sql.SQL("(1 - word_similarity(search_fold({}), ' ' || search_fold(n.name)))::real").format(phrase)
    matched, order = sql.SQL(_ALIKE).format(phrase), sql.SQL("ORDER BY unlike, n.id")
    arm = sql.SQL(_NAMES).format(
        **rights, place=sql.Literal(5), unlike=unlike, matched=matched, besides=besides, order=order, name=_NAME
    )
    return sql.SQL("UNION ALL ({})").format(arm)


def _rights(query: ListQuery) -> dict[str, sql.Composable]:
    scopes, shown = PeopleScopes.of(query.viewer), sql.SQL("am.shown_id")
    return {
        "seen": rows_in_scope(scopes.identity, shown),
        "personal": rows_in_scope(scopes.personal, shown),
        "most": sql.Literal(_EACH_ARM),
    }
