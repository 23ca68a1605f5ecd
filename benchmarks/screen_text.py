"""The screen read from the rebuilt page alone against the screen as a browser laid it out, at the same instants of the same recordings.

    python benchmarks/screen_text.py FOLDER… [--every 5] [--differences 0]

FOLDER holds recordings; each is looked at every so many seconds in which anything happened, and where a finding begins and ends. A line is in both
when it has the same words; of those that only the rebuilt page has, the browser is asked what became of them:

  off screen     outside the viewport, scrolled away
  clipped        outside a box that shows only part of what is in it
  covered        something opaque lies on top of it
  not shown      its style or its layout leaves it without anything to see
  told apart     its words stand in other lines of the other reader: joined, split, or cut to what is in sight
  else           none of these

`--differences` prints as many lines of each kind and recording. "in sight" leaves out what the browser says was not. Milliseconds are medians:
rebuilding the page at an instant and reading it, and the browser's look with reading what it gave (the page stands there already).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tables import table

from onlooker import clip, pipeline, screen
from onlooker.app.closely import only
from onlooker.domain.clip import ClipPlan, Scene, Shot
from onlooker.domain.screen import Screen, ScreenLine
from onlooker.errors import OnlookerError
from onlooker.renderers import find_browser
from onlooker.renderers.browser import Browser
from onlooker.renderers.look import laid_from
from onlooker.renderers.size import fitting
from onlooker.renderers.stage import Stage

KINDS = ("off screen", "clipped", "covered", "not shown", "told apart", "else")
WHY = """
((lines) => lines.map(([id, words]) => {
  const node = onlooker.player.getMirror().getNode(id);
  const element = node && (node.nodeType === 1 ? node : node.parentNode);
  if (!element || element.nodeType !== 1) return "else";
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return "not shown";
  const view = element.ownerDocument.documentElement;
  const range = element.ownerDocument.createRange();
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let count = 0; count < 500 && texts.nextNode(); count += 1) {
    const own = texts.currentNode.data.replace(/\\s+/g, " ").trim();
    range.selectNodeContents(texts.currentNode);
    if (own && words.includes(own)) found.push(...range.getClientRects());
  }
  const areas = (found.length ? found : [...element.getClientRects()]).filter((area) => area.width > 1 && area.height > 1);
  if (!areas.length) return "not shown";
  const half = (area) => Math.min(area.height, view.clientHeight) / 2;
  const inside = (area) =>
    area.right > 1 && area.bottom > half(area) && area.left < view.clientWidth - 1 && area.top < view.clientHeight - half(area);
  const here = areas.filter(inside);
  if (!here.length) return "off screen";
  const within = (area, box) =>
    Math.min(area.bottom, box.bottom) - Math.max(area.top, box.top) > Math.min(area.height, box.height) / 2 &&
    area.right > box.left + 1 && area.left < box.right - 1;
  let left = here;
  for (let outer = element; outer && outer.nodeType === 1 && outer !== view && outer !== element.ownerDocument.body; outer = outer.parentNode) {
    const style = getComputedStyle(outer);
    if (style.overflow === "visible" || style.position === "fixed") continue;
    const box = outer.getBoundingClientRect();
    left = left.filter((area) => within(area, box));
  }
  if (!left.length) return "clipped";
  const root = element.getRootNode();
  const met = left.slice(0, 8).some((area) => {
    const x = (Math.max(area.left, 0) + Math.min(area.right, view.clientWidth)) / 2;
    const y = (Math.max(area.top, 0) + Math.min(area.bottom, view.clientHeight)) / 2;
    const top = root.elementFromPoint(x, y);
    const box = top && top.getBoundingClientRect();
    const beside = top && (x < box.left || x > box.right || y < box.top || y > box.bottom); // a backdrop
    return top && (beside || top === element || element.contains(top) || top.contains(element));
  });
  return met ? "else" : "covered";
}))(%s)
"""


@dataclass(kw_only=True)
class Compared:
    """Of one recording. `missing` and `added` count the lines that only the rebuilt page, and only the browser has."""

    name: str
    looks: int = 0
    both: int = 0
    same_role: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[str]] = field(default_factory=dict)
    rebuilt_ms: list[float] = field(default_factory=list)
    laid_ms: list[float] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def show(self, kind: str, at_ms: int, line: ScreenLine, most: int) -> None:
        kept = self.shown.setdefault(kind, [])
        told = f"{line.role.value}: {line.text}"
        if len(kept) < most and not any(told in one for one in kept):
            kept.append(f"{at_ms / 1000:.1f} {told}")


def compare(path: Path, stage: Stage, every_ms: int, most: int) -> Compared:
    watched = pipeline.observe(only(str(path)), pipeline.Reading())
    found = Compared(name=path.name)
    if watched.recording is None:
        return found
    recording, timeline = watched.recording, watched.timeline
    plan = clip.whole(timeline.session_id, timeline, seen_from=clip.seen_from(recording, started_at=timeline.started_at), step_ms=every_ms)
    if plan is None:
        return found
    marked = {at_ms for finding in watched.findings for at_ms in (finding.start_ms, finding.end_ms)}
    plan = _at(plan, marked, {one.at - timeline.started_at for one in recording.snapshots}, every_ms)
    script = clip.script(recording, plan, timeline, started_at=timeline.started_at)
    for scene in script.scenes:
        stage.load(scene, fitting([scene]))
        for at_ms in (cue.at_ms for cue in scene.cues):
            started = time.perf_counter()
            rebuilt = screen.look(recording, at_ms=at_ms, window=scene.window, started_at=timeline.started_at)
            found.rebuilt_ms.append(1000 * (time.perf_counter() - started))
            laid = _looked(stage, scene, at_ms, found)
            if rebuilt is not None and laid is not None:
                found.looks += 1
                _tell_apart(rebuilt, laid, stage, found, most)
    return found


def _at(plan: ClipPlan, marked: set[int], happened: set[int], every_ms: int) -> ClipPlan:
    """Instants at which nothing had happened since the one before say nothing new."""
    shots = []
    for shot in plan.shots:
        first, last = shot.instants[0], shot.instants[-1]
        wanted = sorted({*shot.instants, *(at_ms for at_ms in marked if first <= at_ms <= last)})
        kept = [at_ms for at_ms in wanted if at_ms in marked or any(at_ms - every_ms < one <= at_ms for one in happened)]
        if kept:
            shots.append(Shot(window=shot.window, instants=tuple(kept)))
    return replace(plan, shots=tuple(shots), skipped=())


def _looked(stage: Stage, scene: Scene, at_ms: int, found: Compared) -> Screen | None:
    stage.evaluate(f"onlooker.seek({at_ms})")
    stage.evaluate("document.body.offsetHeight; onlooker.documents().forEach((one) => one.body && one.body.offsetHeight); 0")
    started = time.perf_counter()
    laid = laid_from(stage.evaluate("onlooker.still.change(); onlooker.look()"), at_ms=at_ms, window=scene.window, url="")
    seen = screen.laid_out(laid) if laid is not None else None
    found.laid_ms.append(1000 * (time.perf_counter() - started))
    found.failed += seen is None
    return seen


def _tell_apart(rebuilt: Screen, laid: Screen, stage: Stage, found: Compared, most: int) -> None:
    told = stage.evaluate(WHY % json.dumps([[line.node_id, line.text] for line in rebuilt.lines]))
    reasons = [str(reason) for reason in told] if isinstance(told, list) else ["else"] * len(rebuilt.lines)
    # Of lines that read the same, those in sight are the ones that the browser shows too.
    missing = _without(sorted(zip(rebuilt.lines, reasons, strict=True), key=lambda one: one[1] != "else"), laid.lines)
    added = [line for line, _ in _without([(line, "") for line in laid.lines], rebuilt.lines)]
    found.both += len(rebuilt.lines) - len(missing)
    roles = Counter((line.text, line.role) for line in rebuilt.lines) & Counter((line.text, line.role) for line in laid.lines)
    found.same_role += sum(roles.values())
    ours, theirs = _words(laid.lines), _words(rebuilt.lines)
    for line, reason in missing:
        apart = "told apart" if reason == "else" and set(line.text.split()) <= ours else reason
        found.missing[apart] += 1
        found.show(f"- {apart}", laid.at_ms, line, most)
    for line in added:
        kind = "told apart" if set(line.text.split()) <= theirs else "else"
        found.added[kind] += 1
        found.show(f"+ {kind}", laid.at_ms, line, most)
    found.fields["both"] += sum((Counter(rebuilt.fields) & Counter(laid.fields)).values())
    found.fields["rebuilt"] += len(rebuilt.fields)
    found.fields["laid"] += len(laid.fields)
    for label, value in Counter(laid.fields) - Counter(rebuilt.fields):
        found.show("+ field", laid.at_ms, ScreenLine(text=f"{label} = {value}"), most)


def _without(lines: Sequence[tuple[ScreenLine, str]], others: Sequence[ScreenLine]) -> list[tuple[ScreenLine, str]]:
    left = Counter(line.text for line in others)
    result = []
    for line, reason in lines:
        left[line.text] -= 1
        if left[line.text] < 0:
            result.append((line, reason))
    return result


def _words(lines: Sequence[ScreenLine]) -> set[str]:
    return {word for line in lines for word in line.text.split()}


def _row(one: Compared) -> list[str]:
    missing, added = sum(one.missing.values()), sum(one.added.values())
    share = one.both / max(1, one.both + missing + added)
    # Of the lines that the browser could have shown: those it says were out of sight are no disagreement.
    in_sight = one.both + one.missing["told apart"] + one.missing["else"] + added
    return [
        one.name,
        str(one.looks),
        str(one.both),
        f"{one.same_role / max(1, one.both):.3f}",
        *(str(one.missing[kind]) for kind in KINDS),
        str(one.added["told apart"]),
        str(one.added["else"]),
        f"{share:.2f}",
        f"{one.both / max(1, in_sight):.2f}",
        f"{statistics.median(one.rebuilt_ms or [0]):.0f}",
        f"{statistics.median(one.laid_ms or [0]):.1f}",
    ]


HEAD = ("recording", "looks", "both", "same role", *KINDS, "+ apart", "+ else", "agree", "in sight", "rebuilt ms", "laid ms")


def _sum(rows: Sequence[Compared]) -> Compared:
    total = Compared(name="all")
    for one in rows:
        total.looks += one.looks
        total.both += one.both
        total.same_role += one.same_role
        total.missing += one.missing
        total.added += one.added
        total.rebuilt_ms += one.rebuilt_ms
        total.laid_ms += one.laid_ms
        total.fields += one.fields
    return total


def _recordings(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        inside = [one for one in sorted(folder.iterdir()) if one.is_dir()]
        yield from inside or [folder]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    asked.add_argument("--every", type=float, default=5.0, metavar="S", help="seconds from one look to the next")
    asked.add_argument("--differences", type=int, default=0, metavar="N", help="lines of each kind printed for each recording")
    given = asked.parse_args()
    program = find_browser()
    if program is None:
        print("no Chromium on this machine: `onlooker doctor` says how to get one", file=sys.stderr)
        return 2
    browser = Browser(program)
    rows: list[Compared] = []
    try:
        stage = Stage(browser, frame_control=True)
        for path in _recordings(given.folders):
            try:
                rows.append(compare(path, stage, round(given.every * 1000), given.differences))
            except OnlookerError as error:
                print(f"{path}: {error}", file=sys.stderr)
    finally:
        browser.close()
    print(table(HEAD, [_row(one) for one in (*rows, _sum(rows))]))
    total = _sum(rows)
    print(f"\nfields: {total.fields['both']} in both, of {total.fields['rebuilt']} and {total.fields['laid']}")
    for one in rows:
        for kind, lines in sorted(one.shown.items()) if given.differences else ():
            print(f"\n{one.name} {kind}")
            print("\n".join(f"  {line}" for line in lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
