"""Replies as JSON files in one folder, a file each, named by request hash: readable, diffable, safe to delete."""

from __future__ import annotations

import json
from pathlib import Path

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.errors import SettingError
from onlooker.stores.whole import write_whole

_SHAPE = 1


class ReplyFolder:
    """`unreadable` and `unwritten` count what could not be used and what could not be kept: neither stops a run. The question is not
    kept, only its purpose and prompt version: it holds what users did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unreadable = 0
        self.unwritten = 0

    @classmethod
    def existing(cls, folder: Path) -> ReplyFolder:
        """For replies that were kept before. Raises SettingError where there is no such folder."""
        if not folder.is_dir():
            raise SettingError(f"no folder of recorded replies at {folder}")
        return cls(folder)

    def get(self, key: str) -> ModelReply | None:
        try:
            return _reply(json.loads((self.folder / f"{key}.json").read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            self.unreadable += 1
            return None

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None:
        body = {
            "shape": _SHAPE,
            "purpose": request.purpose,
            "prompt_version": request.prompt_version,
            "model": reply.model,
            "input_tokens": reply.usage.input_tokens,
            "output_tokens": reply.usage.output_tokens,
            "content": reply.content,
        }
        try:
            write_whole(self.folder / f"{key}.json", json.dumps(body, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        except (OSError, TypeError, ValueError):
            self.unwritten += 1


def _reply(body: dict[str, object]) -> ModelReply:
    content, model, given, written = body["content"], body["model"], body["input_tokens"], body["output_tokens"]
    if body["shape"] != _SHAPE or not isinstance(content, dict) or not isinstance(model, str):
        raise ValueError("not a reply of this shape")
    if not isinstance(given, int) or not isinstance(written, int):
        raise TypeError("tokens are whole numbers")
    return ModelReply(content=content, model=model, usage=Usage(input_tokens=given, output_tokens=written))
