"""Terms of the trade, each explained in one sentence."""

from __future__ import annotations

GLOSSARY = {
    "unit": "A stretch of text that receives one code: a sentence, or a part of one "
    "that makes a point of its own.",
    "coded": "Units that received a code other than “none of these”.",
    "coder": "A person, rule or program that gives codes to units.",
    "code": "A category of the codebook, such as “environment” or “taxes”.",
    "codebook": "A versioned list of codes with instructions for using them.",
    "evidence": "The words of the unit on which the coding rests.",
    "guessed": "Not given by anybody: taken from the document's own words, and "
    "possibly wrong. Give it with --metadata or --actor, --title, --date.",
    "problem": "Something imperfect that was met in reading; the text is used anyway.",
    "interval": "With repeated sampling, this share of intervals made this way would "
    "cover the true value.",
    "alpha": "Krippendorff's alpha: 1 where all agree, 0 where they agree as often as "
    "by chance.",
    "salience": "The share of a document's units that are about a topic.",
    "run": "One recorded execution of a step, with its inputs, parameters and "
    "versions.",
    "sha256": "A fingerprint of the file: any change of a single byte changes it.",
    "span": "First and last character in the document's text, counted from 0.",
    "uncorrected": "A program assigned the codes and no person has checked a sample, "
    "so its errors are not in the interval.",
    "multinomial": "The units were drawn anew many times as if independent, and the "
    "position computed each time.",
    "block": "Whole blocks of the document (paragraphs, items) were drawn anew many "
    "times, because units of one block resemble each other, and the position computed "
    "each time.",
    "none": "No interval was asked for.",
}
