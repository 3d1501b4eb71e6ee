from __future__ import annotations

import pytest

from hustings.ingest.structure.marks import find_bullet, find_weak_marker, match_marker


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("1. 10.000 lamps", "1."),
        ("1. 2031 lamps", "1."),
        ("2.1 The bridge", "2.1"),
        ("(iv) the bridge", "(iv)"),
        ("civil. The bridge", None),
        ("3. 10. 2031 is the day", None),
        ("10.000 lamps", None),
    ],
)
def test_numbers_are_markers_but_dates_and_figures_are_not(
    text: str, marker: str | None
) -> None:
    found = match_marker(text)
    assert (found.text if found else None) == marker
    assert find_weak_marker(text) == marker


@pytest.mark.parametrize("text", ["» lamps", "> lamps", "o lamps", "– lamps"])
def test_signs_that_print_as_bullets_are_weak(text: str) -> None:
    assert find_bullet(text) is None
    assert find_weak_marker(text) == text[0]


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    assert find_bullet(" \uf0b7 lamps") == "•"
    assert find_weak_marker("• lamps") is None


@pytest.mark.parametrize(
    ("text", "marker", "value"),
    [
        ("1.º Casas para todos", "1.º", 1),
        ("2.ª Escola pública", "2.ª", 2),
        ("N.º 3 – Transportes", "N.º 3", 3),
        ("nº 12: Água", "nº 12:", 12),
    ],
)
def test_ordinals_with_their_stop_are_markers(
    text: str, marker: str, value: int
) -> None:
    found = match_marker(text)
    assert found is not None
    assert (found.text, found.values) == (marker, (value,))
