"""`python -m bench [--quick | --scale | --merging | --timeline | --inbox]`: measures, prints, writes bench/results.

Each line is a ratio or a difference within the same run against a floor that the run measures itself, so that another
machine, or a busy one, says the same.
"""

import argparse
import sys
import time

import uvloop

from bench import audit_rows, cold, inbox, merging, panel, scale, starting, timeline, warm
from bench.load_generator import load_generator
from bench.machine import describe
from bench.plan import FULL, QUICK, Plan
from bench.report import Line, Run, now, show, write
from bench.surroundings import prepare, surroundings


async def run(plan: Plan) -> Run:
    """Exits with a sentence where the system is not Linux."""
    began = time.perf_counter()
    lines: list[Line] = []
    async with surroundings(plan.accounts) as around, load_generator() as generator:
        _say("Connecting the demo company and reading who the customers are")
        prepared = await prepare(around)
        _say("Warm pages and lists")
        lines += await warm.measure(around, prepared, generator, plan)
        _say("The access log")
        lines.append(await audit_rows.measure(around, plan))
        _say("Cold pages")
        lines += await cold.measure(around, prepared, generator, plan)
        _say("The panel")
        lines += await panel.measure(around, prepared, plan)
    if not plan.quick:
        _say("The demo's start")
        lines.append(await starting.measure(plan))
    return Run(now(), describe(), plan.quick, time.perf_counter() - began, lines)


async def run_scale() -> Run:
    """Lists and search alone: making the book takes minutes."""
    began = time.perf_counter()
    _say("Making 100,000 accounts with 1,000,000 identifiers and 1,000,000 people (ten minutes), then asking")
    lines = await scale.measure(scale.Scale())
    return Run(now(), describe(), False, time.perf_counter() - began, lines)


async def run_merging() -> Run:
    """Merging big customers alone."""
    began = time.perf_counter()
    _say("Making customers of 100,000 rows a kind, then merging them")
    lines = await merging.measure(merging.Size())
    return Run(now(), describe(), False, time.perf_counter() - began, lines)


async def run_timeline(most: int) -> Run:
    """Timelines alone: making the largest book takes a quarter of an hour."""
    began = time.perf_counter()
    _say(f"Making books of up to {most:,} events, then asking and recording")
    lines = await timeline.measure(most)
    return Run(now(), describe(), False, time.perf_counter() - began, lines)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


async def _chosen(arguments: argparse.Namespace) -> Run:
    if arguments.scale:
        return await run_scale()
    if arguments.merging:
        return await run_merging()
    if arguments.timeline:
        return await run_timeline(arguments.events)
    return await run(QUICK if arguments.quick else FULL)


def main() -> None:
    """Ends with 1 where a goal was missed and `--strict` was given."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measures against floors of the same run.")
    parser.add_argument("--quick", action="store_true", help="twenty seconds: fewer accounts and rounds, no demo")
    parser.add_argument("--scale", action="store_true", help="lists and search over a million people, and nothing else")
    parser.add_argument("--merging", action="store_true", help="merging customers of 100,000 rows, and nothing else")
    parser.add_argument("--timeline", action="store_true", help="timelines of ten million events, and nothing else")
    parser.add_argument("--events", type=int, default=timeline.SIZES[-1], help="the largest book of --timeline")
    parser.add_argument("--inbox", action="store_true", help="webhooks taken in a second, and nothing else")
    parser.add_argument("--strict", action="store_true", help="fail where a goal is missed")
    arguments = parser.parse_args()
    if arguments.inbox:
        uvloop.run(inbox.measure(inbox.Offer()))
        return
    result = uvloop.run(_chosen(arguments))
    show(result.lines)
    print(f"{result.machine}; {result.seconds:.0f} s; bench/results/{write(result).name}")
    if arguments.strict and any(line.met is False for line in result.lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
