from __future__ import annotations

import pytest

from hustings.ingest.readers.html import draft_html

TEXT = (
    "<p>We will mend the quay and the road, and later the roof of the market hall.</p>"
)
BODY = f"<h1>A plan for the harbour</h1>{TEXT}<ul><li>lamps</li><li>trees</li></ul>"


def texts(page: str) -> list[str]:
    return [draft.text for draft in draft_html(page).drafts]


COOKIES = (
    "<p>We use cookies on this page, and here is a long text about each one of them, "
    "so that nobody reads it.</p>"
)
COMMENT = (
    "<p>I have waited for a plan like this one for years, and hope to see it come true."
    "</p>"
)


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="site-footer__inner">Imprint and contact</div>',
        f'<div id="CybotCookiebotDialog">{COOKIES}</div>',
        '<a class="skip-link" href="#main">Skip to content</a>',
        '<div role="complementary"><p>Did you know that members walk?</p></div>',
        '<ol class="breadcrumb"><li>Home</li><li>Plan</li></ol>',
        '<div class="x1"><a href="/a">Home</a> <a href="/b">News</a></div>',
        '<div class="x2">Powered by Quayside. All cookies reserved by nobody.</div>',
        '<p><a href="#top">Back to top</a></p>',
        f'<section class="comments-area">{COMMENT}</section>',
        '<form><p>Sign up for our weekly letter.</p><input type="email"></form>',
    ],
)
def test_furniture_stays_out_wherever_it_stands(furniture: str) -> None:
    plain = texts(f"<body><div>{BODY}</div></body>")
    assert len(plain) == 4
    assert texts(f"<body>{furniture}<div>{BODY}</div></body>") == plain
    assert texts(f"<body><div>{BODY}</div>{furniture}</body>") == plain


@pytest.mark.parametrize(
    "page",
    [
        f'<div class="page menu-open"><div class="sidebar-right">{BODY}</div></div>',
        f'<form id="aspnetForm"><div>{BODY}</div></form>',
        f"<table><tr><td>{BODY}</td></tr></table>",
        f'<div class="cookie-accepted">{BODY}</div>',
        f"<header><h1>A plan for the harbour</h1></header><main>{BODY[31:]}</main>",
    ],
)
def test_a_name_does_not_make_the_page_itself_furniture(page: str) -> None:
    assert texts(f"<body>{page}</body>") == texts(f"<body>{BODY}</body>")


def test_headings_named_after_their_words_stay() -> None:
    body = f'{BODY}<h2 id="social-share">Social share</h2>{TEXT}'
    section = f'<section id="age-of-consent"><h2>Age of consent</h2>{TEXT}</section>'
    read = texts(f"<body><div>{body}{section}</div></body>")
    assert "Social share" in read
    assert "Age of consent" in read


def test_a_title_that_links_to_its_own_page_stays() -> None:
    page = (
        "<title>A plan for the harbour - Notes</title><div><h1><a href='/'>Notes</a>"
        "</h1></div><div><h2><a href='/plan'>A plan for the harbour</a></h2>"
        f"{TEXT}</div>"
    )
    assert texts(page)[0] == "A plan for the harbour"


def test_a_page_of_links_alone_comes_out() -> None:
    assert texts('<ul><li><a href="/a">Ferries for everybody on the island</a></ul>')


@pytest.mark.parametrize(
    "link",
    [
        '<p><a href="index.html">« Back to index</a></p>',
        '<div><a href="/alle">Zurück zur Übersicht</a></div>',
        '<a href="liste.htm">Retour au sommaire</a>',
        "<p>Volver arriba</p>",
        '<p><a href="/o">Oversikten</a> | <a href="#t">Til toppen</a></p>',
        '<p><a href="/">返回目录</a></p>',
    ],
)
def test_the_way_back_is_furniture_in_the_middle_of_a_page(link: str) -> None:
    assert texts(f"<div>{BODY}{link}<h2>Roads</h2>{TEXT}</div>") == [
        *texts(BODY),
        "Roads",
        *texts(TEXT),
    ]


def test_a_call_to_go_back_to_something_is_no_furniture() -> None:
    line = "<p>Back to the table with fair pay.</p>"
    assert "Back to the table with fair pay." in texts(f"{BODY}{line}{TEXT}")


FOOT = (
    '<footer><ul><li><a href="/">Home</a></li></ul><p>© 2031 <a href="/">Harbour League'
    '</a> | <a href="/i">Imprint</a> | <a href="/p">Privacy</a></p><p>Printed by Marsh '
    "&amp; Sons, Quay Street.</p><p>Licence: <a href='https://creativecommons.org/by/4.0'"
    ">CC BY 4.0</a><br>Eastmere, 4 May 2031</p><p>Follow us.</p></footer>"
)


def test_a_foot_that_names_the_publisher_is_imprint_and_the_rest_goes() -> None:
    page = draft_html(f"<body><div>{BODY}</div>{FOOT}</body>")
    assert [d.text for d in page.drafts if d.kind == "imprint"] == [
        "© 2031 Harbour League",
        "Printed by Marsh & Sons, Quay Street.",
        "Licence: CC BY 4.0",
        "Eastmere, 4 May 2031",
    ]
    assert len(page.drafts) == 8
    (problem,) = page.problems
    assert "Home" in problem.message
    assert "Marsh" not in problem.message


def test_a_foot_above_the_text_and_one_without_publisher_go_whole() -> None:
    above = f"<body>{FOOT}<div>{BODY}</div></body>"
    other = f"<body><div>{BODY}</div><footer>Eastmere, 4 May 2031</footer></body>"
    assert texts(above) == texts(other) == texts(f"<body><div>{BODY}</div></body>")
