"""What mail programs of all languages write before the subject of a reply and of a forwarded mail."""

REPLY = (
    "re",
    "aw",  # German
    "antw",  # Dutch, and German in some programs
    "antwort",
    "sv",  # Danish, Norwegian, Swedish
    "svar",  # Icelandic
    "vs",  # Finnish
    "rif",  # Italian
    "r",
    "res",  # Portuguese
    "resp",
    "odp",  # Polish
    "ynt",  # Turkish
    "yan",
    "vá",  # Hungarian
    "atb",  # Welsh
    "bls",  # Indonesian
    "trả lời",  # Vietnamese
    "απ",  # Greek
    "σχετ",
    "отв",  # Russian
    "ответ",
    "відп",  # Ukrainian
    "השב",  # Hebrew
    "תשובה",
    "رد",  # Arabic
    "回复",  # Chinese
    "回覆",
    "答复",
    "答覆",
    "返信",  # Japanese
    "回答",
    "답장",  # Korean
    "회신",
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto",
    "out of office",
    "automatische antwort",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
)
FORWARD = (
    "fwd",
    "fw",
    "forward",
    "wg",  # German
    "tr",  # French
    "rv",  # Spanish
    "reenv",
    "enc",  # Portuguese
    "i",  # Italian
    "inoltra",
    "vb",  # Swedish
    "vl",  # Finnish
    "videresend",  # Danish
    "doorst",  # Dutch
    "pd",  # Polish
    "ilt",  # Turkish
    "İlt",
    "továbbítás",  # Hungarian
    "trs",  # Indonesian
    "chuyển tiếp",  # Vietnamese
    "πρθ",  # Greek
    "пересл",  # Russian
    "הועבר",  # Hebrew
    "إعادة توجيه",  # Arabic
    "转发",  # Chinese
    "轉寄",
    "轉發",
    "転送",  # Japanese
    "전달",  # Korean
)
