"""Models behind the `Model` port. `connect` is the way in; everything around a call is a wrapper with the port's own interface.

Importing this package is cheap: pydantic-ai and the providers' clients load when a model is connected.
"""

from onlooker.llm.batched import check_batch
from onlooker.llm.connect import connect
from onlooker.llm.keys import KEY_VARIABLES, missing_key
from onlooker.llm.known import check_provider
from onlooker.llm.ledger import Ledger
from onlooker.llm.prices import context_tokens, price
from onlooker.llm.purse import LocalPurse, Purse
from onlooker.llm.routed import Routed
from onlooker.llm.session_cap import session_capped
from onlooker.llm.shared_purse import SharedPurse

__all__ = [
    "KEY_VARIABLES",
    "Ledger",
    "LocalPurse",
    "Purse",
    "Routed",
    "SharedPurse",
    "check_batch",
    "check_provider",
    "connect",
    "context_tokens",
    "missing_key",
    "price",
    "session_capped",
]
