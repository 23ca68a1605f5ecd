"""A model at the other end of a wire, through pydantic-ai. One call here is one exchange: no retry, no cache, no prices; those are
wrappers. Knows nothing of prompts: a request goes out as it is, and an object comes back."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue

from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.exceptions import ModelContextWindowExceededError, ModelHTTPError, ModelRequestRejectedError, UserError
from pydantic_ai.messages import ModelResponse

from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.domain.model_choice import ModelChoice, ReplyForm
from onlooker.errors import ModelError
from onlooker.llm.call_settings import call_settings
from onlooker.llm.estimate import estimated_input
from onlooker.llm.event_loop import EventLoop
from onlooker.llm.failures import model_error
from onlooker.llm.messages import messages
from onlooker.llm.prices import context_tokens
from onlooker.llm.providers import provider_model
from onlooker.llm.reading import content_of, growing
from onlooker.llm.reply_forms import parameters, reply_forms
from onlooker.llm.sight import sight

_END = object()


def no_blobs(blob: str) -> bytes:
    raise ModelError(f"the request shows a picture or video ({blob}) and there is no store to read it from")


class RemoteModel:
    """Adapter for the `Model` port; safe to call from several threads. Building it opens no connection, and raises SettingError."""

    def __init__(self, choice: ModelChoice, blobs: Callable[[str], bytes] = no_blobs) -> None:
        self.choice = choice
        self._blobs = blobs
        self._model = provider_model(choice)
        self._forms = reply_forms(choice.reply_form, self._model.profile)
        self._sees = sight(choice, self._model.profile)
        self._loop = EventLoop()

    @property
    def name(self) -> str:
        return self.choice.name

    @property
    def context_tokens(self) -> int:
        return context_tokens(self.choice)

    @property
    def sees(self) -> Sees:
        return self._sees

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        """`on_part` is called in the caller's thread."""
        queue: SimpleQueue[object] = SimpleQueue()
        future = self._loop.start(self._answer(request, queue.put if on_part else None))
        future.add_done_callback(lambda _: queue.put(_END))
        try:
            while (part := queue.get()) is not _END:
                if on_part is not None:
                    on_part(part)
            return future.result()
        finally:
            future.cancel()

    async def _answer(self, request: ModelRequest, on_part: Callable[[object], None] | None) -> ModelReply:
        estimate = estimated_input(request)
        try:
            # Entered for each call and shared by calls at once: the connections close with the last of them.
            async with self._model:
                response = await self._in_some_form(request, on_part)
        except Exception as error:
            # Whatever a client library throws, the session is still told by the rules.
            raise model_error(error, self.choice, estimate, pictured=request.pictured) from None
        used = response.usage
        measured = used.input_tokens or used.output_tokens
        content = content_of(response, self.name, request.max_output_tokens)
        # Some servers count nothing when they stream; a guess on the high side keeps a cap honest.
        usage = Usage(
            input_tokens=used.input_tokens if measured else estimate,
            output_tokens=used.output_tokens if measured else len(str(content)) // 2,
        )
        return ModelReply(content=content, model=self.name, usage=usage)

    async def _in_some_form(self, request: ModelRequest, on_part: Callable[[object], None] | None) -> ModelResponse:
        forms = self._forms
        for form in forms:
            try:
                response = await self._exchange(request, form, on_part)
            except Exception as error:
                if form is forms[-1] or not _about_the_form(error):
                    raise
            else:
                self._forms = forms[forms.index(form) :]  # what was refused once is not tried again
                return response
        raise AssertionError("there is always a form")

    async def _exchange(self, request: ModelRequest, form: ReplyForm, on_part: Callable[[object], None] | None) -> ModelResponse:
        said, settings, shape = messages(request, self._blobs, self.name), call_settings(request, self.choice), parameters(request, form)
        if on_part is None:
            return await model_request(self._model, said, model_settings=settings, model_request_parameters=shape)
        seen: object = None
        async with model_request_stream(self._model, said, model_settings=settings, model_request_parameters=shape) as stream:
            async for _ in stream:
                part = growing(stream.get())
                if part is not None and part != seen:
                    seen = part
                    on_part(part)
            return stream.get()


def _about_the_form(error: Exception) -> bool:
    """Whether the next form may do better: the server found the request wrong, or the client could not even word the schema."""
    if isinstance(error, ModelContextWindowExceededError):
        return False
    if isinstance(error, ModelRequestRejectedError):
        return isinstance(error, ModelHTTPError) and error.status_code in (400, 422, 501)
    return isinstance(error, (UserError, AssertionError, ValueError, TypeError))
