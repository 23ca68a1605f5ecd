"""Models behind the `Model` port. `connect` is the way in; everything around a call is a wrapper with the port's own interface.

Importing this package is cheap: pydantic-ai and the providers' clients load when a model is connected.
"""

from onlooker.llm.connect import connect
from onlooker.llm.keys import KEY_VARIABLES, missing_key
from onlooker.llm.known import check_provider
from onlooker.llm.ledger import Ledger
from onlooker.llm.prices import context_tokens, price

__all__ = ["KEY_VARIABLES", "Ledger", "check_provider", "connect", "context_tokens", "missing_key", "price"]
