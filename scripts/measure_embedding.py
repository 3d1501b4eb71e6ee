"""Measure the embedding that comes with Hustings: `measure_embedding.py DATA`.

Topics of the crowd-coded manifesto sentences: the three classes of those that experts
coded, in ten parts; and the majority topic of all, trained on 1987-1997, tested on
2001. Beside it words (TF-IDF with pairs of words), also shortened to 256 directions.
Then pairs of sentences that say the same in other words, written for this; and the
speed on one core.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from hustings.outside.models import packaged_embedding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]
    Features: TypeAlias = Callable[[Sequence[str], Sequence[str]], tuple[Any, Any]]

N_PARTS = 10
N_TIMES = 3
LAST_YEAR = 2001
PAIRS = (
    (
        "We will build ten thousand new homes for rent.",
        "Councils shall put up more affordable housing.",
    ),
    ("Income tax must be lowered.", "We are going to cut the levy on earnings."),
    (
        "More nurses will be hired in hospitals.",
        "The health service needs additional medical staff.",
    ),
    (
        "Prison sentences for burglars will be longer.",
        "Criminals should spend more time in jail.",
    ),
    (
        "We want to leave the customs union.",
        "The country should quit the European trading bloc.",
    ),
    (
        "Wind and solar power will replace coal.",
        "Renewable energy must take the place of fossil fuels.",
    ),
    (
        "Railways will be taken into public ownership.",
        "We will nationalise train companies.",
    ),
    ("Class sizes in primary schools will fall.", "Fewer pupils for every teacher."),
    ("Asylum seekers deserve a fair hearing.", "Refugees must be treated justly."),
    (
        "The army needs modern equipment.",
        "Our armed forces will get up-to-date weapons.",
    ),
    (
        "Pensions will rise with earnings.",
        "Retired people shall share in growing wages.",
    ),
    ("Rivers and beaches must be clean.", "We will stop the pollution of our waters."),
    (
        "Small firms face too much red tape.",
        "Bureaucracy for little businesses shall be reduced.",
    ),
    ("Workers have a right to strike.", "Trade unions may take industrial action."),
    (
        "Marriage is the foundation of society.",
        "Wedlock and the family hold communities together.",
    ),
    (
        "Votes should count equally in every seat.",
        "We support proportional representation in elections.",
    ),
    (
        "Buses in the countryside will run more often.",
        "Rural public transport will be improved.",
    ),
    ("Students shall not pay tuition fees.", "University education must be free."),
    (
        "Animals must not suffer on farms.",
        "We will raise the welfare standards of livestock.",
    ),
    ("The minimum wage will go up.", "The lowest paid will earn more per hour."),
    ("Drug dealers will be prosecuted.", "We will pursue the sellers of narcotics."),
    (
        "Foreign aid will reach the poorest countries.",
        "Development assistance goes to nations in need.",
    ),
    ("Inflation must be kept low.", "Stable prices are our aim."),
    (
        "Museums will be open to all without charge.",
        "Entry to galleries shall be free.",
    ),
)


def main(data: Path) -> None:
    """Print a row a measure."""
    methods = {"embedding": embedded, "words": counted, "SVD": shortened, "both": both}
    experts = read_rows(data / "csta" / "sentences.csv")
    coded = [row for row in experts if row["policy_area_gold"] not in {"", "NA"}]
    crowd = read_rows(data / "csta" / "sentences_majority.csv")
    print("| sentences as vectors | embedding | words | their SVD | both |")
    print("| --- | --- | --- | --- | --- |")
    found = [in_parts(coded, features) for features in methods.values()]
    print_row(f"{len(coded)} sentences, 3 classes, accuracy / macro-F1", found)
    found = [on_last_year(crowd, features) for features in methods.values()]
    print_row("majority topic, tested on 2001, accuracy / macro-F1", found)
    print_row("cosine of pairs alike / not alike", [alike_and_not(), *"---"])
    print_row(f"nearest is the right one, of {2 * len(PAIRS)}", [hits(), *"---"])
    print_row("sentences a second of one core", [speed(crowd), *"---"])


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def print_row(what: str, cells: Iterable[str]) -> None:
    """Print a row."""
    print(f"| {what} | {' | '.join(cells)} |")


def in_parts(rows: Sequence[dict[str, str]], features: Features) -> str:
    """Predict each part from the others."""
    texts = np.array([row["sentence_text"] for row in rows])
    values = np.array([row["policy_area_gold"] for row in rows])
    predicted = values.copy()
    parts = StratifiedKFold(N_PARTS, shuffle=True, random_state=0)
    for train, test in parts.split(texts, values):
        predicted[test] = predict(texts[train], values[train], texts[test], features)
    return score(values, predicted)


def on_last_year(rows: Sequence[dict[str, str]], features: Features) -> str:
    """Predict the last election from those before."""
    texts = np.array([row["text"] for row in rows])
    values = np.array([row["topic"] for row in rows])
    is_last = np.array([int(row["year"]) == LAST_YEAR for row in rows])
    train = texts[~is_last], values[~is_last]
    return score(values[is_last], predict(*train, texts[is_last], features))


def predict(
    texts: Sequence[str], values: Array, others: Sequence[str], features: Features
) -> Array:
    """Fit a logistic regression on some texts and predict others."""
    here, there = features(texts, others)
    fitted = LogisticRegression(C=10, max_iter=1000).fit(here, values)
    return np.asarray(fitted.predict(there))


def embedded(texts: Sequence[str], others: Sequence[str]) -> tuple[Any, Any]:
    """Give the vectors of the embedding."""
    embedding = packaged_embedding("en")
    return embedding.embed(list(texts)), embedding.embed(list(others))


def counted(texts: Sequence[str], others: Sequence[str]) -> tuple[Any, Any]:
    """Give weighted counts of words and pairs of words."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    return vectorizer.fit_transform(texts), vectorizer.transform(others)


def shortened(texts: Sequence[str], others: Sequence[str]) -> tuple[Any, Any]:
    """Give the 256 directions in which the weighted counts differ most."""
    here, there = counted(texts, others)
    fitted = TruncatedSVD(256, random_state=0).fit(here)
    return fitted.transform(here), fitted.transform(there)


def both(texts: Sequence[str], others: Sequence[str]) -> tuple[Any, Any]:
    """Give counts and vectors side by side."""
    sides = zip(counted(texts, others), embedded(texts, others), strict=True)
    here, there = (sparse.hstack(pair).tocsr() for pair in sides)
    return here, there


def score(values: Array, predicted: Array) -> str:
    """Give accuracy and macro-F1."""
    macro = f1_score(values, predicted, average="macro")
    return f"{accuracy_score(values, predicted):.3f} / {macro:.3f}"


def alike_and_not() -> str:
    """Give the mean cosine of pairs, and of all other combinations."""
    cosines = pair_cosines()
    others = cosines[~np.eye(len(PAIRS), dtype=bool)]
    return f"{np.diag(cosines).mean():.3f} / {others.mean():.3f}"


def hits() -> str:
    """Count the sentences whose partner is the nearest, from both sides."""
    cosines, own = pair_cosines(), np.arange(len(PAIRS))
    return str(sum(int((cosines.argmax(axis) == own).sum()) for axis in (0, 1)))


def pair_cosines() -> Array:
    """(n_pairs, n_pairs): first sentences by second ones."""
    first, second = zip(*PAIRS, strict=True)
    embedding = packaged_embedding("en")
    return embedding.embed(first) @ embedding.embed(second).T


def speed(rows: Sequence[dict[str, str]]) -> str:
    """Embed all sentences several times and give the best."""
    texts = [row["text"] for row in rows]
    times = []
    for _ in range(N_TIMES + 1):
        start = time.process_time()
        packaged_embedding("en").embed(texts)
        times.append(time.process_time() - start)
    warm = len(texts) / min(times[1:])
    return f"{len(texts) / times[0]:,.0f} at first, {warm:,.0f} warm"


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main(Path(sys.argv[1]))
