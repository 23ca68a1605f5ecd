"""The JSON Schemas of reports, generated from the forms: `python -m onlooker.sinks.json.schema docs` writes them there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from onlooker.sinks.json.pattern_shape import PatternsShape
from onlooker.sinks.json.run_shape import RunShape
from onlooker.sinks.json.shape import FailedShape, SessionShape


def report_schema() -> str:
    return _schema("Onlooker: the report of one session", SessionShape, FailedShape)


def patterns_schema() -> str:
    return _schema("Onlooker: what recurs across the sessions of a run", PatternsShape)


def run_schema() -> str:
    return _schema("Onlooker: what a run says besides its sessions and patterns", RunShape)


SCHEMAS: Mapping[str, Callable[[], str]] = {
    "report.schema.json": report_schema,
    "patterns.schema.json": patterns_schema,
    "run.schema.json": run_schema,
}


def _schema(title: str, *shapes: type[Struct]) -> str:
    forms, parts = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **(forms[0] if len(forms) == 1 else {"anyOf": list(forms)}),
        "$defs": {name: {key: _flat(value) if key == "description" else value for key, value in parts[name].items()} for name in sorted(parts)},
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def _flat(docstring: str) -> str:
    """On one line: Python 3.13 takes the indent out of docstrings, those before leave it in."""
    return " ".join(docstring.split())


if __name__ == "__main__":
    for name, schema in SCHEMAS.items():
        Path(sys.argv[1], name).write_text(schema(), "utf-8")
