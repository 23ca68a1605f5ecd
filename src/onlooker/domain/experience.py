"""What earlier runs took of what was foreseen for them, by model and phase: the next estimate is corrected by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onlooker.domain.estimate import PhaseEstimate
from onlooker.domain.ledger import phase_of
from onlooker.domain.report import RunReport

_ENOUGH = 10
"""So many calls of a phase in one run teach something; fewer are chance."""
_MOST = 5.0
"""A factor is held between a fifth and this: beyond it something else is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Tokens that a call took for one foreseen. How many calls there are is not learnt: it differs with the sessions."""

    input: float = 1.0
    output: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """`corrections` by `model phase`."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)

    def of(self, model: str, phase: str) -> Correction:
        return self.corrections.get(f"{model} {phase}", Correction())

    def after(self, run: RunReport) -> Experience:
        """Learns from the sessions in which no budget left out a call of that phase. What was foreseen was corrected before: factors multiply."""
        foreseen: dict[tuple[str, str], list[PhaseEstimate]] = defaultdict(list)
        took: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for session in run.sessions:
            refused = {phase_of(purpose) for purpose in session.usage.refused}
            for one in session.usage.foreseen:
                if one.name not in refused:
                    foreseen[one.model, one.name].append(one)
            for exchange in session.usage.exchanges:
                phase = phase_of(exchange.purpose)
                if phase not in refused:
                    took[phase].append((exchange.input_tokens, exchange.output_tokens))
        learnt = dict(self.corrections)
        for (model, phase), parts in foreseen.items():
            calls, made = sum(part.calls for part in parts), len(took[phase])
            if min(calls, made) < _ENOUGH:
                continue
            before = self.of(model, phase)
            given, written = (sum(tokens) / made for tokens in zip(*took[phase], strict=True))
            learnt[f"{model} {phase}"] = Correction(
                input=_held(before.input * _times(given, sum(part.input_tokens for part in parts) / calls)),
                output=_held(before.output * _times(written, sum(part.output_tokens for part in parts) / calls)),
            )
        return replace(self, corrections=learnt)


def _times(took: float, foreseen: float) -> float:
    return took / foreseen if foreseen and took else 1.0


def _held(factor: float) -> float:
    return round(min(max(factor, 1 / _MOST), _MOST), 4)
