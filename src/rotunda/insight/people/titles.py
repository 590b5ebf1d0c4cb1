"""How high a title stands, by its words in English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish."""

import re
import unicodedata
from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """The higher, the more a person decides."""

    SPECIALIST = 1
    MANAGER = 2
    DIRECTOR = 3
    VICE_PRESIDENT = 4
    EXECUTIVE = 5


_WORDS: Final[tuple[tuple[Level, str], ...]] = (
    # Who helps somebody high is not high, nor is who owns a product.
    (Level.SPECIALIST, "assistant|assistent|assistentin|assistenz|assistante|asistente|assistente|sekretar"),
    (Level.SPECIALIST, "product owner|process owner|data owner|account executive|sales executive"),
    (Level.VICE_PRESIDENT, "vp|svp|evp|avp|vice president|vicepresident|vice presidente|vicepresidente"),
    (Level.VICE_PRESIDENT, "vizeprasident|vizeprasidentin|vice presidente|bereichsvorstand|directeur adjoint"),
    (Level.EXECUTIVE, "ceo|cfo|cto|coo|cio|cmo|cro|cpo|cso|ciso|chro|chief|president|owner|founder|cofounder|partner"),
    (Level.EXECUTIVE, "managing director|general manager|geschaftsfuhrer|geschaftsfuhrerin|geschaftsfuhrung|vorstand"),
    (
        Level.EXECUTIVE,
        "inhaber|inhaberin|grunder|grunderin|pdg|directeur general|directrice generale|president directeur",
    ),
    (
        Level.EXECUTIVE,
        "fondateur|fondatrice|director general|directora general|presidente|fundador|fundadora|consejero",
    ),
    (Level.EXECUTIVE, "amministratore delegato|direttore generale|fondatore|diretor geral|socio|algemeen directeur"),
    (Level.EXECUTIVE, "eigenaar|oprichter|bestuurder|vd|verkstallande direktor|grundare|agare"),
    (
        Level.DIRECTOR,
        "director|directora|directeur|directrice|direktor|direktorin|direttore|direttrice|diretor|diretora",
    ),
    (Level.DIRECTOR, "head|leiter|leiterin|bereichsleiter|bereichsleiterin|abteilungsleiter|abteilungsleiterin|chef"),
    (Level.DIRECTOR, "jefe|jefa|capo|hoofd|responsabile|leitung"),
    (
        Level.MANAGER,
        "manager|managerin|lead|leader|supervisor|teamleiter|teamleiterin|gerente|gestionnaire|responsable",
    ),
    (Level.MANAGER, "coordinator|koordinator|koordinatorin|coordinateur|encargado|chefe|teamlead|forman|ledare"),
)
_PATTERNS: Final = tuple((level, re.compile(rf"\b(?:{words})\b")) for level, words in _WORDS)
_ALREADY_COMPOUND: Final = re.compile(r"(?:leiter|leiterin|leitung)\b")


def level_of(title: str | None) -> Level | None:
    """By the first line of the table that has a word of it; a title with none of them is a specialist's. None without
    a title.
    """
    folded = _folded(title or "")
    if not folded:
        return None
    for level, pattern in _PATTERNS:
        if pattern.search(folded):
            return level
    return Level.DIRECTOR if _ALREADY_COMPOUND.search(folded) else Level.SPECIALIST


def functions_of(title: str | None) -> frozenset[str]:
    """What remains of a title without the words of its level: `operations` of "VP Operations"."""
    rest = _folded(title or "")
    for _, pattern in _PATTERNS:
        rest = pattern.sub(" ", rest)
    return frozenset(word for word in rest.split() if len(word) > _SHORT)


_SHORT: Final = 2


def _folded(title: str) -> str:
    """Small letters without accents, words with one blank between."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", letters))
