"""Classes of words, as bits of one number: what a word can be in a sentence.

A word can be several things at once ("support" is noun and verb), so classes are
bits; which of them holds is decided by the neighbours.
"""

from __future__ import annotations

from typing import Final

DETERMINER: Final = 1 << 0
PREPOSITION: Final = 1 << 1
OF: Final = 1 << 2
CONJUNCTION: Final = 1 << 3
COMMA: Final = 1 << 4
STOP: Final = 1 << 5
STARTER: Final = 1 << 6
PRONOUN: Final = 1 << 7
BE: Final = 1 << 8
HAVE: Final = 1 << 9
WILL: Final = 1 << 10
MUST: Final = 1 << 11
CAN: Final = 1 << 12
NEGATOR: Final = 1 << 13
ADVERB: Final = 1 << 14
NUMBER: Final = 1 << 15
TO: Final = 1 << 16
OWN_VOICE: Final = 1 << 17
GOOD: Final = 1 << 18
BAD: Final = 1 << 19
DO: Final = 1 << 20
PURPOSE: Final = 1 << 21
AGAINST_WORD: Final = 1 << 22
FOR_WORD: Final = 1 << 23
NOUN: Final = 1 << 24
ADJECTIVE: Final = 1 << 25
EXAMPLE: Final = 1 << 26
SLOGAN_AGAINST: Final = 1 << 27
SLOGAN_FOR: Final = 1 << 28
REPORT: Final = 1 << 29
EXISTENCE: Final = 1 << 30
RELATIVE: Final = 1 << 31
CONDITION: Final = 1 << 32
TIME: Final = 1 << 33
INSTEAD: Final = 1 << 34
GENITIVE: Final = 1 << 35
OPEN: Final = 1 << 36
CLOSE: Final = 1 << 37
QUESTION: Final = 1 << 38
COLON: Final = 1 << 39
DASH: Final = 1 << 40
END: Final = 1 << 41
MEANS: Final = 1 << 42
WITHOUT: Final = 1 << 43
OTHERS: Final = 1 << 44
NOW: Final = 1 << 45
OUGHT_NOT: Final = 1 << 46
MARK: Final = 1 << 47
IMPERATIVE: Final = 1 << 48
THEIRS: Final = 1 << 49
DEMANDING: Final = 1 << 50
COMPLEMENT: Final = 1 << 51
TITLE: Final = 1 << 52
PEOPLE: Final = 1 << 53
COMPOUND: Final = 1 << 54
JUDGING: Final = 1 << 55
IDEAL: Final = 1 << 62
MEETING: Final = 1 << 63
WANTED: Final = 1 << 64
THAT: Final = 1 << 56
ARTICLE: Final = 1 << 57
AGENT: Final = 1 << 58
REFLEXIVE: Final = 1 << 59
ACCUSATIVE: Final = 1 << 60
MODAL: Final = WILL | MUST | CAN
FINITE_AUXILIARY: Final = MODAL | BE | HAVE | DO

BITS_OF: Final = {
    "determiners": DETERMINER,
    "prepositions": PREPOSITION,
    "of": OF | PREPOSITION,
    "conjunctions": CONJUNCTION,
    "starters": STARTER,
    "relatives": RELATIVE | STARTER,
    "conditions": CONDITION | STARTER,
    "pronouns": PRONOUN,
    "be": BE,
    "have": HAVE,
    "do": DO,
    "will": WILL,
    "must": MUST,
    "can": CAN,
    "negators": NEGATOR,
    "adverbs": ADVERB,
    "numbers": NUMBER,
    "to": TO,
    "own": OWN_VOICE | PRONOUN,
    "good": GOOD | ADJECTIVE,
    "bad": BAD | ADJECTIVE,
    "purposes": PURPOSE,
    "against": AGAINST_WORD,
    "for": FOR_WORD,
    "nouns": NOUN,
    "adjectives": ADJECTIVE,
    "examples": EXAMPLE,
    "no": SLOGAN_AGAINST,
    "yes": SLOGAN_FOR,
    "existence": EXISTENCE,
    "times": TIME,
    "instead": INSTEAD,
    "genitives": GENITIVE,
    "means": MEANS,
    "without": WITHOUT,
    "others": OTHERS,
    "now": NOW,
    "imperatives": IMPERATIVE,
    "theirs": THEIRS,
    "demanding": DEMANDING,
    "that": THAT,
    "articles": ARTICLE | DETERMINER,
    "reflexives": REFLEXIVE | ADVERB,
    "accusatives": ACCUSATIVE | PREPOSITION,
    "agents": AGENT | PREPOSITION,
    "complements": COMPLEMENT,
    "titles": TITLE,
    "people": PEOPLE,
    "compounds": COMPOUND,
    "ideals": IDEAL,
    "judging": JUDGING,
    "wanted": WANTED | ADJECTIVE,
    "meetings": MEETING | OTHERS,
}
"""The keys under `words` of a lexicon, and the class that each of them gives."""

BASE: Final = 1
GERUND: Final = 2
PARTICIPLE: Final = 4
FINITE: Final = 8
OWN_FORM: Final = 16
INFINITIVE: Final = 32
FUTURE: Final = 64
