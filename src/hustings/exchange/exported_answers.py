"""What language models were asked and what they answered, as tables."""

from __future__ import annotations

from typing import Final

from hustings.exchange.data_dictionary import Column, TableDefinition

_NOT_ANSWERED = "No answer came before the command ended."

ANSWERS: Final = TableDefinition(
    name="answers",
    meaning="A row an answer of a remote coder, whether it counts or not, with the "
    "request; and a row a request that was sent, or about to be, and got no answer.",
    columns=(
        Column(name="question", meaning="SHA-256 of the request, without the key."),
        Column(name="coder", meaning="The remote coder that was asked."),
        Column(name="url", meaning="Where the request went."),
        Column(name="model", meaning="The model that was asked for."),
        Column(
            name="documents",
            meaning="Ids of the documents whose words were sent.",
            kind="list",
            missing="The units are of a table.",
        ),
        Column(
            name="units",
            meaning="Ids of the units that it is about: those with the same words in "
            "the same context are asked about once.",
            kind="list",
        ),
        Column(
            name="prompt",
            meaning="SHA-256 of the first message, as in the table prompts.",
        ),
        Column(
            name="messages",
            meaning="All further messages that were sent, word for word.",
            kind="JSON",
        ),
        Column(
            name="settings", meaning="All else that was sent with them.", kind="JSON"
        ),
        Column(
            name="asked",
            meaning="When it was first sent.",
            kind="ISO time",
            unit="UTC",
        ),
        Column(
            name="attempt",
            meaning="Which attempt at the request this was.",
            kind="whole number",
            unit="from 1",
            missing=_NOT_ANSWERED,
        ),
        Column(
            name="verdict",
            meaning="What became of it: a coding, an answer that cannot be used, or no "
            "answer of a model.",
            values=("accepted", "rejected", "failed"),
            missing=_NOT_ANSWERED,
        ),
        Column(
            name="reason",
            meaning="Why it does not count; empty where it does.",
            missing=_NOT_ANSWERED,
        ),
        Column(
            name="status",
            meaning="Status of HTTP.",
            kind="whole number",
            missing="Nothing came.",
        ),
        Column(
            name="body",
            meaning="All that came, word for word, without the key; of an answer that "
            "was too large its beginning.",
            missing=_NOT_ANSWERED,
        ),
        Column(
            name="seconds",
            meaning="How long it took.",
            kind="number",
            unit="seconds",
            missing=_NOT_ANSWERED,
        ),
        Column(
            name="tokens_in",
            meaning="Tokens sent, as the endpoint counts them.",
            kind="whole number",
            missing="It did not say.",
        ),
        Column(
            name="tokens_out",
            meaning="Tokens answered, as the endpoint counts them.",
            kind="whole number",
            missing="It did not say.",
        ),
        Column(
            name="answered",
            meaning="When it came.",
            kind="ISO time",
            unit="UTC",
            missing=_NOT_ANSWERED,
        ),
    ),
)

PROMPTS: Final = TableDefinition(
    name="prompts",
    meaning="A row a first message that remote coders were sent: codebook, rules and "
    "the form of the answer.",
    columns=(
        Column(name="prompt", meaning="SHA-256 of the text."),
        Column(name="text", meaning="The message, word for word."),
        Column(
            name="asked",
            meaning="When it was first sent.",
            kind="ISO time",
            unit="UTC",
        ),
    ),
)
