"""How the money of a run is told in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.domain.estimate import phase_words
from onlooker.domain.ledger import Forecast, LeftOut, Row
from onlooker.domain.words import count, duration, money


def saved_words(row: Row) -> str:
    """Empty where no answer was kept from before."""
    if not row.cached:
        return ""
    worth = f", which saved {money(row.saved)}" if row.saved else ""
    return f"{count(row.cached, 'answer')} {'was' if row.cached == 1 else 'were'} kept from before{worth}."


def left_out_words(left: LeftOut) -> str:
    where = f" in {count(left.sessions, 'session')}" if left.sessions else ""
    return f"The budget left out {count(left.calls, 'call')} for {phase_words(left.phase)}{where}."


def foreseen_costs(forecast: Forecast | None) -> Mapping[str, str]:
    """What was foreseen for each phase, by its name; empty where nobody asked."""
    return {name: money(foreseen) for name, foreseen, _ in forecast.phases} if forecast is not None else {}


def forecast_words(forecast: Forecast) -> str:
    """What was foreseen, and what it came to of that; what cannot be told is left out. An answer that was kept counts as if it had been paid."""
    foreseen = forecast.foreseen
    told = [
        (money(foreseen.cost), "the money", forecast.cost),
        (count(foreseen.calls, "call"), "the calls", forecast.calls),
        (duration(round(1000 * (foreseen.seconds or 0))), "the time", forecast.seconds),
    ]
    known = [(amount, f"{ratio:.0%} of {what}") for amount, what, ratio in told if ratio is not None]
    if not known:
        return ""
    return f"Foreseen: {', '.join(amount for amount, _ in known)}. It came to {', '.join(share for _, share in known)}."
