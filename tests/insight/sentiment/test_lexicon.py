"""What the list of words makes of messages: examples, and how often it is right about messages that have labels."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.insight.sentiment.lexicon import LONGEST, Lexicon
from rotunda.insight.sentiment.model import Attitude
from rotunda.insight.sentiment.phrases import PHRASES

MODEL = Lexicon()
FOLDER = Path(__file__).parent


def matched(text: str) -> list[str]:
    return [text[each.start : each.end] for each in MODEL.judge(text).matches]


def labelled(file: str) -> Sequence[tuple[Attitude, str]]:
    lines = (FOLDER / file).read_text().splitlines()
    return [(Attitude(label), text) for label, _, text in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(
    ("text", "attitude", "words"),
    [
        ("The API times out constantly.", Attitude.NEGATIVE, ["times out"]),
        ("We will not be renewing in January.", Attitude.NEGATIVE, ["not be renewing"]),
        ("I love it, thanks!", Attitude.POSITIVE, ["love", "thanks!"]),
        ("We just rolled it out to all regions.", Attitude.POSITIVE, ["rolled it out"]),
        ("Please send this to support.", Attitude.NEUTRAL, []),
        ("Wir sind seit Montag ohne Antwort.", Attitude.NEUTRAL, []),
        ("", Attitude.NEUTRAL, []),
    ],
)
def test_what_was_matched_is_told(text: str, attitude: Attitude, words: list[str]) -> None:
    assert MODEL.judge(text).attitude is attitude
    assert matched(text) == words


def test_a_score_by_hand() -> None:
    """VADER's list gives "love" 3.2: 3.2 / sqrt(3.2^2 + 15) = 0.6369."""
    judged = MODEL.judge("We love it")
    assert judged.score == pytest.approx(0.6369, abs=0.0001)
    assert [each.valence for each in judged.matches] == [3.2]


def test_a_negation_turns_a_word_round() -> None:
    assert MODEL.judge("I am happy with it").attitude is Attitude.POSITIVE
    assert MODEL.judge("I am not happy with it").attitude is Attitude.NEGATIVE


def test_nothing_is_read_beyond_the_longest_message() -> None:
    assert MODEL.judge("x " * (LONGEST // 2) + "I love it").matches == ()


def test_every_phrase_is_a_judgement() -> None:
    assert all(valence and abs(valence) <= 4 for valence in PHRASES.values())


@given(st.text(max_size=300))
def test_any_text_has_a_score_and_its_matches_lie_in_it(text: str) -> None:
    judged = MODEL.judge(text)
    assert -1 <= judged.score <= 1
    assert all(0 <= each.start < each.end <= len(text) for each in judged.matches)
    assert judged == MODEL.judge(text)


@pytest.mark.parametrize(
    ("file", "messages", "right", "negatives"), [("messages.tsv", 315, 0.88, 0.85), ("held_out.tsv", 150, 0.55, 0.4)]
)
def test_how_often_it_is_right(file: str, messages: int, right: float, negatives: float) -> None:
    """The figures of `docs/operate/sentiment.md`, with some room."""
    told = [(label, MODEL.judge(text).attitude) for label, text in labelled(file)]
    of_negative = Counter(attitude for label, attitude in told if label is Attitude.NEGATIVE)
    assert len(told) == messages
    assert sum(label is attitude for label, attitude in told) / len(told) >= right
    assert of_negative[Attitude.NEGATIVE] / of_negative.total() >= negatives
    assert of_negative[Attitude.POSITIVE] / of_negative.total() <= 0.1
