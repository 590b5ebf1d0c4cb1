"""What a model of linkage is: comparisons with their levels, blocking rules and training, all as plain values.

Conditions are DuckDB's SQL over the columns of a left and a right row, `x_l` and `x_r`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec

Row: TypeAlias = Mapping[str, str | Sequence[str] | None]
"""One record: `unique_id` and the columns that the model compares. A list is a set of values, such as domains."""


class Level(msgspec.Struct, frozen=True):
    """One degree of likeness. Levels are tried in their order; the first that holds counts.

    `words` tell a reader what was found. `rarity` names the column whose rare values weigh more. `m` and `u` are how
    often the level holds among true pairs and among all others; without them they are learnt from the records.
    """

    condition: str
    words: str
    rarity: str | None = None
    m: float | None = None
    u: float | None = None


class Comparison(msgspec.Struct, frozen=True):
    """`missing` tells when nothing can be compared, which speaks neither for nor against."""

    name: str
    title: str
    missing: str
    levels: tuple[Level, ...]
    otherwise: Level


class Training(msgspec.Struct, frozen=True):
    """How a model learns from the records. `sure` are rules that find true pairs only, `recall` the share of them that
    they find; `rounds` are blocking rules, one round of expectation maximisation each; `pairs` are sampled for `u`.
    """

    sure: tuple[str, ...]
    recall: float
    rounds: tuple[str, ...]
    pairs: int
    seed: int = 1


class Block(msgspec.Struct, frozen=True):
    """Pairs worth comparing. `values_of` names a list column of which one value has to be the same."""

    condition: str
    values_of: str | None = None


class Model(msgspec.Struct, frozen=True):
    """`blocks`: pairs are compared where any of these holds. `columns` are those of a row; `lists` those that hold
    several values. Without `training` every probability is declared, and `prior` is the chance of a random pair.
    """

    columns: tuple[str, ...]
    lists: frozenset[str]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    training: Training | None = None
    prior: float = 0.0001


class Task(msgspec.Struct, frozen=True):
    """One run: between two tables, or within one. Pairs below `threshold` (0 to 1) are not returned. `rarity` holds,
    by column, how often its values occur (0 to 1); where it says nothing, the tables are counted.
    """

    model: Model
    tables: tuple[Sequence[Row], ...]
    threshold: float
    rarity: Mapping[str, Mapping[str, float]] = {}

    @property
    def link_type(self) -> Literal["dedupe_only", "link_only"]:
        return "dedupe_only" if len(self.tables) == 1 else "link_only"


class Weight(msgspec.Struct, frozen=True):
    """What one comparison adds to the evidence, in bits: 1 doubles the odds, -1 halves them."""

    comparison: str
    title: str
    words: str
    bits: float


class Pair(msgspec.Struct, frozen=True):
    """Two rows by their `unique_id`, the smaller first, with the probability that they are the same."""

    left: str
    right: str
    probability: float
    weights: tuple[Weight, ...]


def same(*columns: str) -> str:
    """A blocking rule: all these columns are equal."""
    return " AND ".join(f"l.{column} = r.{column}" for column in columns)


def settings(task: Task) -> dict[str, Any]:
    """The task's model as Splink's own settings."""
    return {
        "link_type": task.link_type,
        "comparisons": [_comparison(each) for each in task.model.comparisons],
        "blocking_rules_to_generate_predictions": [_block(each) for each in task.model.blocks],
        "probability_two_random_records_match": task.model.prior,
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,  # Splink tells which level held only with them
    }


def _block(block: Block) -> dict[str, Any]:
    exploded = {} if block.values_of is None else {"arrays_to_explode": [block.values_of]}
    return {"blocking_rule": block.condition, **exploded}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    missing = {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True}
    levels = [_level(each) for each in comparison.levels]
    otherwise = {**_level(comparison.otherwise), "sql_condition": "ELSE"}
    return {"output_column_name": comparison.name, "comparison_levels": [missing, *levels, otherwise]}


def _level(level: Level) -> dict[str, Any]:
    made: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.words}
    if level.rarity is not None:
        made |= {"tf_adjustment_column": level.rarity, "tf_adjustment_weight": 1.0}
    if level.m is not None and level.u is not None:
        made |= {"m_probability": level.m, "u_probability": level.u}
    return made
