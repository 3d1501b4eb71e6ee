"""What a writing program's file holds that is not in the text, told as problems."""

from __future__ import annotations

from hustings.model.document import Problem


def tell_omissions(
    *, n_deleted: int = 0, n_inserted: int = 0, n_comments: int = 0, n_hidden: int = 0
) -> tuple[Problem, ...]:
    """Tell of tracked changes, comments and hidden text.

    Examples
    --------
    >>> [problem.message for problem in tell_omissions(n_deleted=1, n_comments=2)]
    ['1 tracked deletion is not in the text.', '2 comments are not in the text.']
    """
    told = []
    if n_deleted or n_inserted:
        parts = [f"{_left_out(n_deleted, 'tracked deletion')}"] if n_deleted else []
        parts += [f"{_kept(n_inserted, 'tracked insertion')}"] if n_inserted else []
        told.append(("tracked changes", "; ".join(parts)))
    if n_comments:
        told.append(("comments", _left_out(n_comments, "comment")))
    if n_hidden:
        told.append(
            (
                "hidden text",
                _left_out(
                    n_hidden, "stretch of hidden text", "stretches of hidden text"
                ),
            )
        )
    return tuple(Problem(kind=kind, message=f"{words}.") for kind, words in told)


def _left_out(n: int, one: str, many: str | None = None) -> str:
    return (
        f"1 {one} is not in the text"
        if n == 1
        else f"{n} {many or one + 's'} are not in the text"
    )


def _kept(n: int, one: str) -> str:
    return f"1 {one} is in the text" if n == 1 else f"{n} {one}s are in the text"
