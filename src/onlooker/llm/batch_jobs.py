"""A provider's batch jobs that outlive the process that made them: which job each question is in is noted before anybody waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from pydantic_ai.models import Model
from pydantic_ai.models.batch import Batch, EncodedBatchRequest
from pydantic_ai.models.wrapper import WrapperModel

from onlooker.ports import NoteStore

_JOB = TypeAdapter(Batch)


class Jobs:
    """By the questions' ids."""

    def __init__(self, notes: NoteStore, model: str) -> None:
        self._notes, self._model = notes, model

    def of(self, custom_id: str) -> Batch | None:
        noted = self._notes.noted(self._key(custom_id))
        try:
            return _JOB.validate_json(noted) if noted else None
        except ValidationError:
            return None

    def note(self, custom_ids: Sequence[str], job: Batch) -> None:
        told = _JOB.dump_json(job)
        for custom_id in custom_ids:
            self._notes.note(self._key(custom_id), told)

    def forget(self, custom_ids: Sequence[str]) -> None:
        for custom_id in custom_ids:
            self._notes.note(self._key(custom_id), b"")

    def _key(self, custom_id: str) -> str:
        return f"batch job {self._model} {custom_id}"


class Resumed(WrapperModel):
    """Joins a job that is under way in place of making one; what that did not answer goes into a new one. A job goes on when nobody waits for it any
    longer: its answers are fetched by whoever asks the same next."""

    def __init__(self, wrapped: Model, jobs: Jobs, job: Batch | None) -> None:
        super().__init__(wrapped)
        self._jobs, self._job = jobs, job
        self._joined: set[str] = set()

    async def batch_create(self, requests: Sequence[EncodedBatchRequest]) -> Batch:
        ids = [request.custom_id for request in requests]
        if self._job is not None and self._joined.isdisjoint(ids):
            self._joined.update(ids)
            return self._job
        job = await self.wrapped.batch_create(requests)
        self._jobs.note(ids, job)
        return job

    async def batch_cancel(self, batch: Batch) -> Batch:
        return batch
