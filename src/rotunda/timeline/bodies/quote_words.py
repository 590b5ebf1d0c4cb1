"""How mail programs of many languages announce that a quotation follows."""

import re

_WROTE = (
    r"On\b.{3,250}\bwrote",
    r"(?:Am|Den)\b.{3,250}\bschrieb\b.{0,150}",
    r"Le\b.{3,250}\ba écrit\s?",
    r"El\b.{3,250}\bescribió",
    r"Il\b.{3,250}\bha scritto",
    r"Op\b.{3,250}\b(?:schreef\b.{0,150}|het volgende geschreven)",
    r"(?:Den|Le|På)\b.{3,250}\bskrev\b.{0,150}",
    r"Em\b.{3,250}\bescreveu",
    r"W dniu\b.{3,250}\b(?:napisał\(a\)|pisze|napisał|napisała)",
    r".{3,250}\bkirjoitti",
    r".{3,250}\bпишет|.{3,250}\bнаписала?",
    r".{3,250}\bírta",
    r".{3,250}\byazdı|.{3,250}\bşunu yazdı",
    r"(?:在|于)?.{3,250}(?:写道|寫道)",
    r".{3,250}(?:のメール|書きました)",
)
WROTE = re.compile(rf"^\W{{0,3}}(?:{'|'.join(f'(?:{each})' for each in _WROTE)})\s?[::]\s*$", re.IGNORECASE)
"""`On Monday, Anna wrote:`"""

ORIGINAL = re.compile(
    r"^\s*[-_=*]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|originalnachricht|"
    r"message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|"
    r"ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|"
    r"reply message|reply above this line|原始邮件|原始郵件|元のメッセージ)\s*[-_=*]{2,}\s*$",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^\s*(?:[-_=*]{2,}\s*)?(?:begin forwarded message|forwarded message|forwarded by .{1,100}|"
    r"weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré|mensaje reenviado|"
    r"messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada|vidarebefordrat meddelande|videresendt besked|"
    r"wiadomość przekazana|转发的邮件|轉寄的郵件|転送されたメッセージ)\b\s*(?:[-_=*]{2,}|:)?\s*$",
    re.IGNORECASE,
)
_FROM = "from|von|de|da|van|från|fra|lähettäjä|od|kimden|feladó|от|发件人|寄件者|差出人"
_OTHERS = (
    "sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|enviado el|fecha|para|asunto|inviato|"
    "data|a|oggetto|verzonden|aan|onderwerp|skickat|sendt|till|til|ämne|emne|lähetetty|vastaanottaja|aihe|wysłano|do|temat|"
    "gönderilen|kime|konu|elküldve|címzett|tárgy|кому|дата|тема|发送时间|收件人|主题|抄送|寄件日期|收件者|主旨|"
    "送信日時|宛先|件名"
)
HEAD_FROM = re.compile(rf"^\W{{0,3}}(?:{_FROM})\s?\*?[::]\*?\s*\S", re.IGNORECASE)
HEAD_OTHER = re.compile(rf"^\W{{0,3}}(?:{_OTHERS})\s?\*?[::]", re.IGNORECASE)
"""The head of a mail, as programs copy it above what they quote."""
