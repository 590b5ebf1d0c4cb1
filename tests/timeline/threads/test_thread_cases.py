"""Threads against cases written by hand, in every order that mails may come in."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import pytest

from rotunda.timeline.threads.grouping import threads_of
from rotunda.timeline.threads.mail import Mail
from timeline.threads.cases import Case, all_cases

_CASES = all_cases()


def _grouped(mails: Iterable[Mail]) -> frozenset[frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, first in threads_of(mails).items():
        found[first].add(key)
    return frozenset(frozenset(each) for each in found.values())


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_threads_are_as_a_person_would_group_them(case: Case) -> None:
    assert {mail.key for mail in case.mails} == {key for thread in case.threads for key in thread}
    assert _grouped(case.mails) == case.threads


def test_the_order_of_mails_makes_no_difference() -> None:
    random = Random(11)
    for case in _CASES:
        shuffled = random.sample(case.mails, len(case.mails))
        assert _grouped(shuffled) == case.threads, case.name


def test_no_two_cases_are_the_same() -> None:
    assert len(_CASES) >= 200
    assert len({case.name for case in _CASES}) == len(_CASES)
    assert len({case.written for case in _CASES}) == len(_CASES)


def test_a_thread_goes_by_its_first_mail() -> None:
    case = next(each for each in _CASES if each.name == "the answer is dated before its question")
    assert threads_of(case.mails) == {"a": "b", "b": "b"}
