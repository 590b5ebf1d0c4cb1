"""One task, run with Splink on DuckDB. Imported by the process that runs it and by nobody else."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from rotunda.identity.linkage.model import Comparison, Model, Pair, Row, Task, Training, Weight, settings

MOST_MEMORY = "2GB"


def estimate(task: Task) -> list[Pair]:
    """Every pair at or above the threshold, the likeliest first. The same task gives the same pairs."""
    if sum(map(len, task.tables)) < 2 or not all(task.tables):
        return []
    # One thread: sums of floats depend on their order, and the service beside it needs the other cores.
    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MOST_MEMORY})
    try:
        return _pairs(connection, task)
    finally:
        connection.close()


def _pairs(connection: duckdb.DuckDBPyConnection, task: Task) -> list[Pair]:
    database = DuckDBAPI(connection)
    tables = [database.register(_table(rows, task.model)) for rows in task.tables]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings(task), log_level=logging.ERROR)
    for column, shares in task.rarity.items():
        counted = [{column: value, f"tf_{column}": share} for value, share in shares.items()]
        linker.table_management.register_term_frequency_lookup(database.register(pa.Table.from_pylist(counted)), column)
    if task.model.training is not None:
        _train(linker, task.model.training)
    found = linker.inference.predict(threshold_match_probability=task.threshold).as_pyarrow_table()
    pairs = [_pair(row, task.model.comparisons) for row in _rows(found)]
    return sorted(pairs, key=lambda pair: (-pair.probability, pair.left, pair.right))


def _table(rows: Sequence[Row], model: Model) -> Any:
    fields = {name: pa.list_(pa.string()) if name in model.lists else pa.string() for name in model.columns}
    schema = pa.schema([("unique_id", pa.string()), *fields.items()])
    return pa.Table.from_pylist([{name: row.get(name) or None for name in schema.names} for row in rows], schema=schema)


def _train(linker: Linker, training: Training) -> None:
    learn = linker.training
    learn.estimate_probability_two_random_records_match(list(training.sure), recall=training.recall)
    learn.estimate_u_using_random_sampling(max_pairs=training.pairs, seed=training.seed)
    for rule in training.rounds:
        learn.estimate_parameters_using_expectation_maximisation(rule)


def _rows(table: Any) -> Iterator[Mapping[str, Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def _pair(row: Mapping[str, Any], comparisons: Sequence[Comparison]) -> Pair:
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    weights = tuple(weight for each in comparisons if (weight := _weight(row, each)) is not None)
    return Pair(left, right, row["match_probability"], weights)


def _weight(row: Mapping[str, Any], comparison: Comparison) -> Weight | None:
    """None where nothing could be compared. Levels count down from the best one to 0, the last."""
    level = row[f"gamma_{comparison.name}"]
    if level == -1:
        return None
    words = (*comparison.levels, comparison.otherwise)[len(comparison.levels) - level].words
    bits = row[f"mw_{comparison.name}"] + row.get(f"mw_tf_adj_{comparison.name}", 0.0)
    return Weight(comparison.name, comparison.title, words, round(bits, 2))
