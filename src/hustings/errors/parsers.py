"""Mistakes about parsers that a user has installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import AdvisingError, HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXAMPLE = "python -m spacy download en_core_web_sm"


class NoParserError(HustingsError, ValueError):
    """There is no pipeline of that name or in that folder."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"There is no parser {self.name!r}: neither an installed package nor a "
            f"folder. Install one (as '{_EXAMPLE}'), or name the folder of one."
        )


class ParserError(AdvisingError, ValueError):
    """A pipeline cannot be used as a parser."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        super().__init__(
            reason=f"{name}: {reason}",
            advice=f"Name a pipeline of spaCy with a parser (as '{_EXAMPLE}').",
        )


class ParserLanguageError(HustingsError, ValueError):
    """No text is in the language of a parser."""

    def __init__(
        self, *, name: str, language: str, languages: Sequence[str | None]
    ) -> None:
        self.name = name
        self.language = language
        self.languages = tuple(one or "unknown" for one in languages)
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"The parser {self.name} reads {self.language}, and no text is in it "
            f"(texts are in: {', '.join(self.languages) or 'none'}). Name a parser "
            "in their language, or leave --parser out."
        )


class ParserChangedError(HustingsError):
    """A run's tables are to be made again, by a parser that is another one now."""

    def __init__(self, *, name: str, was: str, found: str) -> None:
        self.name = name
        super().__init__(name)
        self.was = was
        self.found = found

    def __str__(self) -> str:
        return (
            f"The claims were found with parser {self.name} ({self.was}); installed "
            f"now is {self.found}. Install that one, or run 'hustings claim' again."
        )
