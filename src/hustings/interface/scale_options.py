"""The options of the command `scale`, by what they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from hustings.interface.options import CorrectBy, IntervalOf, OwnFormula, RescaleBy
from hustings.interface.scale_list import print_scales

CODES = "For scales from codes"
WORDS = "For scales from words"
COUNTED = "What counts as a word (stems, stop words, lengths: in a project)"
INTERVALS = "Intervals"
OUTPUT = "Output"


def _list(value: bool) -> None:  # noqa: FBT001  # typer calls it so
    """Print the scales and stop."""
    if value:
        print_scales()
        raise typer.Exit


ScaleArgument: TypeAlias = Annotated[
    str,
    typer.Argument(
        help="rile, salience, wordfish ... (--list names them all), a scale of your "
        "codebook, or any name together with --left and --right."
    ),
]
ListOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--list",
        callback=_list,
        is_eager=True,
        help="List all scales with what they need and their options, and stop.",
    ),
]
ScaleCodebookOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="Whose codings and scales to use.",
        show_default="the latest codings",
        rich_help_panel=CODES,
    ),
]
ByOption: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="document|actor",
        help="What is a case: a document, or all documents of an actor together.",
        rich_help_panel=CODES,
    ),
]
LeftOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,C",
        help="Codes that pull toward the low end of your own scale.",
        show_default=False,
        rich_help_panel=CODES,
    ),
]
RightOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,C",
        help="Codes that pull toward its high end.",
        show_default=False,
        rich_help_panel=CODES,
    ),
]
FormulaOption: TypeAlias = Annotated[
    OwnFormula | None,
    typer.Option(
        help="Formula of your own scale.",
        show_default="difference",
        rich_help_panel=CODES,
    ),
]
VotesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of case, and of election, country, votes (in per cent), "
        "actor, date as far as they are known; for scales that look at rivals.",
        show_default=False,
        rich_help_panel=CODES,
    ),
]
WeightsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of code and weight, for franzmann-kaiser also of election "
        "or country.",
        show_default=False,
        rich_help_panel=CODES,
    ),
]
AreasOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of area and code, the policy areas of nicheness.",
        show_default="each code an area",
        rich_help_panel=CODES,
    ),
]
ReferencesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of case and score (wordscores), or case and class "
        "(affinity). In a project a case is a document's file, id, or actor and date.",
        show_default=False,
        rich_help_panel=WORDS,
    ),
]
SeedsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of word and weight (lss); * stands for any letters.",
        show_default=False,
        rich_help_panel=WORDS,
    ),
]
TargetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CASE",
        help="A case whose words keyness looks at. May be given several times.",
        show_default=False,
        rich_help_panel=WORDS,
    ),
]
AgainstOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CASE",
        help="A case that keyness compares with. May be given several times.",
        show_default="all others",
        rich_help_panel=WORDS,
    ),
]
DirectionOption: TypeAlias = Annotated[
    tuple[str, str] | None,
    typer.Option(
        metavar="LOW HIGH",
        help="The case that stands low and the one that stands high (wordfish, ca).",
        show_default="the first two",
        rich_help_panel=WORDS,
    ),
]
RescaleOption: TypeAlias = Annotated[
    RescaleBy | None,
    typer.Option(
        help="How raw wordscores are stretched: by the spread of the texts "
        "(lbg), or to the two outer references (mv).",
        show_default="none",
        rich_help_panel=WORDS,
    ),
]
StemsOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--stems",
        help="Count stems in place of words.",
        rich_help_panel=COUNTED,
    ),
]
StopWordsOption: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="none|language|FILE",
        help="Leave out the words of a list, Hustings' own of each "
        "document's language or yours.",
        rich_help_panel=COUNTED,
    ),
]
NGramsOption: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="1,2",
        help="Lengths of what is counted, in words.",
        rich_help_panel=COUNTED,
    ),
]
NumbersOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-numbers",
        help="Leave out words that are all digits.",
        rich_help_panel=COUNTED,
    ),
]
WordLanguageOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help="Two letters, the language of all documents for stems and stop words.",
        show_default="that of each",
        rich_help_panel=COUNTED,
    ),
]
MinCountOption: TypeAlias = Annotated[
    int,
    typer.Option(
        min=1,
        help="Leave out words that stand less often in all cases together.",
        rich_help_panel=COUNTED,
    ),
]
MinDocumentsOption: TypeAlias = Annotated[
    int,
    typer.Option(
        min=1,
        help="Leave out words that fewer cases use.",
        rich_help_panel=COUNTED,
    ),
]
MaxDocumentShareOption: TypeAlias = Annotated[
    float,
    typer.Option(
        help="Leave out words that a larger share of the cases use.",
        rich_help_panel=COUNTED,
    ),
]
SetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="An option of the scale, as --list names them. May be given several "
        "times.",
        show_default=False,
    ),
]
ScaleIntervalOption: TypeAlias = Annotated[
    IntervalOf | None,
    typer.Option(
        help="For codes: block and multinomial resample whole blocks or single units; "
        "or none. For words: formula; wordfish also quasi-poisson, wordfish and ca "
        "also bootstrap; with --uncertainty sampling block or multinomial.",
        show_default="block for a project's codes, multinomial for a table's, formula "
        "for words",
        rich_help_panel=INTERVALS,
    ),
]
BlocksOption: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="paragraphs|sections",
        help="What --interval block draws of documents, or of a table of texts; a "
        "section is what stands under one heading.",
        rich_help_panel=INTERVALS,
    ),
]
DrawsOption: TypeAlias = Annotated[
    int | None,
    typer.Option(
        help="Resampled sets of counts.",
        show_default="1000 for codes, 200 for words",
        rich_help_panel=INTERVALS,
    ),
]
ConfidenceOption: TypeAlias = Annotated[
    float, typer.Option(help="Of the interval.", rich_help_panel=INTERVALS)
]
SeedOption: TypeAlias = Annotated[
    int, typer.Option(help="Same seed, same interval.", rich_help_panel=INTERVALS)
]
UncertaintyOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="SOURCES",
        help="Errors that intervals are to hold: all, none, or a list of sampling, "
        "coders, unitising, machine. Scales from words: sampling.",
        show_default="all that the codings show; of one machine's alone, sampling; of "
        "words, a formula's",
        rich_help_panel=INTERVALS,
    ),
]
CorrectOption: TypeAlias = Annotated[
    CorrectBy | None,
    typer.Option(
        help="How machine codings are corrected by a random sample coded by hand; "
        "borrowed takes the machine's error from the other documents, too. With "
        "--confusion: matrix, simex or none.",
        show_default="tuned, with --confusion matrix",
        rich_help_panel=INTERVALS,
    ),
]
NoCorrectOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-correct",
        help="Count machine codings as they are, though a random sample coded by hand "
        "could correct them; the same as --correct none.",
        rich_help_panel=INTERVALS,
    ),
]
CodingsOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--codings",
        help="The table of --from holds codings, not counts: case, unit, coder, value, "
        "and block and inclusion_probability where known.",
        rich_help_panel=CODES,
    ),
]
MachineOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="CODER",
        help="Which coder of --codings is a machine.",
        show_default="none",
        rich_help_panel=CODES,
    ),
]
ConfusionOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The known errors of the one coder by hand: a table of the true code, and "
        "a column of probabilities or counts for each code given.",
        show_default=False,
        rich_help_panel=INTERVALS,
    ),
]
DifferenceOption: TypeAlias = Annotated[
    tuple[str, str] | None,
    typer.Option(
        metavar="CASE CASE",
        help="Show the difference of two cases, second less first, and its interval.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
ChangesOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--changes",
        help="Show each actor's change from one document to the next.",
        rich_help_panel=OUTPUT,
    ),
]
PictureOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Draw the positions as .svg, .png or .pdf.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
WordsFileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Write the words that drive the scale, with their scores, as CSV.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
