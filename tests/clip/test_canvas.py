from __future__ import annotations

from onlooker.clip.canvas import Canvas
from onlooker.domain.snapshot import SnapshotData

WIDTH, HEIGHT = 100, 50


def picture(name: str = "a") -> SnapshotData:
    bitmap = {"rr_type": "ImageBitmap", "args": [{"rr_type": "Blob", "data": [name]}]}
    return {"type": 0, "commands": [command("clearRect", 0, 0, WIDTH, HEIGHT), command("drawImage", bitmap, 0, 0)]}


def command(name: str, *args: object, setter: bool = False) -> dict[str, object]:
    return {"property": name, "args": list(args), **({"setter": True} if setter else {})}


def drawn(*records: SnapshotData) -> Canvas:
    canvas = Canvas()
    for data in records:
        canvas.draw(data, WIDTH, HEIGHT)
    return canvas


def frames(count: int, *more: dict[str, object], context: int = 0) -> list[SnapshotData]:
    """A page that draws anew, again and again."""
    return [
        {
            "type": context,
            "commands": [
                *more,
                command("clearRect", 0, 0, WIDTH, HEIGHT),
                command("fillStyle", f"#{number}", setter=True),
                command("beginPath"),
                command("arc", number, 5, 5),
                command("fill"),
            ],
        }
        for number in range(count)
    ]


def test_of_whole_pictures_the_last_one_counts() -> None:
    canvas = drawn(picture("a"), {"property": "fillRect", "args": [0, 0, 1, 1]}, picture("b"))
    assert canvas.commands == picture("b")["commands"]
    assert canvas.blank


def test_what_was_painted_before_all_was_cleared_is_let_go_of() -> None:
    canvas = drawn(*frames(1_000))
    last = frames(1_000)[-1]["commands"]
    assert isinstance(last, list)
    assert canvas.commands[-5:] == last
    assert len(canvas.commands) < 1_100
    assert canvas.blank


def test_what_was_set_up_before_stays() -> None:
    canvas = drawn({"property": "font", "args": ["9px serif"], "setter": True}, *frames(1_000))
    assert canvas.commands[0] == {"property": "font", "args": ["9px serif"], "setter": True}
    assert [one["property"] for one in canvas.commands[:4]] == ["font", "fillStyle", "beginPath", "arc"]


def test_where_coordinates_were_moved_everything_stays() -> None:
    assert len(drawn(*frames(300, command("scale", 2, 2))).commands) == 300 * 6
    assert len(drawn(command("translate", 5, 5), picture()).commands) == 3


def test_of_a_smaller_clearing_everything_stays() -> None:
    small = [{"type": 0, "commands": [command("clearRect", 0, 0, 10, HEIGHT), command("fillRect", 1, 1, 1, 1)]} for _ in range(400)]
    assert len(drawn(*small).commands) == 800


def test_of_webgl_everything_stays() -> None:
    assert len(drawn(*frames(300, context=2)).commands) == 300 * 5


def test_what_is_no_command() -> None:
    assert drawn({"type": 0, "commands": [{"property": ["x"], "args": []}, {"property": "fill"}, 7]}, {"type": []}).commands == []
