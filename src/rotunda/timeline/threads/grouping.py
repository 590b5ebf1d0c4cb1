"""The threads of a set of mails, as RFC 5256 (REFERENCES) and JWZ thread, with care for what sources lose.

1. Mails that hold or name the same message id are one thread, whatever their subjects; the named mail may be missing.
2. Mails that the source itself puts into one thread are one thread.
3. A thread whose first mail is still a reply or a forward, by its subject or by going back where another came from,
   belongs to the nearest earlier mail with the same base subject, a common partner, and at most `WINDOW` before it.

An id that different mails claim for themselves joins only mails that also have the same base subject.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from rotunda.timeline.threads.mail import Mail
from rotunda.timeline.threads.subjects import Kind
from rotunda.timeline.threads.union import Union

WINDOW = timedelta(days=30)


def threads_of(mails: Iterable[Mail]) -> dict[str, str]:
    """For the key of each mail the key of the first mail of its thread."""
    ordered = sorted(mails, key=lambda mail: mail.place)
    joined = Union()
    _join_by_ids(ordered, joined)
    _join_by_subject(ordered, joined)
    return {mail.key: first.key for mail, first in _with_first(ordered, joined)}


def beginnings_of(mails: Iterable[Mail]) -> frozenset[str]:
    """The keys of mails that neither an id nor a source leads back from: what they answer, their subjects tell."""
    ordered, joined = sorted(mails, key=lambda mail: mail.place), Union()
    _join_by_ids(ordered, joined)
    return frozenset(mail.key for mail, first in _with_first(ordered, joined) if mail is first)


def _with_first(ordered: Sequence[Mail], joined: Union) -> list[tuple[Mail, Mail]]:
    first: dict[str, Mail] = {}
    return [(mail, first.setdefault(joined.root(mail.key), mail)) for mail in ordered]


def _join_by_ids(mails: Sequence[Mail], joined: Union) -> None:
    holder: dict[str, str] = {}
    shared = reused_ids(mails)
    for mail in mails:
        for token in _tokens(mail, shared):
            joined.join(mail.key, holder.setdefault(token, mail.key))


def reused_ids(mails: Iterable[Mail]) -> frozenset[str]:
    """Ids that mails with different subjects claim for themselves: the same mail, kept twice, has the same subject."""
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for mail in mails:
        if mail.message_id is not None:
            bases[mail.message_id].add(mail.subject.base)
    return frozenset(each for each, said in bases.items() if len(said) > 1)


def _tokens(mail: Mail, reused: frozenset[str]) -> list[str]:
    named = [*([mail.message_id] if mail.message_id else []), *mail.answers]
    by_id = [f"id:{each}" + (f"\0{mail.subject.base}" if each in reused else "") for each in named]
    return [*by_id, *([f"at:{mail.vendor_thread}"] if mail.vendor_thread else [])]


def _join_by_subject(ordered: Sequence[Mail], joined: Union) -> None:
    beginnings = [mail for mail, first in _with_first(ordered, joined) if mail is first]
    earlier = _by_subject(ordered)
    found = [(mail, nearest_earlier(mail, earlier[mail.subject.base])) for mail in beginnings if mail.subject.base]
    for mail, before in found:
        if before is not None:
            joined.join(mail.key, before.key)


def _by_subject(ordered: Sequence[Mail]) -> Mapping[str, list[Mail]]:
    found: defaultdict[str, list[Mail]] = defaultdict(list)
    for mail in ordered:
        found[mail.subject.base].append(mail)
    return found


def nearest_earlier(mail: Mail, same_subject: Sequence[Mail]) -> Mail | None:
    """What a mail without usable headers answers: rather a mail that its writer was sent than one between others."""
    before = (each for each in same_subject if each.place < mail.place and mail.at - each.at <= WINDOW)
    near = [each for each in before if not mail.partners.isdisjoint(each.partners)]
    answered = [each for each in near if _goes_back(mail, each)]
    meant = answered or ([] if mail.subject.kind is Kind.FRESH else near)
    return max(meant, key=lambda each: each.place, default=None)


def _goes_back(mail: Mail, before: Mail) -> bool:
    """The one who was written to writes to the one who wrote. Whose program drops prefixes drops them always: what has
    none answers nothing that has one.
    """
    if mail.subject.kind is Kind.FRESH and before.subject.kind is not Kind.FRESH:
        return False
    if mail.sender is None or before.sender is None or mail.sender == before.sender:
        return False
    return mail.sender in before.people and before.sender in mail.people
