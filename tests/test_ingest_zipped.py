from __future__ import annotations

import pytest

from hustings.errors import UnreadableFileError
from hustings.ingest.markup import zipped
from hustings.ingest.markup.xmltree import parse_xml
from hustings.ingest.markup.zipped import open_zip
from hustings.ingest.reading import Described, read_document
from sample_files import odt_parts, zip_files, zip_parts


def test_parts_are_read_by_name() -> None:
    found = open_zip(zip_files(a="one", b__c="two"), name="x.odt", what="ODT")
    assert found.sizes == {"a": 3, "b/c": 3}
    assert found.read("b/c") == b"two"
    assert found.find("gone") is None
    with pytest.raises(UnreadableFileError, match=r"x.odt: The ODT is damaged"):
        found.read("gone")


def test_an_archive_that_swells_is_refused() -> None:
    bomb = zip_files(a=bytes(30_000_000))
    assert len(bomb) < 40_000
    with pytest.raises(UnreadableFileError, match="more than 200 times its size"):
        open_zip(bomb, name="x.odt", what="ODT")


def test_an_archive_of_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_ENTRIES", 3)
    with pytest.raises(UnreadableFileError, match="more than 3 parts"):
        open_zip(zip_files(a="", b="", c="", d=""), name="x.zip", what="ZIP")


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    content = zip_files(a=bytes(9_000_000))
    lying = content.replace((9_000_000).to_bytes(4, "little"), b"\x09\x00\x00\x00")
    found = open_zip(lying, name="x.odt", what="ODT")
    with pytest.raises(UnreadableFileError, match="damaged"):
        found.read("a")


def test_a_bomb_of_entities_is_refused() -> None:
    entities = '<!ENTITY a0 "boom">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)
    )
    content = f"<!DOCTYPE a [{entities}]><a>&a11;</a>".encode()
    with pytest.raises(UnreadableFileError, match="entities multiply its text"):
        parse_xml(content, name="x.xml", what="TEI file")
    odt = zip_parts({**odt_parts("<text:p>a</text:p>"), "content.xml": content})
    with pytest.raises(UnreadableFileError, match="The ODT cannot be read"):
        read_document(odt, name="x.odt", described=Described())


def test_nothing_is_fetched_for_a_document() -> None:
    content = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]><a>&b;</a>'
    with pytest.raises(UnreadableFileError):
        parse_xml(content, name="x.xml", what="TEI file")


def test_small_entities_and_the_signs_of_html_are_read() -> None:
    content = b'<!DOCTYPE a [<!ENTITY m "&#8212;">]><a>x&m;y</a>'
    assert parse_xml(content, name="x", what="TEI file").text == "x—y"
    assert parse_xml(b"<a>x&nbsp;y &amp; z</a>", name="x", what="TEI file").text == (
        "x\xa0y & z"
    )


def test_deep_xml_is_refused() -> None:
    content = b"<a>" * 100_000 + b"</a>" * 100_000
    with pytest.raises(UnreadableFileError, match="more than 256 levels deep"):
        parse_xml(content, name="x", what="TEI file")
