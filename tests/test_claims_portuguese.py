"""Claims in Portuguese: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Apoiamos a criação de uma biblioteca.", ["+criação"]),
    ("Rejeitamos a portagem da ponte.", ["-portagem"]),
    ("Queremos abolir a taxa do cais.", ["-taxa"]),
    ("Construiremos duas creches.", ["+creches"]),
    ("A taxa será abolida.", ["-taxa"]),
    ("A taxa deve ser abolida.", ["-taxa"]),
    ("Não à portagem!", ["-portagem"]),
    ("Sim à feira!", ["+feira"]),
    ("Vamos criar um museu do mar.", ["+museu"]),
    ("Exigimos a proibição da caça noturna.", ["+proibição", "-caça"]),
    ("Proteger as dunas e limitar o ruído", ["+dunas", "-ruído"]),
    (
        "Lutamos contra a usura, o ruído e todas as formas de abuso.",
        ["-usura", "-ruído", "-formas"],
    ),
    ("Nunca aceitaremos a venda do farol.", ["-venda"]),
    ("Somos contra a torre.", ["-torre"]),
    ("É preciso reduzir o ruído.", ["-ruído"]),
    ("Substituiremos a taxa por uma quota.", ["-taxa", "+quota"]),
    ("Abolição da taxa de pesca", ["+Abolição", "-taxa"]),
    ("O governo rejeita a reabertura do canal.", ["O governo: -reabertura"]),
    ("Queremos uma portagem?", []),
    ("O canal mede doze quilómetros.", []),
    ("A portagem é injusta.", ["-portagem"]),
    ("Exigimos o acesso aos arquivos.", ["+acesso"]),
    ("Permitiremos aos vizinhos abrir as suas lojas.", ["+abrir"]),
    ("Afirmamos a necessidade de reduzir o ruído.", ["-ruído"]),
    ("Consideramos injusta a portagem.", ["-portagem"]),
    ("Nem portagens nem multas", ["-portagens", "-multas"]),
    ("Cada cais terá um guarda.", ["+guarda"]),
    ("Transformaremos a taxa numa quota.", ["-taxa", "+quota"]),
    ("É necessário que a câmara abra o porto.", ["+porto"]),
    ("Tornar gratuitos os barcos", ["+barcos"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_portuguese_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "pt") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("a torre do porto", "Rejeitamos:", ["-torre"]),
        ("um elevador na estação", "As nossas reivindicações", ["+elevador"]),
    ],
)
def test_a_portuguese_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "pt", heading=heading) == expected
