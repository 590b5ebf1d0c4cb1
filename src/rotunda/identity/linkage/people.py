"""The model of people as an address book keeps them: names, birth date, address, perhaps a national number.

Learnt from the records themselves. Names and postcodes that are rare weigh more than common ones.
"""

from rotunda.identity.linkage.model import Block, Comparison, Level, Model, Training, same

ID = "soc_sec_id"
_OTHER = "different"


def people(*, national_id: bool) -> Model:
    """`national_id`: whether the records carry one."""
    shared = (
        _name("given_name", "Given name"),
        _name("surname", "Surname"),
        _birth(),
        _exact("street_number", "Street number"),
        _edits("postcode", "Postcode", 1, rarity=True),
        _street("address_1", "Street"),
        _street("suburb", "Suburb"),
    )
    columns = (
        "given_name",
        "surname",
        "date_of_birth",
        "street_number",
        "postcode",
        "address_1",
        "address_2",
        "suburb",
    )
    if not national_id:
        return Model(columns, frozenset(), shared, _BLOCKS, _training(_SURE, 0.7))
    number = _edits(ID, "National number", 2, rarity=False)
    blocks = (Block(same(ID)), *_BLOCKS)
    return Model((*columns, ID), frozenset(), (*shared, number), blocks, _training((*_SURE, same(ID)), 0.95))


def _training(sure: tuple[str, ...], recall: float) -> Training:
    rounds = (same("date_of_birth"), same("postcode"), same("given_name", "surname"))
    return Training(sure, recall, rounds, pairs=2_000_000)


def _alike(column: str, start: int, letters: int) -> str:
    return f"substr(l.{column}, {start}, {letters}) = substr(r.{column}, {start}, {letters})"


_SURE = (
    same("given_name", "surname", "date_of_birth"),
    same("date_of_birth", "surname", "postcode"),
    same("date_of_birth", "given_name", "postcode"),
)

_BLOCKS = tuple(
    Block(condition)
    for condition in (
        same("date_of_birth"),
        same("given_name", "surname"),
        same("surname", "postcode"),
        same("given_name", "postcode"),
        same("address_1", "street_number"),
        same("suburb", "street_number"),
        same("surname", "suburb"),
        same("given_name", "suburb"),
        same("surname", "street_number"),
        same("given_name", "street_number"),
        same("address_1", "postcode"),
        same("address_1", "surname"),
        same("address_1", "given_name"),
        same("address_2", "postcode"),
        same("address_2", "surname"),
        same("address_2", "given_name"),
        same("postcode", "street_number"),
        f"{_alike('surname', 1, 3)} AND {_alike('given_name', 1, 3)}",
        f"{_alike('date_of_birth', 1, 6)} AND {_alike('given_name', 1, 1)}",
        f"{_alike('date_of_birth', 5, 4)} AND {_alike('surname', 1, 1)}",
        f"{_alike('given_name', 1, 3)} AND {same('postcode')}",
        f"{_alike('surname', 1, 3)} AND {same('postcode')}",
    )
)


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _like(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _name(column: str, title: str) -> Comparison:
    levels = (
        Level(f"{column}_l = {column}_r", "the same", rarity=column),
        Level(_like(column, 0.92), "nearly the same"),
        Level(_like(column, 0.88), "alike"),
        Level(_like(column, 0.7), "a little alike"),
    )
    return Comparison(column, title, _missing(column), levels, Level("ELSE", _OTHER))


def _street(column: str, title: str) -> Comparison:
    levels = (Level(f"{column}_l = {column}_r", "the same"), Level(_like(column, 0.9), "nearly the same"))
    return Comparison(column, title, _missing(column), levels, Level("ELSE", _OTHER))


def _exact(column: str, title: str) -> Comparison:
    levels = (Level(f"{column}_l = {column}_r", "the same", rarity=column),)
    return Comparison(column, title, _missing(column), levels, Level("ELSE", _OTHER))


def _edits(column: str, title: str, most: int, *, rarity: bool) -> Comparison:
    equal = Level(f"{column}_l = {column}_r", "the same", rarity=column if rarity else None)
    slips = [
        Level(
            f"damerau_levenshtein({column}_l, {column}_r) <= {count}", f"{count} slip{'s' if count > 1 else ''} apart"
        )
        for count in range(1, most + 1)
    ]
    return Comparison(column, title, _missing(column), (equal, *slips), Level("ELSE", _OTHER))


def _birth() -> Comparison:
    column = "date_of_birth"
    left, right = (f"try_strptime({column}_{side}, '%Y%m%d')" for side in "lr")

    def within(days: float) -> str:
        return f"abs(epoch({left}) - epoch({right})) <= {days * 86_400:.0f}"

    levels = (
        Level(f"{column}_l = {column}_r", "the same"),
        Level(f"levenshtein({column}_l, {column}_r) <= 1", "one digit apart"),
        Level(within(30.4375), "within a month"),
        Level(within(365.25), "within a year"),
        Level(within(3652.5), "within ten years"),
    )
    return Comparison(column, "Date of birth", f"{left} IS NULL OR {right} IS NULL", levels, Level("ELSE", _OTHER))
