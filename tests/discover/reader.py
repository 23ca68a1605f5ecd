"""A double that answers requests about patterns as a reader would who knows causes: from the text of each request alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from onlooker.domain.model import ModelReply, ModelRequest, TextPart
from onlooker.llm.scripted import Scripted

Cause = Callable[[str], str]
"""The lines of a trouble -> the name of its cause; "" for one of its own, "noise" for none at all."""


class Reader(Scripted):
    """Tells each cause as one pattern whose title is the cause's name. `wrong` replaces its answer to requests of some purposes; `second` is what it
    goes by at the second look."""

    def __init__(
        self,
        cause: Cause,
        wrong: Mapping[str, Mapping[str, object] | Exception] | None = None,
        *,
        second: Cause | None = None,
        context_tokens: int = 128_000,
    ) -> None:
        self._wrong = wrong or {}
        self._cause = cause
        self._second = second or cause
        super().__init__(self.answers, name="test:reader", context_tokens=context_tokens)

    def answers(self, request: ModelRequest) -> Mapping[str, object] | Exception:
        return self._wrong[request.purpose] if request.purpose in self._wrong else getattr(self, f"_{request.purpose}")(request)

    def purposes(self) -> list[str]:
        return [request.purpose for request in self.asked]

    def _extract(self, request: ModelRequest) -> dict[str, object]:
        causes: dict[str, list[str]] = {}
        for label, text in blocks(request, "t").items():
            if (cause := self._cause(text)) not in ("", "noise"):
                causes.setdefault(cause, []).append(label)
        return {
            "patterns": [
                {"shares": f"All are {cause}.", "troubles": labels, "example": labels[0], "title": cause, "kind": "exception", "description": ""}
                for cause, labels in causes.items()
            ]
        }

    def _combine(self, request: ModelRequest) -> dict[str, object]:
        causes: dict[str, list[str]] = {}
        for label, text in blocks(request, "c").items():
            causes.setdefault(_title(text), []).append(label)
        return {"patterns": [{"shares": "", "candidates": labels, "title": cause, "kind": "", "description": ""} for cause, labels in causes.items()]}

    def _assign(self, request: ModelRequest) -> dict[str, object]:
        patterns = {_title(text): label for label, text in blocks(request, "p").items()}
        causes = {label: self._cause(text) for label, text in blocks(request, "t").items()}
        return {"rulings": [{"trouble": label, "why": "", "pattern": patterns.get(cause, cause or "none")} for label, cause in causes.items()]}

    def _check(self, request: ModelRequest) -> dict[str, object]:
        heaps = self.heaps(request)
        told = []
        for label, members in heaps.items():
            causes: dict[str, list[str]] = {}
            for member, cause in members.items():
                causes.setdefault(cause, []).append(member)
            told.append(
                {
                    "heap": label,
                    "why": "Read again.",
                    "ruling": "one" if len(causes) == 1 else "several",
                    "causes": [{"cause": f"It is {cause}.", "members": own, "title": cause} for cause, own in causes.items()],
                }
            )
        pairs = [
            {"first": one, "second": other, "why": "", "ruling": "one" if set(heaps[one].values()) == set(heaps[other].values()) else "two"}
            for one, other in re.findall(r"(h\d+) with (h\d+)", trusted(request))
        ]
        return {"heaps": told, "pairs": pairs}

    def heaps(self, request: ModelRequest) -> dict[str, dict[str, str]]:
        """Heap -> member -> cause."""
        found: dict[str, dict[str, str]] = {}
        for piece in re.split(r"^heap ", untrusted(request), flags=re.MULTILINE)[1:]:
            label, _, rest = piece.partition("\n")
            found[label] = {member: self._second(text) for member, text in _blocks(rest, "m").items()}
        return found


def blocks(request: ModelRequest, prefix: str) -> dict[str, str]:
    """Label -> the lines that stand under it."""
    return _blocks(untrusted(request), prefix)


def _blocks(text: str, prefix: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        head = re.match(rf"({prefix}\d+): (.*)", line)
        if head:
            lines = found.setdefault(head.group(1), [])
            lines.append(head.group(2))
        elif line.startswith("  "):
            lines.append(line)
        else:
            lines = []
    return {label: "\n".join(own) for label, own in found.items()}


def _title(text: str) -> str:
    return re.sub(r" \(\d+ sessions?\)$", "", text.splitlines()[0])


def untrusted(request: ModelRequest) -> str:
    return "\n".join(part.text for part in request.parts if isinstance(part, TextPart) and part.untrusted)


def trusted(request: ModelRequest) -> str:
    return "\n".join([request.instructions, *(part.text for part in request.parts if isinstance(part, TextPart) and not part.untrusted)])


def rendered(request: ModelRequest) -> str:
    """A request as text that a person can review."""
    lines = [f"purpose: {request.purpose}", "", request.instructions.strip(), "", "=" * 40]
    return "\n".join([*lines, *(part.text for part in request.parts if isinstance(part, TextPart))]) + "\n"


def reply(content: Mapping[str, object]) -> ModelReply:
    return ModelReply(content=content, model="test:reader")


def names(found: Sequence[str]) -> Cause:
    """The first of these that stands in the trouble's lines is its cause."""
    return lambda text: next((name for name in found if name.casefold() in text.casefold()), "")
