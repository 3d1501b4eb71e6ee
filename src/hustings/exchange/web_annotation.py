"""Citations as Web Annotations in JSON-LD, out and in.

The words are selected twice: by themselves with those around them, and by their place
in the text that Hustings read; in a PDF also by the page. The source is named by the
hash of its bytes, so that whoever has the file knows it by that, wherever it lies.

References
----------
Sanderson, R., Ciccarese, P. and Young, B. (2017). Web Annotation Data Model. W3C
Recommendation. https://www.w3.org/TR/annotation-model/
Farrell, S. et al. (2013). Naming Things with Hashes. RFC 6920.
https://doi.org/10.17487/RFC6920
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import NAMESPACE_URL, uuid5

from hustings.errors import AnnotationFileError
from hustings.model.citation import Anchor
from hustings.model.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.model.citation import Citation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_HASH = "ni:///sha-256;"
_PDF = "application/pdf"
_PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"
_NO_SPAN = Span(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """What an annotation points at.

    Attributes
    ----------
    annotation : str
        Its id, or its number in the file.
    sha256 : str or None
        Of the source's bytes; None where the source is not named by its hash.
    source : str
        The source as it is named.
    anchor : Anchor
        With an empty span where the annotation gives no position.
    """

    annotation: str
    sha256: str | None
    source: str
    anchor: Anchor


def to_annotation(citation: Citation) -> dict[str, object]:
    """Return a citation as a Web Annotation, ready to be written as JSON."""
    source = name_by_hash(citation.sha256)
    span = citation.anchor.span
    name = f"{source}?document={citation.document_id}#char={span.start},{span.end}"
    named = (citation.actor, citation.title or citation.name, citation.date)
    target: dict[str, object] = {
        "source": {
            "id": source,
            "type": "Text",
            "format": citation.media_type,
            "label": ", ".join(filter(None, named)),
            **({"language": citation.language} if citation.language else {}),
        },
        "selector": list(_selectors(citation)),
    }
    return {
        "@context": CONTEXT,
        "id": uuid5(NAMESPACE_URL, name).urn,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": target,
    }


def _selectors(citation: Citation) -> Iterator[dict[str, object]]:
    """Yield the ways in which the words are selected, the surest first."""
    anchor = citation.anchor
    yield {
        "type": "TextQuoteSelector",
        "exact": anchor.words,
        "prefix": anchor.before,
        "suffix": anchor.after,
    }
    yield {
        "type": "TextPositionSelector",
        "start": anchor.span.start,
        "end": anchor.span.end,
    }
    if citation.media_type == _PDF and citation.first_page is not None:
        yield {
            "type": "FragmentSelector",
            "conformsTo": _PDF_FRAGMENT,
            "value": f"page={citation.first_page}",
        }


def name_by_hash(sha256: str) -> str:
    """Return the name of some bytes by their hash.

    Examples
    --------
    >>> name_by_hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode()
    return f"{_HASH}{digest.rstrip('=')}"


def hash_of_name(name: str) -> str | None:
    """Return the hash in the name of a source, or None if it is no such name."""
    if not name.startswith(_HASH):
        return None
    digest = name.removeprefix(_HASH).partition("?")[0]
    try:
        return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex()
    except (binascii.Error, ValueError):
        return None


def read_annotations(text: str, *, name: str) -> list[Annotated]:
    """Read a file with one Web Annotation, a list of them, a page or a collection.

    Raises
    ------
    AnnotationFileError
        If it is no JSON, holds no annotation, or one without the words it selects.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"Line {error.lineno} is no JSON."
        raise AnnotationFileError(name=name, reason=reason) from None
    except RecursionError:
        raise AnnotationFileError(name=name, reason="It is nested too deep.") from None
    found = [
        _read(one, target, number, name)
        for number, one in enumerate(_annotations(content), start=1)
        for target in _listed(one.get("target"))
    ]
    if not found:
        raise AnnotationFileError(name=name, reason="It holds no Web Annotation.")
    return found


def _annotations(content: object) -> Iterator[Mapping[str, Any]]:
    """Yield the annotations of a file, however they are put together."""
    for one in _listed(content):
        if not isinstance(one, dict):
            continue
        if "target" in one:
            yield one
        for part in ("items", "first", "@graph"):
            yield from _annotations(one.get(part))


def _listed(value: object) -> list[Any]:
    """Return what may be one thing or a list of things as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _read(
    annotation: Mapping[str, Any], target: object, number: int, name: str
) -> Annotated:
    """Read what one annotation points at."""
    if not isinstance(target, dict):
        _refuse(name, number, "selects no words")
    selectors = list(_flatten(target.get("selector")))
    quote = _first(selectors, "TextQuoteSelector")
    if not isinstance(quote.get("exact"), str) or not quote["exact"].strip():
        _refuse(name, number, "has no TextQuoteSelector with the words in 'exact'")
    source = target.get("source")
    named = str(source.get("id", "")) if isinstance(source, dict) else str(source or "")
    anchor = Anchor(
        span=_position(_first(selectors, "TextPositionSelector")),
        words=quote["exact"],
        before=str(quote.get("prefix") or ""),
        after=str(quote.get("suffix") or ""),
    )
    return Annotated(
        annotation=str(annotation.get("id") or number),
        sha256=hash_of_name(named),
        source=named,
        anchor=anchor,
    )


def _flatten(selector: object) -> Iterator[Mapping[str, Any]]:
    """Yield selectors, those that refine others among them."""
    for one in _listed(selector):
        if isinstance(one, dict):
            yield one
            yield from _flatten(one.get("refinedBy"))


def _first(selectors: list[Mapping[str, Any]], kind: str) -> Mapping[str, Any]:
    return next((one for one in selectors if one.get("type") == kind), {})


def _position(selector: Mapping[str, Any]) -> Span:
    """Return the place a selector gives, an empty one if it gives none."""
    start, end = selector.get("start"), selector.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        return Span(start, end)
    return _NO_SPAN


def _refuse(name: str, number: int, what: str) -> NoReturn:
    raise AnnotationFileError(name=name, reason=f"Annotation {number} {what}.")
