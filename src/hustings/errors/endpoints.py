"""Mistakes about endpoints of language models, and endpoints that do not answer."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class EndpointSettingError(HustingsError, ValueError):
    """An endpoint cannot be used as it is described."""

    def __init__(self, *, what: str, value: str, advice: str) -> None:
        self.what = what
        self.value = value
        self.advice = advice
        super().__init__(what)

    def __str__(self) -> str:
        return f"{self.value!r} cannot be the {self.what} of an endpoint. {self.advice}"


class MissingKeyError(HustingsError, KeyError):
    """The environment variable that is to hold a key is not set."""

    def __init__(self, *, variable: str, endpoint: str) -> None:
        self.variable = variable
        self.endpoint = endpoint
        super().__init__(variable)

    def __str__(self) -> str:
        return (
            f"The coder 'remote:{self.endpoint}' takes its key from the environment "
            f"variable {self.variable}, which is not set, or cannot be sent as a key. "
            "Set it in the shell that runs Hustings. Nothing was sent."
        )


class ConsentNeededError(HustingsError, RuntimeError):
    """Texts would leave this machine, and nobody has said that they may."""

    def __init__(self, *, leaves: str) -> None:
        self.leaves = leaves
        super().__init__(leaves)

    def __str__(self) -> str:
        return (
            f"{self.leaves} Nothing was sent: say --yes (in Python "
            "RemoteOptions(consent=True)) if they may, or look at --estimate first."
        )


class EndpointStoppedError(HustingsError, RuntimeError):
    """An endpoint does not answer, so the rest was not sent to it."""

    def __init__(self, *, endpoint: str, host: str, reason: str, n_left: int) -> None:
        self.endpoint = endpoint
        self.host = host
        self.reason = reason
        self.n_left = n_left
        super().__init__(endpoint, reason)

    def __str__(self) -> str:
        left = "1 request is" if self.n_left == 1 else f"{self.n_left:,} requests are"
        return (
            f"{self.host} (remote:{self.endpoint}) {self.reason}; {left} left. All "
            "answers so far are kept: the same command goes on from there."
        )
