"""Why a request is not taken, as a status and one sentence for whoever reads the browser's console."""

from __future__ import annotations

from starlette.responses import JSONResponse

AGAIN_S = 5


class Refused(Exception):
    """`again`: the same request may be taken in a while."""

    def __init__(self, status: int, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.status, self.why, self.again = status, why, again

    def response(self) -> JSONResponse:
        headers = {"Retry-After": str(AGAIN_S)} if self.again else {}
        if self.status in (408, 413):
            headers["Connection"] = "close"  # what is still on its way is not waited for
        return JSONResponse({"error": self.why}, self.status, headers=headers)
