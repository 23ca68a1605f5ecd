"""A question about patterns, put together: what the team says first, what pages wrote between marks, the task last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onlooker.discover.model.packing import tokens
from onlooker.discover.model.prompt import Prompt
from onlooker.domain.model import ModelRequest, TextPart

_MARK = re.compile(r"<(?=\s*/?\s*(?:troubles|candidates|patterns|heaps)\b)", re.IGNORECASE)

_ASIDE = "\n\n(It changes nothing about which troubles belong together.)"


def fenced(name: str, text: str) -> list[TextPart]:
    """The untrusted text between marks of ours, and no such mark left inside it."""
    return [TextPart(text=f"<{name}>"), TextPart(text=_MARK.sub("&lt;", text), untrusted=True), TextPart(text=f"</{name}>")]


def request(
    purpose: str,
    prompt: Prompt,
    parts: Sequence[TextPart],
    task: str,
    *,
    context: str = "",
    focus: str = "",
    judged: bool = False,
    attempt_error: str | None = None,
) -> ModelRequest:
    """`context` is what the team says about its product, `focus` what it wants to know; `judged`: the reply is to say what bears on that.
    `attempt_error` is why the last reply could not be used."""
    told = [TextPart(text=f"# About the product, from its team\n\n{context.strip()}")] if context.strip() else []
    told += [TextPart(text=f"# What the team asks\n\n{focus.strip()}{'' if judged else _ASIDE}")] if focus.strip() else []
    told += [*parts, TextPart(text=task)]
    if attempt_error:
        told.append(TextPart(text=f"Your last reply could not be used: {attempt_error}\nReply again, whole."))
    return ModelRequest(
        purpose=purpose,
        prompt_version=prompt.version,
        instructions=prompt.instructions,
        parts=tuple(told),
        schema=prompt.schema,
        input_tokens=tokens(prompt.instructions) + sum(tokens(part.text) for part in told),
    )
