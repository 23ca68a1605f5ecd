"""What the rules suspect, and what they hold for noise, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.condense.plain import plain
from onlooker.condense.row import Cell, Row
from onlooker.condense.words import ERROR, LABEL, VALUE
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, Noise

_CITES, _FACTS = 6, 8
_REASON = 160


def suspect_row(finding: Finding, label: str, labels: Mapping[str, str]) -> Row:
    """`labels` maps entry ids to the lines that tell them."""
    cites = list(dict.fromkeys(labels[entry] for entry in finding.evidence.entries if entry in labels))
    facts = {name: value for hit in finding.evidence.hits for name, value in hit.facts.items()}
    cells = [Cell(text=plain(finding.title, ERROR))]
    if cites:
        cells.append(Cell(text="at " + " ".join(cites[:_CITES])))
    cells += [Cell(text=plain(f"{name.replace('_', ' ')} {value}", VALUE)) for name, value in list(facts.items())[:_FACTS]]
    verdict = finding.evidence.verdict
    if verdict is not None and verdict.status is not Status.SUSPECTED:
        cells.append(Cell(text=plain(f"rules say {verdict.status}: {verdict.reason}", _REASON)))
    return Row(
        label=label,
        at_ms=finding.start_ms,
        end_ms=finding.end_ms,
        window=0,
        aside=True,
        what=f"suspected {plain(finding.symptom, LABEL)}",
        cells=tuple(cells),
    )


def noise_rows(noise: Sequence[Noise]) -> list[Row]:
    return [
        Row(
            label="",
            at_ms=item.at_ms,
            end_ms=item.at_ms,
            window=0,
            aside=True,
            what="not visible",
            cells=(Cell(text=f"{item.count}x"), Cell(text=plain(item.what, ERROR)), Cell(text=plain(item.reason, _REASON))),
        )
        for item in noise
    ]
