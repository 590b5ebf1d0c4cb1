"""The subject without what programs add to it: RFC 5256's base subject, for all languages that mail is written in."""

import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from enum import StrEnum

import msgspec

from rotunda.timeline.threads.prefixes import FORWARD, REPLY

LONGEST = 1_000
"""A subject is cut here before it is looked at: nobody writes longer ones, and rules stay cheap."""
LONGEST_BASE = 400


class Kind(StrEnum):
    """What the subject says that a mail is."""

    FRESH = "fresh"
    REPLY = "reply"
    FORWARD = "forward"


class Subject(msgspec.Struct, frozen=True):
    """`base` is what is compared; empty where nothing is left that could tell two conversations apart."""

    base: str
    kind: Kind


def _prefix(words: tuple[str, ...]) -> "re.Pattern[str]":
    """`Re:`, `RE[2]:`, `Re^2:`, `AW (3):`, `Re :`, also with the colon of East Asia."""
    named = "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{named})\s?(?:[\[(^*]?\s?\d{{1,3}}\s?[\])]?)?\s?:\s*")


_REPLY = _prefix(tuple(unicodedata.normalize("NFKC", each).casefold() for each in REPLY))
_FORWARD = _prefix(tuple(unicodedata.normalize("NFKC", each).casefold() for each in FORWARD))
_TAG = re.compile(r"\[[^\[\]\d]{1,60}\]\s*")
"""`[ops-list]`, `[EXTERNAL]`. One with a digit is a number of something and tells conversations apart."""
_NUMBERED = re.compile(r"\[[^\[\]]*\d[^\[\]]*\]\s*")
_TRAILER = re.compile(r"\s*\((?:fwd|fw)\)$")
_WRAPPED = re.compile(r"\[(?:fwd|fw):\s*(.*)\]")
_ENCODED = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def subject_of(written: str | None) -> Subject:
    """What a subject line is about, and what it says that the mail is: its outermost prefix."""
    rest, numbers, kind = _plain(written or ""), "", Kind.FRESH
    while True:
        said, rest, number = _peeled(rest)
        kind = said if kind is Kind.FRESH else kind
        numbers += number
        if said is Kind.FRESH and not number:
            break
    base = f"{numbers}{_without_tags(rest)}"[:LONGEST_BASE].strip()
    return Subject(base if any(each.isalnum() for each in base) else "", kind)


def _peeled(rest: str) -> tuple[Kind, str, str]:
    """One layer off: its kind, what is left, and a numbered tag that was there, which belongs to the base."""
    for pattern, kind in ((_REPLY, Kind.REPLY), (_FORWARD, Kind.FORWARD)):
        if (found := pattern.match(bare := _without_tags(rest))) is not None:
            return kind, bare[found.end() :], ""
    if (found := _WRAPPED.fullmatch(rest)) is not None:
        return Kind.FORWARD, found[1], ""
    if (found := _TRAILER.search(rest)) is not None:
        return Kind.FORWARD, rest[: found.start()], ""
    if (found := _NUMBERED.match(bare := _without_tags(rest))) is not None and found.end() < len(bare):
        return Kind.FRESH, bare[found.end() :], found[0].strip() + " "
    return Kind.FRESH, rest, ""


def _without_tags(rest: str) -> str:
    """Tags of lists and of mail gateways go, unless nothing else would be left."""
    bare = rest
    while (found := _TAG.match(bare)) is not None and found.end() < len(bare) and not _WRAPPED.fullmatch(bare):
        bare = bare[found.end() :]
    return bare


def _plain(written: str) -> str:
    decoded = _decoded(written[:LONGEST]) if "=?" in written else written[:LONGEST]
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub(" ", decoded)).casefold()
    return " ".join(folded.split())


def _decoded(written: str) -> str:
    """Encoded words that a source passed on as they came; what cannot be decoded stays as it is."""
    if not _ENCODED.search(written):
        return written
    try:
        return str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return written
