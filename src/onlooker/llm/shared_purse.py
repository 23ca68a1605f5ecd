"""The cap of a run that several processes work on: what is set aside stands in the catalogue."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from onlooker.domain.catalogued import Expense
from onlooker.domain.model import Exchange
from onlooker.errors import CatalogueError
from onlooker.llm.purse import Bill, refusal
from onlooker.ports import Catalogue

_log = logging.getLogger(__name__)


class SharedPurse:
    """What an answered call cost stays set aside under its key until the answer is booked (`Catalogue.spend` with that key), so that a kill in
    between loses nothing of it. A call that was paid and brought no answer is booked here."""

    def __init__(self, catalogue: Catalogue, run_id: str, cap_usd: float, *, option: str = "--budget") -> None:
        self._catalogue = catalogue
        self._run_id = run_id
        self._cap_usd = cap_usd
        self._option = option

    @contextmanager
    def set_aside(self, usd: float, key: str) -> Iterator[Bill]:
        left = self._catalogue.set_aside(self._run_id, key, usd, self._cap_usd)
        if left is not None:
            raise refusal(usd, left, self._cap_usd, self._option)
        bill = Bill(usd=usd)
        try:
            yield bill
        finally:
            self._settle(key, bill)

    def _settle(self, key: str, bill: Bill) -> None:
        """A catalogue that is gone by now must not cost the answer: what was set aside stays so, and whoever books the answer says what is wrong."""
        try:
            if bill.lost is not None:
                self._catalogue.spend(self._lost(key, bill.lost, bill.usd))
            if bill.lost is not None or not bill.usd:
                self._catalogue.give_back(self._run_id, key)
            else:
                self._catalogue.set_aside(self._run_id, key, bill.usd, math.inf)
        except CatalogueError:
            _log.warning("what a call cost could not be written down")

    def _lost(self, key: str, exchange: Exchange, usd: float) -> Expense:
        """Under a key of its own: the same call may be asked again, and be lost again."""
        return Expense(
            run_id=self._run_id,
            request_key=f"{key}.{token_hex(4)}",
            purpose=exchange.purpose,
            model=exchange.model,
            finding_ids=exchange.about,
            input_tokens=exchange.input_tokens,
            output_tokens=exchange.output_tokens,
            cost=usd,
        )
