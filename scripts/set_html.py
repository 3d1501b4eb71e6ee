"""Saved web pages set from invented texts: every layout with every form of list.

`pages/` holds the layouts, one file each (`NAME.LANGUAGE.html`): the markup that
systems for websites write, with the navigation, banners, comments and feet that come
with it. `{{title}}`, `{{content}}` and `{{byline}}` stand where the document stands.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    """One page, and what of it is the document.

    Attributes
    ----------
    items : tuple of str
        The words of each item of its list.
    neutral : str
        Words that may be read or not: the line that names author and date.
    """

    name: str
    html: str
    words: str
    neutral: str
    items: tuple[str, ...]
    headings: tuple[str, ...]
    quotation: str | None
    note: str | None
    rows: tuple[str, ...]


def set_pages() -> Iterator[SetPage]:
    """Yield every layout with every form of list, short and long."""
    texts = tomllib.loads((PAGES / "texts.toml").read_text(encoding="utf-8"))
    layouts = sorted(PAGES.glob("*.html"))
    for layout, form in product(layouts, LISTS):
        name, language, _ = layout.name.split(".")
        source = layout.read_text(encoding="utf-8")
        for is_long in (True, False):
            label = f"{name} {form} {'long' if is_long else 'short'}"
            yield _set_page(label, source, texts[language], form, is_long=is_long)


def _set_page(
    name: str, source: str, text: dict[str, Any], form: str, *, is_long: bool
) -> SetPage:
    # The paragraphs and notes of a page are written in a way that goes with its list.
    way = list(LISTS).index(form)
    paragraph = PARAGRAPHS[way % len(PARAGRAPHS)]
    listed, items = LISTS[form](text)
    parts = [paragraph(text["lead"]), f"<h2>{text['headings'][0]}</h2>"]
    words = [text["title"], text["lead"], text["headings"][0]]
    parts += [paragraph(text["paragraphs"][0]), listed]
    words += [text["paragraphs"][0], *items]
    if is_long:
        ref, note = NOTES[way % len(NOTES)]
        rest, more = _rest(text, paragraph, ref)
        parts += [rest, note.replace("NOTE", text["note"])]
        words += [*more, text["note"]]
    html = source.replace("{{content}}", "\n".join(parts))
    html = html.replace("{{title}}", text["title"])
    return SetPage(
        name=name,
        html=html.replace("{{byline}}", text["byline"]),
        words=" ".join(words),
        neutral=text["byline"],
        items=tuple(items),
        headings=tuple(text["headings"][: 3 if is_long else 1]),
        quotation=text["quote"] if is_long else None,
        note=text["note"] if is_long else None,
        rows=tuple(" ".join(row) for row in text["cells"]) if is_long else (),
    )


def _rest(
    text: dict[str, Any], paragraph: Callable[[str], str], reference: str
) -> tuple[str, list[str]]:
    """Set the second half of a long page; give its markup and its words."""
    second, third, fourth = text["paragraphs"][1:]
    one, two = text["headings"][1:]
    cells = text["cells"]
    rows = "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(("th", "td", "td"), cells, strict=True)
    )
    html = (
        f"<h2>{one}</h2>{paragraph(second + reference)}"
        f"<blockquote><p>{text['quote']}</p></blockquote>"
        f"<h3>{two}</h3>{paragraph(third)}"
        f"<table>{rows}</table>{paragraph(fourth)}"
    )
    listed = [cell for row in cells for cell in row]
    return html, [one, second, text["quote"], two, third, *listed, fourth]


PARAGRAPHS: tuple[Callable[[str], str], ...] = (
    "<p>{}</p>".format,
    "<div>{}</div>".format,
    "{}<br><br>\n".format,
    '<p class="MsoNormal"><span><font face="Arial">{}</font></span></p>'.format,
    "<div><div><p><span>{}</span></p></div></div>".format,
)
NOTES = (
    (
        '<sup><a href="#fn1" id="ref1">1</a></sup>',
        '<ol class="footnotes"><li id="fn1">NOTE <a href="#ref1">↩</a></li></ol>',
    ),
    (
        '<a href="#_ftn1" name="_ftnref1">[1]</a>',
        '<hr><p><a href="#_ftnref1" name="_ftn1">[1]</a> NOTE</p>',
    ),
    (
        '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>',
        (
            '<ol class="references"><li id="cite_note-1"><span '
            'class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> '
            '<span class="reference-text">NOTE</span></li></ol>'
        ),
    ),
    ("<sup>1</sup>", "<p><sup>1</sup> NOTE</p>"),
    (
        '<a id="a1" href="#n1" role="doc-noteref">1</a>',
        (
            '<aside role="doc-footnote" id="n1"><p>NOTE <a href="#a1" '
            'role="doc-backlink">↩︎</a></p></aside>'
        ),
    ),
)
"""How a note is marked in the text, and how it stands below it."""


def _wrapped(
    items: Sequence[str], item: str, around: str = "<ul>{}</ul>", glue: str = "\n"
) -> str:
    return around.format(glue.join(item.format(each) for each in items))


def _simple(
    item: str, around: str = "<ul>{}</ul>", glue: str = "\n"
) -> Callable[[dict[str, Any]], tuple[str, list[str]]]:
    def form(text: dict[str, Any]) -> tuple[str, list[str]]:
        return _wrapped(text["items"], item, around, glue), text["items"]

    return form


def _nested(text: dict[str, Any]) -> tuple[str, list[str]]:
    inner = _wrapped(text["inner"], "<li>{}</li>")
    first, second, *others = text["items"]
    html = f"<ul><li>{first}{inner}</li><li><p>{second}</p>"
    html += _wrapped(text["inner"], "<li><span>{}</span></li>", "<ol>{}</ol></li>")
    html += _wrapped(others, "<li>{}</li>", "{}</ul>")
    return html, [first, *text["inner"], second, *text["inner"], *others]


def _terms(text: dict[str, Any]) -> tuple[str, list[str]]:
    pairs = list(zip(text["terms"], text["meanings"], strict=True))
    html = "".join(f"<dt>{term}</dt><dd>{meaning}</dd>" for term, meaning in pairs)
    return f"<dl>{html}</dl>", [part for pair in pairs for part in pair]


LISTS: dict[str, Callable[[dict[str, Any]], tuple[str, list[str]]]] = {
    "ul>li": _simple("<li>{}</li>"),
    "ul>li>span": _simple("<li><span>{}</span></li>"),
    "ul>li>p": _simple("<li><p>{}</p></li>"),
    "ul>li>div>p": _simple("<li>\n<div class='x'>\n<p>{}</p>\n</div>\n</li>"),
    "li>a": _simple('<li><a href="/ziel">{}</a></li>'),
    "li>strong": _simple("<li><strong>{}</strong></li>"),
    "li without end tags": _simple("<LI>{}", "<UL>{}</UL>"),
    "nested": _nested,
    "dl": _terms,
    "ol start": _simple("<li>{}</li>", '<ol start="4">{}</ol>'),
    "ol type value": _simple('<li value="9">{}</li>', '<ol type="a">{}</ol>'),
    "ol reversed": _simple("<li>{}</li>", '<ol reversed type="I">{}</ol>'),
    "menu": _simple("<li>{}</li>", "<menu>{}</menu>"),
    "role=list": _simple('<div role="listitem">{}</div>', '<div role="list">{}</div>'),
    "br and bullets": _simple("• {}", "<p>{}</p>", "<br>\n"),
    "p and dashes": _simple("<p>– {}</p>", "{}"),
    "p and numbers": _simple("<p>{}</p>", "<ul><li>{}</li></ul>", "</li>\n<li>"),
    "table of bullets": _simple("<tr><td>•</td><td>{}</td></tr>", "<table>{}</table>"),
    "list in a cell": _simple(
        "<li>{}</li>", "<table><tr><td><ul>{}</ul></td></tr></table>"
    ),
    "Word's": _simple(
        '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span '
        'style="font-family:Symbol"><span style="mso-list:Ignore">·<span '
        'style="font:7.0pt">&nbsp;&nbsp; </span></span></span>{}</p>',
        "{}",
    ),
}
"""Forms of a list: the markup, and the words of each item."""
