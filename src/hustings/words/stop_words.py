"""Lists of stop words: words that say how, not what."""

from __future__ import annotations


def stop_words_from_text(text: str) -> frozenset[str]:
    r"""Read a list of stop words.

    Parameters
    ----------
    text : str
        Words between blanks or line ends; ``#`` starts a comment.

    Returns
    -------
    frozenset of str
        In lower case.

    Examples
    --------
    >>> sorted(stop_words_from_text("the and  # my own\nOf"))
    ['and', 'of', 'the']
    """
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word.lower() for line in lines for word in line.split())
