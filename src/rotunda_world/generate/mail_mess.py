"""What becomes of mails on their way into a CRM: lost ids, threads torn apart, prefixes of other programs.

What they are is not touched: whose, when, from whom to whom, and which conversation they belong to.
"""

from random import Random

from rotunda_world.generate.companies import Cast
from rotunda_world.model import Engagement

_PREFIXES = ("Re: ", "Re: ", "RE: ", "AW: ", "SV: ", "Antw: ", "RE[2]: ", "Re:Re: ")


def spoil_mails(cast: Cast) -> None:
    """Untidies the headers of one company's mails."""
    random = cast.chance("mail headers")
    for each in cast.company.engagements:
        if each.kind == "emails":
            _spoil(each, random)


def _spoil(mail: Engagement, random: Random) -> None:
    if mail.subject and mail.subject.startswith("Re: "):
        mail.subject = random.choice(_PREFIXES) + mail.subject.removeprefix("Re: ")
    lost = random.random()
    if lost < 0.12:  # Logged by a copy to the CRM's address: nothing of the headers came along.
        mail.message_id, mail.in_reply_to, mail.references = None, None, []
    elif lost < 0.22:
        mail.in_reply_to, mail.references = None, []
    elif lost < 0.40:
        mail.references = []
    torn = random.random()
    if torn < 0.20:
        mail.thread_id = None
    elif torn < 0.30:
        mail.thread_id = f"{random.randrange(16**14):014x}"
