"""Every exception Onlooker raises on purpose.

    OnlookerError
    ├── InputError            what was handed in cannot be used; the message says what to do
    │   ├── SourceError       a path holds no session that can be read
    │   ├── MissingError      what is asked for by its id is not there, or no longer
    │   └── SettingError      a setting or option is wrong
    ├── DecodeError           bytes that no known format explains (one part, never a whole session)
    ├── ReplyError            a model's reply that cannot be used; the message is sent back to it
    ├── ModelError            a model that gave no reply: refused, timed out, unreachable
    ├── BudgetError           the next call would cross the money cap
    ├── RenderError           a clip that could not be rendered; the run goes on without it
    └── CatalogueError        the database is gone, full or damaged; the run stops, and goes on when started again

A class exists because somebody acts on it: faces turn InputError into exit status 2 or HTTP 400 (404 for what is missing), the source turns
DecodeError into a counted loss, `summarize` asks again on ReplyError, the pipeline falls back to the rules on ModelError and BudgetError,
and counts a RenderError as a clip that failed; a CatalogueError stops a run with nothing lost.
Messages carry ids and places, never a user's data.
"""

from __future__ import annotations


class OnlookerError(Exception):
    """The root: catch it to catch everything raised on purpose."""


class InputError(OnlookerError):
    """What was handed in cannot be used."""


class SourceError(InputError):
    """A path, glob or file that yields no session."""


class MissingError(InputError):
    """Nothing is kept under that id, or it is no longer in the store."""


class SettingError(InputError):
    """A setting with a value that means nothing."""


class DecodeError(OnlookerError):
    """Bytes that no known recording or event format explains."""


class ReplyError(OnlookerError):
    """A model's reply that fails its checks; the text is fit to be sent back to the model."""


class ModelError(OnlookerError):
    """No usable answer came from the model. `again_after_s`: asking the same again may help after that many seconds, None when it will not.
    The tokens are what the failed call is known to have used, so that money spent for nothing is counted too; `cost` is that money once
    somebody has put a price on it, USD, None when no price is known, and `model` who took it."""

    def __init__(
        self,
        message: str,
        *,
        again_after_s: float | None = None,
        input_tokens: int = 0,
        output_tokens: int = 0,
        cost: float | None = 0.0,
        model: str = "",
    ) -> None:
        super().__init__(message)
        self.again_after_s = again_after_s
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.cost = cost
        self.model = model


class BudgetError(OnlookerError):
    """The next call would cost more than what is left."""


class RenderError(OnlookerError):
    """A clip could not be rendered. `fatal`: the recording took the browser down with it, and is set aside for the rest of the run."""

    def __init__(self, message: str, *, fatal: bool = False) -> None:
        super().__init__(message)
        self.fatal = fatal


class CatalogueError(OnlookerError):
    """The catalogue, or the store beside it, cannot be read or written. The message says what to do."""
