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
        '<div class="x2">© 2031 Harbour League. All rights reserved.</div>',
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
