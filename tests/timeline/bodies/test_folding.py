"""What a writer wrote is told from what was only quoted, in text and in html, in the ways of many programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.timeline.bodies.body import body_of
from rotunda.timeline.bodies.quoted_html import folded_html
from rotunda.timeline.bodies.quoted_text import folded_text

_TEXTS = {
    "marked lines with what announces them": ("Yes.\n\n", "On Mon, 5 Jan 2026 at 9:00, Ben wrote:\n> Plan?\n"),
    "an announcement over two lines": (
        "Yes.\n",
        "On Mon, 5 Jan 2026 at 9:00, Ben\n<ben@x.example> wrote:\n\n> Plan?\n",
    ),
    "an announcement without marked lines": ("Yes.\n", "On Mon, 5 Jan 2026, Ben wrote:\nPlan?\n"),
    "German": ("Ja.\n", "Am 05.01.26 um 09:00 schrieb Ben Bauer:\n> Plan?\n"),
    "German, without a mark": ("Ja.\n", "Am Mo., 5. Jan. 2026 schrieb Ben <ben@x.example>:\nPlan?\n"),
    "French": ("Oui.\n", "Le lun. 5 janv. 2026 à 09:00, Ben <ben@x.example> a écrit :\n> Plan ?\n"),
    "Spanish": ("Sí.\n", "El lun, 5 ene 2026 a las 9:00, Ben (<ben@x.example>) escribió:\n> ¿Plan?\n"),
    "Italian": ("Sì.\n", "Il giorno lun 5 gen 2026 alle ore 09:00 Ben ha scritto:\n> Piano?\n"),
    "Dutch": ("Ja.\n", "Op ma 5 jan. 2026 om 09:00 schreef Ben <ben@x.example>:\n> Plan?\n"),
    "Swedish": ("Ja.\n", "Den mån 5 jan. 2026 kl 09:00 skrev Ben <ben@x.example>:\n> Plan?\n"),
    "Portuguese": ("Sim.\n", "Em seg., 5 de jan. de 2026 às 09:00, Ben escreveu:\n> Plano?\n"),
    "Polish": ("Tak.\n", "W dniu 5.01.2026 o 09:00, Ben pisze:\n> Plan?\n"),
    "Russian": ("Да.\n", "пн, 5 янв. 2026 г. в 09:00, Ben пишет:\n> План?\n"),
    "Chinese": ("好。\n", "Ben <ben@x.example> 于2026年1月5日周一 09:00写道:\n> 计划?\n"),
    "the line of an older program": ("Yes.\n\n", "-----Original Message-----\nFrom: Ben\nPlan?\n"),
    "its German line": ("Ja.\n\n", "-----Ursprüngliche Nachricht-----\nVon: Ben\nPlan?\n"),
    "the head of an older mail": ("Yes.\n\n", "From: Ben\nSent: Monday\nTo: Anna\nSubject: Plan\n\nPlan?\n"),
    "a German head with stars": ("Ja.\n", "*Von:* Ben\n*Gesendet:* Montag\n*An:* Anna\n*Betreff:* Plan\n\nPlan?\n"),
    "a French head": ("Oui.\n", "De : Ben\nEnvoyé : lundi\nÀ : Anna\nObjet : Plan\n\nPlan ?\n"),
    "a Chinese head": ("好。\n", "发件人: Ben\n发送时间: 2026年\n收件人: Anna\n主题: 计划\n\n计划?\n"),
    "a signature before the quotation": ("Yes.\n\n-- \nAnna\nHead of Depots\n\n", "On Mon, Ben wrote:\n> Plan?\n"),
    "quotations of quotations": ("Yes.\n", "> No?\n>> Plan?\n> > Older\n"),
    "a quotation with empty lines in it": ("Yes.\n", "> One\n\n> Two\n"),
}


@pytest.mark.parametrize(("own", "quoted"), _TEXTS.values(), ids=_TEXTS)
def test_text_below_an_answer_is_folded(own: str, quoted: str) -> None:
    assert [(each.text, each.quoted) for each in folded_text(own + quoted)] == [(own, False), (quoted, True)]


def test_answers_between_quoted_lines_stay_in_their_places() -> None:
    text = "> When?\n\nIn May.\n\n> Where?\n\nIn the south.\n\n-- \nAnna\n"
    assert [(each.text, each.quoted) for each in folded_text(text)] == [
        ("> When?\n", True),
        ("\nIn May.\n\n", False),
        ("> Where?\n", True),
        ("\nIn the south.\n\n-- \nAnna\n", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> nothing but a quotation\n> of two lines\n",
        "FYI\n\n---------- Forwarded message ---------\nFrom: Ben\nDate: Mon\nTo: Anna\n\nPlan?\n> older\n",
        "Zur Info\n\n-------- Weitergeleitete Nachricht --------\nVon: Ben\nDatum: Mo\nAn: Anna\n\nPlan?\n",
        "He wrote: nothing.\nFrom: the south\nwe come to the north.\n",
        "On Monday we meet. On Tuesday Ben wrote:\nno, we do not\nand so on and on\n"[:20],
        "5 > 3\na -> b\n",
        "",
    ],
)
def test_what_is_no_quotation_is_not_folded(text: str) -> None:
    assert not any(each.quoted for each in folded_text(text))
    assert "".join(each.text for each in folded_text(text)) == text


_HTML = {
    "Gmail": (
        '<div dir="ltr">Yes</div><br>',
        '<div class="gmail_quote"><div>On Mon wrote:</div><blockquote>x</blockquote></div>',
    ),
    "Apple Mail": ("<p>Yes</p>", '<div>On Monday, Ben wrote:</div><blockquote type="cite"><p>x</p></blockquote>'),
    "Thunderbird": (
        "<p>Yes</p>",
        '<div class="moz-cite-prefix">Am 5.1. schrieb Ben:</div><blockquote type="cite">x</blockquote>',
    ),
    "Outlook on the web": (
        "<p>Yes</p>",
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Ben</div><p>x</p>',
    ),
    "Outlook's head, in a paragraph": (
        "<p>Ja</p>",
        "<p>Von: Ben<br>Gesendet: Mo<br>An: Anna<br>Betreff: x</p><p>alt</p>",
    ),
    "Yahoo": ("<p>Yes</p>", '<div class="yahoo_quoted"><p>x</p></div>'),
    "Proton": ("<p>Yes</p>", '<div class="protonmail_quote">x</div>'),
    "a class that Outlook renamed": ("<p>Yes</p>", '<div class="x_gmail_quote">x</div>'),
}


@pytest.mark.parametrize(("own", "quoted"), _HTML.values(), ids=_HTML)
def test_html_below_an_answer_is_folded(own: str, quoted: str) -> None:
    pieces = folded_html(own + quoted)
    assert "".join(each.text for each in pieces) == own + quoted
    shown = body_of(None, own + quoted)
    visible = "".join(part.html or "" for part in shown.parts if not part.quoted)
    folded = "".join(part.html or "" for part in shown.parts if part.quoted)
    assert _words(visible) == _words(own)
    assert _words(folded) == _words(quoted)


def _words(html: str) -> str:
    return " ".join("".join(part.partition(">")[2] for part in ("x>" + html).split("<")).split())


def test_an_answer_below_a_quotation_is_not_folded() -> None:
    shown = body_of(None, '<blockquote type="cite">Plan?</blockquote><p>Yes.</p><p>-- <br>Anna</p>')
    assert [part.quoted for part in shown.parts] == [True, False]
    assert "Anna" in (shown.parts[1].html or "")


@pytest.mark.parametrize(
    "html",
    [
        '<blockquote type="cite">nothing but a quotation</blockquote>',
        "<blockquote>a proverb</blockquote><p>as they say</p>",
        '<p>FYI</p><div class="gmail_quote">---------- Forwarded message ---------<br>From: a<br>To: b<p>x</p></div>',
    ],
)
def test_html_that_is_no_quotation_is_not_folded(html: str) -> None:
    assert not any(part.quoted for part in body_of(None, html).parts)


_LINES = st.sampled_from(
    [
        "> x",
        ">> y",
        "",
        "On Mon, Ben wrote:",
        "From: a",
        "Sent: b",
        "To: c",
        "-- ",
        "text",
        "-----Original Message-----",
    ]
)


@given(st.lists(_LINES, max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join(each.text for each in folded_text(text)) == text


_TAGS = st.sampled_from(
    [
        '<div class="gmail_quote">',
        "</div>",
        '<blockquote type="cite">',
        "</blockquote>",
        "<p>",
        "x",
        "On Mon, Ben wrote:",
        '<div id="appendonsend">',
        "From: a<br>To: b<br>Date: c<br>",
        "</p>",
        "<b>",
        "\n",
    ]
)


@given(st.lists(_TAGS, max_size=14))
def test_no_markup_is_lost(tags: list[str]) -> None:
    html = "".join(tags)
    assert "".join(each.text for each in folded_html(html)) == html
