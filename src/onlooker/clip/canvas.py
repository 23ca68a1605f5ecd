"""What a canvas was told to draw, as far as it can still be seen.

A recorder either sends the whole picture now and then, or every drawing command of the page. Of the first the last one counts. Of the second,
whatever was painted before the page cleared all of it is gone; what it set up (colours, fonts) stays. Where the page moved or clipped its
coordinates nobody can say what a clearing cleared, and everything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onlooker.domain.snapshot import SnapshotData
from onlooker.domain.untrusted import records

_PAINTING = frozenset(
    {"clearRect", "drawImage", "fill", "fillRect", "fillText", "putImageData", "stroke", "strokeRect", "strokeText", "drawFocusIfNeeded"}
)
_PATH = frozenset({"arc", "arcTo", "bezierCurveTo", "closePath", "ellipse", "lineTo", "moveTo", "quadraticCurveTo", "rect", "roundRect", "beginPath"})
_BENDING = frozenset({"clip", "restore", "rotate", "save", "scale", "setTransform", "transform", "translate"})
_PLANE = 0
"""rrweb's `CanvasContext`: 2D; 1 and 2 are WebGL, of which nothing is ever let go."""

Command = Mapping[str, object]


class Canvas:
    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.context = _PLANE
        self.blank = False
        """What it showed when its node came is gone."""
        self._bent = False
        self._most = 500
        """Commands at which it is worth looking for what is gone."""

    def wipe(self) -> None:
        self.commands.clear()
        self.blank = True
        self._bent = False

    def draw(self, data: SnapshotData, width: int, height: int) -> None:
        """The size is the canvas's own, not that on the screen."""
        commands = _commands(data)
        context = data.get("type")
        self.context = context if isinstance(context, int) else _PLANE
        if self.context == _PLANE and not self._bent and _is_picture(commands):
            self.wipe()
        self.commands.extend(commands)
        self._bent = self._bent or any(command.get("property") in _BENDING for command in commands)
        if len(self.commands) > self._most:
            self._forget(width, height)
            self._most = max(500, 2 * len(self.commands))

    def _forget(self, width: int, height: int) -> None:
        if self.context != _PLANE or self._bent:
            return
        last = max((place for place, command in enumerate(self.commands) if _clears(command, width, height)), default=-1)
        if last < 0:
            return
        self.blank = True
        before = self.commands[:last]
        path = max((place for place, command in enumerate(before) if command.get("property") == "beginPath"), default=0)
        kept: dict[object, Command] = {}
        for place, command in enumerate(before):
            name = command.get("property")
            if name in _PAINTING or (name in _PATH and place < path):
                continue
            if command.get("setter"):
                kept.pop(name, None)
                kept[name] = command
            else:
                kept[place] = command
        self.commands = [*kept.values(), *self.commands[last:]]


def _commands(data: SnapshotData) -> Sequence[Command]:
    """A record holds one command or several. One without a name is none."""
    told = records(data, "commands") if "commands" in data else [{key: data[key] for key in ("property", "args", "setter") if key in data}]
    return [command for command in told if isinstance(command.get("property"), str) and isinstance(command.get("args"), list)]


def picture(data: SnapshotData) -> bool:
    """Whether the record holds a whole picture."""
    return data.get("type", _PLANE) == _PLANE and _is_picture(_commands(data))


def _is_picture(commands: Sequence[Command]) -> bool:
    """All cleared, and a bitmap put there: how recorders send whole pictures."""
    return (
        len(commands) == 2
        and commands[0].get("property") == "clearRect"
        and commands[1].get("property") == "drawImage"
        and isinstance(args := commands[1].get("args"), list)
        and len(args) > 0
        and isinstance(args[0], dict)
        and args[0].get("rr_type") == "ImageBitmap"
    )


def _clears(command: Command, width: int, height: int) -> bool:
    args = command.get("args")
    if command.get("property") != "clearRect" or not isinstance(args, list) or len(args) < 4:
        return False
    left, top, wide, high = args[:4]
    numbers = (left, top, wide, high)
    return all(isinstance(one, int | float) for one in numbers) and left <= 0 and top <= 0 and left + wide >= width and top + high >= height
