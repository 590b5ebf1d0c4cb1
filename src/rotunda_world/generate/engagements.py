"""Emails, calls, meetings, notes and tasks in the CRM: what was said, and what is planned."""

from datetime import datetime, timedelta
from random import Random

from rotunda_world.generate import phrases
from rotunda_world.generate.casting import Part, Story
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import in_office, on_the_hour
from rotunda_world.generate.seeds import Numbers
from rotunda_world.model import Contact, Engagement, Teammate

CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
_DISPOSITIONS = (CONNECTED, CONNECTED, "b2cf5968-551e-4856-9783-52b3da59a7d0", "73a0d17f-1163-4015-bdd5-ec830791da20")
_SILENT_DAYS = 75


def converse(cast: Cast) -> None:
    """Everything that the CRM logged about a company, oldest first."""
    log = _Log(cast, cast.chance("engagements"))
    _history(cast, log)
    if cast.story is Story.SILENT_CHURNER:
        log.unanswered()
    else:
        log.ahead()
    if cast.story is Story.CHAMPION_LEFT:
        log.farewell()
    cast.company.engagements.sort(key=lambda engagement: engagement.at)
    _mark_newest_held(cast)
    _remember_contact(cast)


def _history(cast: Cast, log: "_Log") -> None:
    """About ten to eighty entries for a customer, a few hundred for every fortieth, fewer for a prospect."""
    entries = {"small": 12, "mid": 28, "large": 55}[cast.casting.size]
    if cast.casting.part is Part.PROSPECT:
        entries = 7
    if cast.casting.index % 40 == 22:
        entries = 240
    while len(cast.company.engagements) < entries:
        log.something()


def _mark_newest_held(cast: Cast) -> None:
    """A forgotten meeting is never the newest touch: whether it was held would decide when they were last spoken to."""
    past = [each for each in cast.company.engagements if each.at <= cast.now]
    touches = [each for each in past if each.kind in {"emails", "calls"} or each.outcome in {"COMPLETED", "SCHEDULED"}]
    if touches and touches[-1].outcome == "SCHEDULED":
        touches[-1].outcome = "COMPLETED"


def _remember_contact(cast: Cast) -> None:
    """When each person was last spoken to."""
    for engagement in cast.company.engagements:
        held = engagement.kind in {"emails", "calls"} or engagement.outcome == "COMPLETED"
        if held and engagement.at <= cast.now:
            for contact in engagement.contacts:
                contact.last_contacted_at = engagement.at


class _Log:
    """Writes one company's engagements."""

    def __init__(self, cast: Cast, random: Random) -> None:
        self._cast = cast
        self._random = random
        self._numbers = Numbers(71_000_000_000, cast.casting.index, 1000)
        self._people = [contact for contact in cast.company.contacts if contact.hubspot_id and contact.last_name]
        quiet = timedelta(days=_SILENT_DAYS if cast.story is Story.SILENT_CHURNER else 0)
        churned_at = cast.company.churned_at or cast.now
        self._until = min(cast.now - quiet, churned_at + timedelta(days=20), cast.now)

    def something(self) -> None:
        """One more piece of the past, at a time that is more often recent."""
        random = self._random
        span = self._until - self._cast.company.created_at
        at = in_office(random, self._until - timedelta(hours=11) - span * random.random() ** 1.6 * 0.97, self._until)
        kinds = (self._thread, self._call, self._meeting, self._note, self._done_task)
        random.choices(kinds, (40, 18, 14, 16, 12))[0](max(at, self._cast.company.created_at))

    def ahead(self) -> None:
        """Meetings to come, open tasks and forgotten ones."""
        random, now = self._random, self._cast.now
        if self._cast.company.product_status == "closed":
            return
        if random.random() < 0.6:
            self._planned(now + timedelta(days=random.randrange(2, 40)), "SCHEDULED")
        if random.random() < 0.08:
            self._planned(now + timedelta(days=random.randrange(2, 40)), "CANCELED")
        for _ in range(random.choice((0, 1, 1, 2))):
            self._open_task(now + timedelta(days=random.randrange(2, 21)))
        if random.random() < 0.25:
            self._open_task(now - timedelta(days=random.randrange(2, 30)))

    def unanswered(self) -> None:
        """We write and nobody answers: the last of our mails is older than the silence."""
        for number, subject in enumerate(phrases.UNANSWERED[:3]):
            at = in_office(self._random, self._until + timedelta(days=6 * number - 18), self._until)
            self._email(at, subject, "Is there a good moment to talk this week?", self._people[:1], incoming=False)
        self._open_task(self._cast.now + timedelta(days=3))

    def farewell(self) -> None:
        """The champion says goodbye, and we note what that means."""
        leaver = next((contact for contact in self._people if contact.left_at), None)
        if leaver is None or leaver.left_at is None:
            return
        at = in_office(self._random, leaver.left_at - timedelta(days=1), leaver.left_at)
        self._email(
            at, "My last week here", "I am leaving. A colleague will take over from me.", [leaver], incoming=True
        )
        note = self._entry("notes", at + timedelta(hours=2), None, [leaver])
        note.body = f"{leaver.name} has left. Nobody has taken over yet: find a new champion."

    def _thread(self, at: datetime) -> None:
        random = self._random
        subject, texts = random.choice(phrases.THREADS)
        subject = subject.format(name=self._cast.company.name)
        people, incoming = self._some_people(), True
        thread_id, before = f"{random.randrange(16**14):014x}", list[Engagement]()
        for place, text in enumerate(texts):
            if at > self._until - timedelta(hours=1):
                break
            title = subject if place == 0 else f"Re: {subject}"
            email = self._email(at, title, text, people, incoming=incoming)
            email.thread_id = thread_id
            _answer(email, before)
            before, incoming = [*before, email], not incoming
            at += timedelta(hours=random.randrange(1, 40), minutes=random.randrange(60))

    def _email(self, at: datetime, subject: str, text: str, people: list[Contact], *, incoming: bool) -> Engagement:
        email = self._entry("emails", at, subject, people)
        greeting = f"Hi {email.owner.first_name}," if incoming or not people else f"Hi {people[0].first_name},"
        email.body = f"{greeting}\n\n{text}"
        email.direction = "INCOMING_EMAIL" if incoming else "EMAIL"
        email.status, email.conversation = "SENT", email.hubspot_id
        email.thread_id = f"{self._random.randrange(16**14):014x}"
        sender = people[0].email.partition("@")[2] if incoming and people else "rotunda.example"
        email.message_id = f"<{self._random.randrange(16**12):012x}@{sender}>"
        return email

    def _call(self, at: datetime) -> None:
        random = self._random
        title, text = random.choice(phrases.CALLS)
        call = self._entry("calls", at, title, self._some_people())
        call.body, call.status = text, "COMPLETED"
        call.direction = random.choice(("OUTBOUND", "OUTBOUND", "INBOUND"))
        call.disposition = random.choice(_DISPOSITIONS)
        call.duration_ms = (
            random.randrange(60, 2700) * 1000 if call.disposition == CONNECTED else random.randrange(40) * 1000
        )
        if call.disposition == CONNECTED and random.random() < 0.2:
            call.recording_url = f"https://recordings.rotunda.example/{call.hubspot_id}.mp3"

    def _meeting(self, at: datetime) -> None:
        """A past one. Some were missed, some called off, and some nobody ever marked as held."""
        outcomes = ("COMPLETED", "NO_SHOW", "CANCELED", "SCHEDULED")
        self._planned(at - timedelta(days=1), self._random.choices(outcomes, (82, 6, 8, 4))[0])

    def _planned(self, at: datetime, outcome: str) -> None:
        random = self._random
        title, text = random.choice(phrases.MEETINGS)
        start = on_the_hour(random, at.date())
        meeting = self._entry("meetings", start, title, self._some_people())
        meeting.body, meeting.outcome = text, outcome
        meeting.end_at = start + timedelta(minutes=random.choice((30, 45, 60, 90)))
        meeting.created_at = min(start, self._cast.now) - timedelta(days=random.randrange(1, 9))

    def _note(self, at: datetime) -> None:
        self._entry("notes", at, None, self._some_people()[:1]).body = self._random.choice(phrases.NOTES)

    def _done_task(self, at: datetime) -> None:
        task = self._task(at)
        task.status = "COMPLETED"
        task.completed_at = min(at + timedelta(hours=self._random.randrange(-30, 30)), self._cast.now)

    def _open_task(self, at: datetime) -> None:
        task = self._task(in_office(self._random, at) if at < self._cast.now else at.replace(minute=0, second=0))
        task.status = self._random.choice(("NOT_STARTED", "NOT_STARTED", "IN_PROGRESS"))

    def _task(self, at: datetime) -> Engagement:
        task = self._entry("tasks", at, self._random.choice(phrases.TASKS), self._some_people()[:1])
        task.priority = self._random.choice(("NONE", "LOW", "MEDIUM", "HIGH"))
        task.created_at = min(at, self._cast.now) - timedelta(days=self._random.randrange(1, 6))
        return task

    def _some_people(self) -> list[Contact]:
        there = [contact for contact in self._people if contact.left_at is None] or self._people
        return self._random.sample(there, min(len(there), self._random.choices((1, 2, 3), (6, 3, 1))[0]))

    def _entry(self, kind: str, at: datetime, subject: str | None, people: list[Contact]) -> Engagement:
        entry = Engagement(
            hubspot_id=str(self._numbers.take()),
            company=self._cast.company,
            kind=kind,
            at=at,
            subject=subject,
            body=None,
            owner=self._speaker(),
            contacts=people,
            created_at=at,
        )
        self._cast.company.engagements.append(entry)
        return entry

    def _speaker(self) -> Teammate:
        company = self._cast.company
        return company.csm if company.csm and self._random.random() < 0.55 else company.owner


def _answer(email: Engagement, before: list[Engagement]) -> None:
    """As mail programs do: the last one is answered, all are referred to."""
    if before:
        email.conversation = before[0].conversation
        email.in_reply_to = before[-1].message_id
        email.references = [each.message_id for each in before if each.message_id]
