"""The form of a language model's answer: a JSON schema, and the check against it.

The schema is sent along, and every answer is checked against the very same one, since
few endpoints hold their model to it. The check covers the part of JSON Schema that the
schemas here use, and says in a few words what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.model.codebook import Variable

MOST_QUOTES: Final = 3

Schema = dict[str, Any]


def answer_schema(variable: Variable) -> Schema:
    """Return the JSON schema of an answer on one variable.

    An answer has ``quotes``, the words of the unit that decide; ``value``, a code or a
    number, and null where a variable with a condition does not apply; and
    ``confidence``. Quotes come first: what is written first can guide what
    follows, and a reason found afterwards cannot.

    Examples
    --------
    >>> from hustings.model.codebook import Code, Variable
    >>> topic = Variable(
    ...     name="topic",
    ...     title="Topic",
    ...     level="nominal",
    ...     codes=(Code(code="tax", title="Taxes"), Code(code="no", title="None")),
    ... )
    >>> answer_schema(topic)["properties"]["value"]
    {'type': 'string', 'enum': ['tax', 'no']}
    """
    return {
        "type": "object",
        "properties": {
            "quotes": {
                "type": "array",
                "items": {"type": "string"},
                "maxItems": MOST_QUOTES,
            },
            "value": _value_schema(variable),
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        },
        "required": ["quotes", "value", "confidence"],
        "additionalProperties": False,
    }


def _value_schema(variable: Variable) -> Schema:
    can_be_null = variable.condition is not None
    if variable.number is None:
        values: list[str | None] = [code.code for code in variable.codes]
        if can_be_null:
            return {"type": ["string", "null"], "enum": [*values, None]}
        return {"type": "string", "enum": values}
    number = variable.number
    kind = "integer" if number.is_whole else "number"
    schema: Schema = {"type": [kind, "null"] if can_be_null else kind}
    if number.minimum is not None:
        schema["minimum"] = float(number.minimum)
    if number.maximum is not None:
        schema["maximum"] = float(number.maximum)
    return schema


def find_fault(value: object, schema: Mapping[str, Any], *, name: str = "") -> str:
    """Say what of a JSON value is not as a schema says; empty where all of it is.

    Parameters
    ----------
    value : JSON value
        As `json.loads` gives it.
    schema : mapping
        With the keywords type, enum, properties, required, additionalProperties,
        items, minItems, maxItems, minimum and maximum.
    name : str
        Of the value, for the words.

    Examples
    --------
    >>> find_fault({"value": 3}, {"properties": {"value": {"type": "string"}}})
    'value is no string'
    """
    return next(_faults(value, schema, name or "the answer"), "")


def _faults(value: object, schema: Mapping[str, Any], name: str) -> Iterator[str]:
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if kinds and not any(_IS[kind](value) for kind in kinds):
        yield f"{name} is no {' or '.join(kinds)}"
        return
    if "enum" in schema and not any(_is_same(value, one) for one in schema["enum"]):
        yield f"{name} {_short(value)} is none of the codes"
    for check in _CHECKS:
        yield from check(value, schema, name)


def _faults_of_object(
    value: object, schema: Mapping[str, Any], name: str
) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    properties = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{name} has no {key}"
    for key, inner in value.items():
        if key in properties:
            yield from _faults(inner, properties[key], key)
        elif schema.get("additionalProperties") is False:
            yield f"{name} has {_short(key)}, which nobody asked for"


def _faults_of_array(
    value: object, schema: Mapping[str, Any], name: str
) -> Iterator[str]:
    if not isinstance(value, list):
        return
    if len(value) < schema.get("minItems", 0):
        yield f"{name} has fewer than {schema['minItems']}"
    if len(value) > schema.get("maxItems", len(value)):
        yield f"{name} has more than {schema['maxItems']}"
    for inner in value:
        yield from _faults(inner, schema.get("items", {}), f"one of {name}")


def _faults_of_number(
    value: object, schema: Mapping[str, Any], name: str
) -> Iterator[str]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield f"{name} is below {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield f"{name} is above {schema['maximum']}"


_CHECKS = (_faults_of_object, _faults_of_array, _faults_of_number)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: object) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return _is_number(value)


_IS: Mapping[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "integer": _is_integer,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def _is_same(value: object, one: object) -> bool:
    """Compare as JSON does: true is not 1."""
    return isinstance(value, bool) == isinstance(one, bool) and value == one


def _short(value: object) -> str:
    shown = str(value)
    return f"“{shown if len(shown) <= 40 else f'{shown[:39]}…'}”"
