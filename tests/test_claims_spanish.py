"""Claims in Spanish: invented sentences, construction by construction."""

from __future__ import annotations

import pytest

from claim_sentences import heads_in

SENTENCES = [
    ("Apoyamos la creación de una biblioteca.", ["+creación"]),
    ("Rechazamos el peaje del puente.", ["-peaje"]),
    ("Exigimos un médico en cada valle.", ["+médico"]),
    ("Proponemos derogar la tasa del muelle.", ["-tasa"]),
    ("Vamos a crear dos guarderías.", ["+guarderías"]),
    ("Crearemos un museo del mar.", ["+museo"]),
    ("Se prohibirá la caza nocturna.", ["-caza"]),
    ("¡No al peaje!", ["-peaje"]),
    ("¡Sí a la feria!", ["+feria"]),
    ("Proteger las dunas y limitar el ruido", ["+dunas", "-ruido"]),
    ("La tasa será abolida.", ["-tasa"]),
    ("Los muelles deben ser reparados.", ["+muelles"]),
    (
        "Luchamos contra la usura, el ruido y todas las formas de abuso.",
        ["-usura", "-ruido", "-formas"],
    ),
    ("Pedimos la prohibición de los petardos.", ["+prohibición", "-petardos"]),
    ("Nunca aceptaremos la venta del faro.", ["-venta"]),
    ("No queremos una torre en el puerto.", ["-torre"]),
    ("Nos oponemos al cierre de la estación.", ["-cierre"]),
    ("Pedimos que los jueces sean elegidos.", ["+elegidos"]),
    ("Sustituiremos la tasa por una cuota.", ["-tasa", "+cuota"]),
    ("Hay que reducir el ruido.", ["-ruido"]),
    ("Para proteger las dunas plantaremos pinos.", ["+dunas", "+pinos"]),
    ("Abolición de la tasa de pesca", ["+Abolición", "-tasa"]),
    ("El gobierno rechaza la reapertura del canal.", ["El gobierno: -reapertura"]),
    ("¿Queremos un peaje?", []),
    ("El canal mide doce kilómetros.", []),
    ("El peaje es injusto.", ["-peaje"]),
    ("Estamos en contra de la torre.", ["-torre"]),
    (
        "¡Barcas gratis para los mayores, bancos en el parque y muelles que aguanten!",
        ["+Barcas", "+bancos", "+muelles"],
    ),
    ("Apadrinaremos los coros del valle.", ["+coros"]),
    ("Consideramos injusto el peaje.", ["-peaje"]),
    ("La barca mejora la vida del valle.", ["+barca"]),
    ("El peaje perjudica a los comercios.", ["-peaje"]),
    ("Permitiremos a los vecinos abrir sus tiendas.", ["+abrir"]),
    ("Ayudaremos a construir un puente.", ["+puente"]),
    ("Ayudaremos a los vecinos a construir un puente.", ["+construir"]),
    ("Afirmamos la necesidad de reducir el ruido.", ["-ruido"]),
    ("Afirmamos la necesidad de nuevas escuelas.", ["+escuelas"]),
    ("Es necesario un médico en cada muelle.", ["+médico"]),
    ("Es necesario que el puerto abra la puerta.", ["+puerta"]),
    ("Será creado un fondo del puerto.", ["+fondo"]),
    ("La reforma debe apoyarse en los vecinos.", ["+vecinos"]),
    ("Cuando la caja está vacía, los abusos son inaceptables.", ["-abusos"]),
    ("Hay que encauzar los ríos.", ["+ríos"]),
    ("En los valles, abrir guarderías", ["+guarderías"]),
    ("Creemos que la tasa es una causa del ruido.", []),
    ("Dotaremos al ayuntamiento de barcas.", ["+barcas"]),
    ("Transformaremos la tasa en una cuota.", ["-tasa", "+cuota"]),
    ("Transformaremos la escuela.", ["+Transformaremos"]),
    ("No vender el faro, sino abrir el puerto", ["-vender", "+puerto"]),
    ("Ni peajes ni multas", ["-peajes", "-multas"]),
    ("Cada muelle tendrá un guarda.", ["+guarda"]),
    (
        "Creación de un fondo, supresión de la tasa",
        ["+Creación", "+supresión", "-tasa"],
    ),
    ("Nuestra prioridad será la reducción de la deuda.", ["+reducción", "-deuda"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_claims_of_a_spanish_sentence(text: str, expected: list[str]) -> None:
    assert heads_in(text, "es") == expected


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("la torre del puerto", "Rechazamos:", ["-torre"]),
        ("un ascensor en la estación", "Nuestras demandas", ["+ascensor"]),
    ],
)
def test_a_spanish_heading_gives_items_their_stance(
    text: str, heading: str, expected: list[str]
) -> None:
    assert heads_in(text, "es", heading=heading) == expected
