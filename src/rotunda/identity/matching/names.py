"""Company names, compared without their legal form, case, accents and punctuation."""

import re
import unicodedata

_LEGAL_FORM = re.compile(
    r"ab|ag|aps|as|asa|bv|co|company|corp|corporation|doo|eood|eurl|gmbh|inc|incorporated|kft|kg|kgaa|kk|limited|llc"
    r"|llp|ltd|ltda|mbh|nv|oy|oyj|plc|pte|pty|pvt|sa|sarl|sas|se|sl|spa|srl|sro|ug|the|und|and"
)
"""Not among them: "group" and "holding". They tell a parent from its daughter."""

_WORD = re.compile(r"\w+")


def normal_name(name: str) -> str:
    """What remains of a name when spelling is taken off: `acme` of `ACME, Inc.` and of `Acmé GmbH`.

    Empty where nothing but a legal form remains.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORD.findall(letters.replace(".", "").replace("'", ""))
    return " ".join(word for word in words if not _LEGAL_FORM.fullmatch(word))
