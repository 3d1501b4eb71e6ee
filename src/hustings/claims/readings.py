"""Readings: a unit as words with what the lexicon knows of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.claims import classes
from hustings.claims.vocabulary import Word

if TYPE_CHECKING:
    from hustings.claims.entries import Noun
    from hustings.claims.vocabulary import Lexicon

_MARKS = {
    ",": classes.COMMA,
    ";": classes.STOP,
    ".": classes.STOP | classes.END,
    "!": classes.STOP | classes.END,
    "?": classes.STOP | classes.END | classes.QUESTION,
    ":": classes.STOP | classes.COLON,
    "(": classes.STOP | classes.OPEN,
    "[": classes.STOP | classes.OPEN,
    ")": classes.STOP | classes.CLOSE,
    "]": classes.STOP | classes.CLOSE,
    "–": classes.STOP | classes.DASH,
    "—": classes.STOP | classes.DASH,
    "-": classes.STOP | classes.DASH,
    "…": classes.STOP,
    "...": classes.STOP,
    "•": classes.STOP | classes.COLON,
    "*": classes.STOP | classes.COLON,
    "&": classes.CONJUNCTION,
    "/": classes.CONJUNCTION,
}
_QUOTES = frozenset("\"'’‘“”„«»‹›")


def _mark(text: str) -> Word:
    bits = _MARKS.get(text, 0 if text in _QUOTES else classes.STOP)
    return Word(text=text, bits=bits | classes.MARK, verbs=(), form=0, nouns=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A unit cut into words and marks.

    Attributes
    ----------
    text : str
    starts, ends : list of int
        Of each word in the text.
    words : list of Word
        What the lexicon knows of them; sequences such as "in order to" are one word.
    bits : list of int
        Their classes.
    """

    text: str
    lexicon: Lexicon
    starts: list[int]
    ends: list[int]
    words: list[Word]
    bits: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, i: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def is_mark(self, i: int) -> bool:
        """Tell whether a word is a punctuation mark."""
        return bool(self.bits[i] & classes.MARK)

    def noun_at(self, i: int) -> Noun | None:
        """Give what a noun does to the phrase after it, or None."""
        link = self.link_of(i)
        if not self.words[i].nouns or link + 1 >= len(self.words):
            return None
        after = self.words[link].text
        if self.complement_of(i) == link:
            after = after.partition(" ")[0]  # "de nouvelles"
        return next((noun for noun in self.words[i].nouns if after in noun.after), None)

    def complement_of(self, i: int) -> int:
        """Give where the phrase behind a noun and its preposition begins."""
        link = self.link_of(i)
        if link >= len(self.words) or self.lexicon.head_is_last:
            return link + 1
        is_both = self.bits[link] & classes.DETERMINER and " " in self.words[link].text
        return link if is_both else link + 1

    def link_of(self, i: int) -> int:
        """Give where the preposition of a noun stands: "abandon total de"."""
        link = i + 1
        passed = classes.ADJECTIVE | classes.ADVERB
        if self.lexicon.head_is_last:
            return link
        while link < len(self.words) and self.bits[link] & passed:
            link += 1
        return link

    def phrase(self, start: int, end: int) -> str:
        """Give the text of the words from `start` to before `end`."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def read_words(text: str, lexicon: Lexicon) -> Reading:
    """Cut a text into words and look each up."""
    spans = [match.span() for match in lexicon.pattern.finditer(text)]
    lows = [_plain(text[start:end]) for start, end in spans]
    if lows[:1] == ["a"] and lexicon.bits.get("a", 0) & classes.HAVE:
        lows[0] = "à" if "à" in lexicon.bits else "a"  # "A l'image des voisins"
    starts: list[int] = []
    ends: list[int] = []
    words: list[Word] = []
    i = 0
    while i < len(spans):
        if starts and _is_abbreviation(text, spans, i):
            i += 3
            continue
        n, word = _word_at(lows, i, lexicon)
        if n > 1 and _is_inside(lows, i, n, word, lexicon):
            n, word = 1, _word(lows[i], lexicon)
        if starts and _begins_anew(text, spans, i, lexicon):
            starts.append(spans[i][0])
            ends.append(spans[i][0])
            words.append(_BREAK)
        starts.append(spans[i][0])
        ends.append(spans[i + n - 1][1])
        words.append(word)
        i += n
    bits = [word.bits for word in words]
    if not lexicon.head_is_last:
        _weigh_purposes(bits, words)
        _weigh_nouns(bits, words)
        _weigh_only(bits, words)
    return Reading(
        text=text, lexicon=lexicon, starts=starts, ends=ends, words=words, bits=bits
    )


def _weigh_purposes(bits: list[int], words: list[Word]) -> None:
    """Take "pour les aînés" for a preposition, "pour créer" for a purpose."""
    both = classes.PURPOSE | classes.PREPOSITION
    for i in range(len(bits) - 1):
        opens = bits[i + 1] & (classes.DETERMINER | classes.NUMBER)
        if bits[i] & both == both and opens and not bits[i + 1] & classes.OF:
            bits[i] &= ~classes.PURPOSE
        if words[i].text == "en" and not words[i + 1].form & classes.GERUND:
            bits[i] &= ~classes.MEANS  # "la mise en œuvre"


def _weigh_nouns(bits: list[int], words: list[Word]) -> None:
    """Take "le pouvoir" and "un devoir" for nouns, which are modals, too."""
    for i in range(1, len(bits)):
        word = words[i]
        is_led = bits[i - 1] & classes.DETERMINER and not bits[i - 1] & classes.PRONOUN
        if bits[i] & classes.MODAL and is_led and word.form & classes.BASE:
            words[i] = Word(
                text=word.text, bits=classes.NOUN, verbs=(), form=0, nouns=word.nouns
            )
            bits[i] = classes.NOUN


def _weigh_only(bits: list[int], words: list[Word]) -> None:
    """Take "ne" for no denial in "ne sera élu que par", which is "only"."""
    for i, word in enumerate(words):
        if word.text not in _NE:
            continue
        for at in range(i + 1, min(len(words), i + _FARTHEST_ONLY)):
            ends = bits[at] & (classes.STOP | classes.COMMA)
            if ends or words[at].text in _DENIES:
                break
            if words[at].text in _THAN:
                for place in (i, at):
                    words[place] = replace(words[place], bits=classes.ADVERB)
                    bits[place] = classes.ADVERB
                break


_NE = frozenset({"ne", "n'"})
_THAN = frozenset({"que", "qu'"})
_DENIES = frozenset(
    {"pas", "plus", "jamais", "aucun", "aucune", "rien", "personne", "ni", "point"}
)
_FARTHEST_ONLY = 9


def _begins_anew(
    text: str, spans: list[tuple[int, int]], i: int, lexicon: Lexicon
) -> bool:
    """Tell whether a heading without a mark ends here: "Care of age The work"."""
    if lexicon.has_capital_nouns or i + 1 >= len(spans):
        return False
    before, word, after = (text[start:end] for start, end in spans[i - 1 : i + 2])
    if not (word[0].isupper() and before[-1].isalpha() and after[0].islower()):
        return False
    if len(word) > 1 and word.isupper():
        return False
    if before.isupper() and len(before) > 1:
        return i > 1 and text[slice(*spans[i - 2])].isupper()
    bits = lexicon.bits.get(_plain(word), 0)
    if bits & classes.OWN_VOICE and not bits & classes.DETERMINER and len(word) > 1:
        return True
    return before.islower() and bool(bits & _OPENS)


_OPENS = classes.DETERMINER | classes.OWN_VOICE
_BREAK = Word(
    text=".", bits=classes.STOP | classes.END | classes.MARK, verbs=(), form=0, nouns=()
)


def _is_abbreviation(text: str, spans: list[tuple[int, int]], i: int) -> bool:
    """Tell whether "(UNSC)" stands here, which says nothing new inside a phrase."""
    if text[spans[i][0]] != "(" or i + 2 >= len(spans):
        return False
    start, end = spans[i + 1]
    is_short = 1 < end - start <= _LONGEST_ABBREVIATION
    return is_short and text[start:end].isupper() and text[spans[i + 2][0]] == ")"


_LONGEST_ABBREVIATION = 7


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _word_at(lows: list[str], i: int, lexicon: Lexicon) -> tuple[int, Word]:
    """Give how many tokens the word at `i` takes, and the word."""
    low = lows[i]
    for rest, bits in lexicon.sequences.get(low, ()):
        n = len(rest)
        if tuple(lows[i + 1 : i + 1 + n]) == rest:
            text = " ".join([low, *rest])
            return n + 1, Word(text=text, bits=bits, verbs=(), form=0, nouns=())
    return 1, _word(low, lexicon)


def _word(low: str, lexicon: Lexicon) -> Word:
    if not (low[0].isalnum() or low[0] in "£$€"):
        return _mark(low)
    return lexicon.word(low)


def _is_inside(lows: list[str], i: int, n: int, word: Word, lexicon: Lexicon) -> bool:
    """Tell whether a wording stands inside a phrase, where its words are as usual."""
    if word.bits & _WORTH:
        return not _is_predicate(lows, i, n, lexicon)
    if not word.bits & classes.SLOGAN_FOR or i == 0 or not lexicon.head_is_last:
        return False
    before = lexicon.bits.get(lows[i - 1], 0)
    return bool(before & (classes.PREPOSITION | classes.DETERMINER))


_WORTH = classes.GOOD | classes.BAD
_FARTHEST_BE = 5
_SAID_BY = classes.BE | classes.HAVE


def _is_predicate(lows: list[str], i: int, n: int, lexicon: Lexicon) -> bool:
    """Tell whether "a burden on" says what something is: "is a burden on".

    "a tax on boats" is a phrase of its own, and in "vital to mend" a verb follows.
    """
    bits = lexicon.bits
    if lows[i + n - 1] == "to" and i + n < len(lows):
        after = lexicon.word(lows[i + n])
        if after.verbs and after.form & classes.BASE:
            return False
    if not bits.get(lows[i], 0) & classes.DETERMINER:
        return True
    before = lows[max(0, i - _FARTHEST_BE) : i]
    return any(bits.get(low, 0) & _SAID_BY for low in before)
