"""Forms of words: contractions, conjugations, agreement."""

from __future__ import annotations

from hustings.claims import classes, inflection
from hustings.claims.lexicons import read_lexicon

CONTENT = """
language: fr
head: first
adjectives: agree
contractions: {de: [du, des], à: [au]}
conjugation:
  er: {own future: [erons], participle: [é, ée]}
forms:
  conditional: {endings: [erait]}
clitics:
  before: ["l'"]
  whole: [etc.]
words:
  determiners: ["l'"]
  adjectives: [gratuit]
  no: [non à]
verbs:
  - {kind: attitude, stance: against, words: [opposer à]}
  - {kind: change, stance: for, words: [financer]}
nominals:
  - {stance: against, after: [de], words: [abolition]}
""".encode()


def test_contractions_are_spelt_out_in_verbs_nouns_and_slogans() -> None:
    lexicon = read_lexicon(CONTENT, name="x")
    assert {verb.rest for verb in lexicon.verbs["opposer"]} == {("à",), ("au",)}
    assert lexicon.nominals["abolition"][0].after == {"de", "du", "des"}
    assert lexicon.bits["non au"] == classes.SLOGAN_AGAINST
    assert lexicon.leads == {"du": "de", "des": "de", "au": "à"}


def test_regular_forms_lead_to_their_verb() -> None:
    word = read_lexicon(CONTENT, name="x").word("financerons")
    assert word.verbs[0].lemma == "financer"
    assert word.form & classes.FUTURE
    assert word.form & classes.OWN_FORM


def test_what_would_be_is_no_verb_of_stance() -> None:
    assert read_lexicon(CONTENT, name="x").word("financerait").verbs == ()


def test_adjectives_agree_with_their_noun() -> None:
    lexicon = read_lexicon(CONTENT, name="x")
    assert lexicon.word("gratuites").bits == classes.ADJECTIVE
    assert lexicon.word("gares").bits == 0


def test_words_are_cut_at_clitics_and_abbreviations_kept() -> None:
    pattern = read_lexicon(CONTENT, name="x").pattern
    assert pattern.findall("l'eau, etc.") == ["l'", "eau", ",", "etc."]


def test_every_ending_that_fits_gives_forms() -> None:
    table = {"er": {"own": ["ons"]}, "ger": {"own": ["geons"]}}
    forms = inflection.conjugated(["ranger"], table)
    assert forms == {
        "rangons": (("ranger", classes.OWN_FORM),),
        "rangeons": (("ranger", classes.OWN_FORM),),
    }


def test_singulars() -> None:
    assert inflection.singulars("bus") == ("bu",)
