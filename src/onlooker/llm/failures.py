"""Everything that can go wrong in a call, told as a ModelError that says what to do. Providers' own texts are left out: they quote
what was sent, and sometimes the key."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic_ai import exceptions as ai

from onlooker.domain.model_choice import ModelChoice
from onlooker.errors import ModelError
from onlooker.llm.keys import KEY_VARIABLES

_TEXT_ONLY = "; if it takes no pictures, set ONLOOKER_SEES=text"


def model_error(error: Exception, choice: ModelChoice, input_tokens: int, *, pictured: bool = False) -> ModelError:
    """`input_tokens` is the estimate for the request: charged where the provider may bill without having answered. `pictured`: it showed
    pictures or video, which a model of text alone is known by refusing."""
    name = choice.name
    match error:
        case ModelError():
            return error
        case ai.ModelAuthenticationError():
            return ModelError(f"{name}: the key was refused; check {_variable(choice)} and that it may use this model")
        case ai.ModelNotFoundError():
            meant = getattr(error, "suggested_model_id", None)
            hint = f"; did you mean {choice.provider}:{meant}?" if meant else f"; check the name{' and the address' if choice.base_url else ''}"
            return ModelError(f"{name}: no such model{_at(choice)}{hint}")
        case ai.ModelContextWindowExceededError():
            return ModelError(f"{name}: the request is longer than the model reads; set ONLOOKER_CONTEXT_TOKENS to what it really reads")
        case ai.ModelQuotaExceededError():
            return ModelError(f"{name}: the account's quota or credit is used up")
        case ai.ModelRateLimitError():
            return ModelError(f"{name}: too many requests; set ONLOOKER_REQUESTS_PER_MINUTE lower", again_after_s=error.retry_after or 0.0)
        case ai.ModelUnavailableError() | ai.ModelServerError():
            hint = _TEXT_ONLY if pictured else ""
            return ModelError(f"{name}: the server failed{_status(error)}; try again later{hint}", again_after_s=error.retry_after or 0.0)
        case ai.ModelRequestTimeout():
            return ModelError(f"{name}: no whole reply within {error.timeout:g} s; set ONLOOKER_TIMEOUT_S higher", input_tokens=input_tokens)
        case ai.ModelConnectionError():
            if error.phase in ("pool", "connect"):
                return ModelError(f"{name}: cannot be reached{_at(choice)}", again_after_s=0.0)
            return ModelError(
                f"{name}: the connection{_at(choice)} broke off before the reply was there", again_after_s=0.0, input_tokens=input_tokens
            )
        case ai.ModelHTTPError():
            hint = _TEXT_ONLY if pictured else ""
            return ModelError(f"{name}: the request was rejected{_status(error)}{hint}", again_after_s=error.retry_after)
        case ai.ModelAPIError():
            hint = "; check the address" if choice.base_url else ""
            return ModelError(f"{name}: what came back{_at(choice)} is no reply{hint}", input_tokens=input_tokens)
        case ai.ContentFilterError():
            return ModelError(f"{name}: declined to answer", input_tokens=input_tokens)
        case ai.UnexpectedModelBehavior():
            return ModelError(f"{name}: replied with something that cannot be read", again_after_s=0.0, input_tokens=input_tokens)
        case NotImplementedError() | ai.UserError():
            hint = _TEXT_ONLY if pictured else ""
            return ModelError(f"{name}: cannot take this kind of request (pictures or video it does not read, or a schema it refuses){hint}")
        case _:
            return ModelError(f"{name}: the call failed ({type(error).__name__})")


def _status(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f" (HTTP {status})" if isinstance(status, int) else ""


def _at(choice: ModelChoice) -> str:
    """Host and port only: an address may carry a name and a password."""
    place = urlsplit(choice.base_url).netloc.rpartition("@")[2]
    return f" at {place}" if place else ""


def _variable(choice: ModelChoice) -> str:
    return " or ".join(KEY_VARIABLES.get(choice.provider, ("the provider's key in the environment",)))
