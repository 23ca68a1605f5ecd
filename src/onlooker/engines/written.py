"""What is written down of workflows in DBOS's tables, asked for and changed by way of its client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer

from onlooker.engines.database import ClosedError
from onlooker.engines.patience import Patience
from onlooker.errors import CatalogueError, OnlookerError

T = TypeVar("T")
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
UNDER_WAY = ["PENDING", "ENQUEUED", "DELAYED"]
SERIALIZER = DBOSPortableJSONSerializer()
"""JSON in place of pickles: who may write to the database may not run code here."""
_AT_ONCE = 500


class Written:
    """Every call raises what `explain` makes of the driver's errors, once `patient` has waited in vain."""

    def __init__(self, engine: sa.Engine, *, explain: Callable[[Exception], OnlookerError], patient: Patience) -> None:
        self._engine, self._explain, self._patient = engine, explain, patient
        self._client: DBOSClient | None = None

    def open(self) -> None:
        """Once the tables are there."""
        self._client = DBOSClient(
            system_database_engine=self._engine, application_name="onlooker", retry_connection_errors=False, serializer=SERIALIZER
        )

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.destroy()

    def asked(self, do: Callable[[DBOSClient], T]) -> T:
        client = self._client
        if client is None:
            raise CatalogueError("the run's engine is not open")

        def ask() -> T:
            try:
                return do(client)
            except (sa.exc.SQLAlchemyError, ClosedError) as error:
                raise self._explain(error) from error

        return self._patient(ask)

    def listed(self, prefix: str | None = None, *, status: Sequence[str] | None = None, load_output: bool = False, **wanted: Any) -> list[Any]:
        """DBOS's own rows of the workflows whose names begin so."""
        states = list(status) if status is not None else None
        ask = partial(DBOSClient.list_workflows, workflow_id_prefix=prefix, status=states, load_input=False, load_output=load_output, **wanted)
        return list(self.asked(ask))

    def forget(self, names: Sequence[str]) -> None:
        for start in range(0, len(names), _AT_ONCE):
            self.asked(partial(DBOSClient.delete_workflows, workflow_ids=list(names[start : start + _AT_ONCE])))
