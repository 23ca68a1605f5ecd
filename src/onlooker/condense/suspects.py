"""What the rules suspect, and what they hold for noise, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.condense.plain import plain
from onlooker.condense.row import Cell, Row
from onlooker.condense.words import ERROR, LABEL, VALUE, span
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, Noise

_CITES, _FACTS = 6, 8
_REASON = 160


def suspect_row(finding: Finding, label: str, labels: Mapping[str, str]) -> Row:
    """`labels` maps entry ids to the lines that tell them."""
    title = plain(finding.title, ERROR)
    cited = {labels[entry] for entry in finding.evidence.entries if entry in labels}
    cites = sorted(cited, key=lambda name: int(name[1:]))
    cells = [Cell(text=title)]
    if cites:
        cells.append(Cell(text="at " + " ".join(cites[:_CITES]) + (f" and {len(cites) - _CITES} more" if len(cites) > _CITES else "")))
    facts = {name: value for hit in finding.evidence.hits for name, value in hit.facts.items()}
    measured = [told for name, value in facts.items() if (told := _fact(name, value, title))]
    cells += [Cell(text=plain(told, VALUE)) for told in measured[:_FACTS]]
    verdict = finding.evidence.verdict
    if verdict is not None and verdict.status is not Status.SUSPECTED:
        cells.append(Cell(text=plain(f"rules say {verdict.status}: {verdict.reason}", _REASON)))
    what = f"suspected {plain(finding.symptom, LABEL)}"
    return Row(label=label, at_ms=finding.start_ms, end_ms=finding.end_ms, window=0, aside=True, what=what, cells=tuple(cells))


def _fact(name: str, value: str | int | float | bool, title: str) -> str:
    """`presses 20`; empty for what is not so, what the title says already, and addresses, which the page lines tell."""
    words = name.replace("_", " ")
    if isinstance(value, bool):
        return words if value else ""
    if isinstance(value, str):
        return "" if not value or "://" in value or value.casefold() in title.casefold() else f"{words} {value}"
    if name.endswith("_ms"):
        return f"{words.removesuffix(' ms')} {span(round(value))}"
    return f"{words} {value:g}" if value else ""


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
