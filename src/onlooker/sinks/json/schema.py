"""The JSON Schema of the report, generated from `shape`: `python -m onlooker.sinks.json.schema > docs/report.schema.json`."""

from __future__ import annotations

import sys

import msgspec

from onlooker.sinks.json.shape import FailedShape, SessionShape


def report_schema() -> str:
    forms, parts = msgspec.json.schema_components([SessionShape, FailedShape], ref_template="#/$defs/{name}")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Onlooker: the report of one session",
        "anyOf": list(forms),
        "$defs": {name: {key: _flat(value) if key == "description" else value for key, value in parts[name].items()} for name in sorted(parts)},
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def _flat(docstring: str) -> str:
    """On one line: Python 3.13 takes the indent out of docstrings, those before leave it in."""
    return " ".join(docstring.split())


if __name__ == "__main__":
    sys.stdout.write(report_schema())
