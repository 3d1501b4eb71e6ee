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
    "precision": "Of the units that the program gave this code, the share that people "
    "gave it, too.",
    "recall": "Of the units that people gave this code, the share that the program "
    "gave it, too.",
    "macro-f1": "The mean of the F1 of all codes: rare codes count as much as common "
    "ones.",
    "f1": "Between precision and recall: high only where both are.",
    "uncorrected": "A program assigned the codes, and no random sample coded by hand "
    "corrects them, so its errors are not in the interval.",
    "multinomial": "Units were drawn anew, with replacement, from the document’s own, "
    "as many as it has and as if independent; this was done many times, and the "
    "position computed each time.",
    "multinomial of words": "Words were drawn anew, with replacement, from the "
    "document’s own, as many as it has and as if independent; this was done many "
    "times, and the position computed each time.",
    "block": "Whole blocks of the document (paragraphs, items) were drawn anew many "
    "times, because units of one block resemble each other, and the position computed "
    "each time.",
    "none": "No interval was asked for.",
    "formula": "The interval comes from a formula for the standard error: it holds what"
    " chance would do if words were drawn one by one, and no more.",
    "bootstrap": "Texts like these were drawn from the fitted model many times, and the"
    " position computed each time.",
    "sampling": "The document could have been written with other sentences: its units "
    "or blocks were drawn anew.",
    "coders": "Coders differ and err: codings were drawn anew among coders, or by the "
    "known rates of error.",
    "unitising": "Coders cut the text in different places: the cuts were drawn anew.",
    "machine": "A program coded all units and people a random sample of them: what that"
    " sample leaves uncertain about the program’s errors.",
    "variance": "How much of the interval’s width comes from each source of error: each"
    " was drawn alone, and the shares add up to 100 %.",
    "ellipse": "The region in which both true values lie at once with this confidence; "
    "it leans where the two move together from draw to draw.",
    "rank": "Spearman’s rank correlation: 1 where both scales put the documents in the "
    "same order, −1 where in opposite order.",
    "claim": "A unit’s words that say who is for or against what: actor, stance and "
    "target.",
    "stance": "For or against a target; where an actor is silent, it has none.",
    "target": "The phrase that a stance is held toward, as the document has it.",
    "issue": "Targets that mean the same, under one name; a person can rename, merge "
    "and split issues.",
    "general words": "Words such as help, measures or people: alone they leave open "
    "what is meant. They count in no agreement and no network.",
    "order of issues": "The number of actors that speak to an issue, times the share "
    "of all claims with the words of its name that are gathered in it: “tuition fees” "
    "stand before “services”.",
    "mixed stance": "Contradicting claims of an actor are not weighed: both are shown.",
    "pledge": "A stance put as what the actor itself will do: “we will”.",
    "demand": "A stance put as what others shall do: “must”, “we call for”.",
    "softened": "A pledge binds more than a demand, a demand more than a position, and"
    " a position more than an evaluation, an aim or a slogan.",
    "accord": "The share of issues to which both speak on which they take the same "
    "stance; mixed against a side counts half.",
    "accord interval": "What the share could be, were the common issues drawn from "
    "many: Wilson’s interval.",
    "dendrogram": "A tree that joins those first who agree most; the farther right two "
    "branches meet, the less the actors in them agree on average.",
    "accord map": "A plane on which those who agree stand close, as far as two "
    "dimensions can show it; directions mean nothing.",
    "two-mode network": "Actors on one side, issues on the other, and a tie where an "
    "actor is for or against an issue.",
    "congruence": "How often two actors take the same stance on an issue.",
    "conflict": "How often two actors take opposite stances on an issue.",
    "cosine": "How alike two actors’ stances are, from 0 to 1, however much each says.",
}
