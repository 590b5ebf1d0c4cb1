"""Who of us knows whom of them: nodes, edges, gaps and the ways over them. Pure."""

import math
from collections import defaultdict
from collections.abc import Mapping

from rotunda.insight.people.coverage import Gap, SingleThread, single_threads
from rotunda.insight.people.engagement import last_of
from rotunda.insight.people.paths import Path, warmest_paths
from rotunda.insight.people.strengths import Tie, together
from rotunda.sections.ids import ContactId
from rotunda.sections.people.model import BuyingRole
from rotunda.view.people.document import (
    CoverageGap,
    Edge,
    OurNode,
    Relationships,
    ReportingLine,
    SingleThreaded,
    TheirNode,
    WarmPath,
)
from rotunda.view.people.facts import Facts


def relationships(facts: Facts) -> Relationships:
    paths = _paths(facts)
    return Relationships(
        ours=_ours(facts),
        theirs=_theirs(facts, paths),
        edges=[_edge(each) for each in facts.ties],
        lines=[ReportingLine(each.person, each.manager, each.guessed) for each in facts.lines],
        gaps=[_gap(each, facts, paths) for each in facts.gaps],
        paths=[
            _path(paths[each.id])
            for each in facts.members
            if BuyingRole.DECISION_MAKER in each.roles and each.id in paths
        ],
        single_threaded=[_thread(each) for each in single_threads(facts.ties)],
        contacts=facts.contacts,
    )


def _paths(facts: Facts) -> dict[ContactId, Path]:
    return warmest_paths(facts.ties, together(facts.touches, facts.members, facts.now), facts.lines)


def _ours(facts: Facts) -> list[OurNode]:
    names = facts.made.names if facts.made else {}
    strengths: defaultdict[str, list[float]] = defaultdict(list)
    for tie in facts.ties:
        strengths[tie.ours].append(tie.strength)
    found = [OurNode(each.ours, names[each.ours], _sum(strengths[each.ours])) for each in facts.ties]
    return list({each.id: each for each in found}.values())


def _theirs(facts: Facts, paths: Mapping[ContactId, Path]) -> list[TheirNode]:
    """Everybody with a tie, a gap, or on a way to somebody who matters."""
    strengths: defaultdict[ContactId, list[float]] = defaultdict(list)
    for tie in facts.ties:
        strengths[tie.person].append(tie.strength)
    at_risk = {each.person for each in facts.gaps}
    critical = {each.id for each in facts.members if each.is_critical} if facts.contacts == "known" else set()
    on_the_way = {person for each in critical if each in paths for person in paths[each].people}
    shown = strengths.keys() | critical | on_the_way
    return [
        TheirNode(
            id=each.id,
            name=each.name,
            title=each.title,
            roles=list(each.roles),
            score=known.score if (known := facts.engagements.get(each.id)) else None,
            strength=_sum(strengths[each.id]) if each.id in strengths else 0.0,
            at_risk=each.id in at_risk,
        )
        for each in facts.members
        if each.id in shown
    ]


def _sum(strengths: list[float]) -> float:
    return round(math.fsum(strengths), 4)


def _edge(tie: Tie) -> Edge:
    return Edge(tie.ours, tie.person, tie.strength, tie.contacts, tie.last_at, tie.last_channel)


def _path(path: Path) -> WarmPath:
    return WarmPath(path.ours, path.people, round(path.warmth, 4))


def _gap(gap: Gap, facts: Facts, paths: Mapping[ContactId, Path]) -> CoverageGap:
    last, path = last_of(facts.touches_of(gap.person), facts.now), paths.get(gap.person)
    return CoverageGap(gap.person, gap.roles, gap.score, last.at if last else None, _path(path) if path else None)


def _thread(thread: SingleThread) -> SingleThreaded:
    return SingleThreaded(thread.side, thread.person or thread.ours or "", thread.share)
