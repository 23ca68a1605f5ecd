// The session's page: player, time strip and summary in step with each other.
import { clock, say, writing } from "./app.js";
import { blips } from "./blips.js";
import "./feedback.js";
import "./film.js";
import { Player } from "./player.js";
import { Strip } from "./strip.js";
import "./summary.js";

const BEFORE = 2000; // ms; the player stands so long before a moment
const LEAP = 5000;
const place = document.querySelector(".player");
const status = place.querySelector(".status");
const now = place.querySelector(".now time");
const which = place.querySelector(".which");
const plays = place.querySelector(".controls [data-act=play]");
const strip = new Strip(document.querySelector(".strip"));
const player = "none" in place.dataset ? null : new Player(place.querySelector(".screens"), place.dataset.replay);

// What lights up while it is played; actions last until the next begins.
const spans = [...document.querySelectorAll("[data-from]")].map((element) => {
  const from = Number(element.dataset.from);
  return { element, from, until: Number(element.dataset.until ?? from + 3000) };
});
const findings = spans.filter(({ element }) => element.matches(".finding")).map(({ from }) => from).sort((one, other) => one - other);

const shown = () => {
  strip.at = player.at;
  now.textContent = clock(player.at);
  for (const { element, from, until } of spans) element.classList.toggle("playing", from <= player.at && player.at <= Math.max(until, from + 1000));
};

const go = (at) => {
  if (!player) return;
  player.seek(at);
  history.replaceState(null, "", `${location.pathname}?at=${Math.round(player.at)}${location.hash}`);
};
const toggle = () => {
  if (player?.playing) player.pause();
  else player?.play();
};
const beside = (on) => {
  const standing = player.at + BEFORE;
  const next = on ? findings.find((at) => at > standing + 100) : findings.findLast((at) => at < standing - 100);
  if (next !== undefined) go(next - BEFORE);
};
const acts = {
  play: toggle,
  back: () => go(player.at - LEAP),
  on: () => go(player.at + LEAP),
  next: () => beside(true),
};

// The picture comes first: what failed is read from the same recording.
const failed = () => blips(document.querySelector(".strip")).catch((error) => say(error.message));
if (!player) failed();
if (player) {
  player.addEventListener("time", shown);
  player.addEventListener("state", () => {
    status.hidden = Boolean(player.front);
    plays.textContent = player.playing ? "Pause" : "Play";
    place.classList.toggle("running", player.playing);
  });
  player.addEventListener("time", () => {
    if (windows > 1) which.textContent = `window ${player.window + 1} of ${windows}`;
  });
  player.addEventListener("trouble", ({ detail }) => {
    status.hidden = false;
    status.textContent = detail;
    if (player.front) say(detail);
  });
  let windows = 1;
  const asked = Number(new URLSearchParams(location.search).get("at"));
  const aimed = document.getElementById(location.hash.slice(1))?.dataset.from;
  const first = asked || (aimed !== undefined ? Number(aimed) - BEFORE : 0);
  player.outline
    .then((outline) => {
      ({ windows } = outline);
      which.hidden = windows < 2;
      return player.open(first || (outline.chunks[0]?.start_ms ?? 0));
    })
    .catch((error) => {
      status.textContent = error.message;
    })
    .finally(failed);
}

strip.addEventListener("seek", ({ detail }) => go(detail));
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const moment = event.target.closest("[data-at]");
  const act = event.target.closest("button[data-act]");
  const link = event.target.closest('a[href^="#"]');
  if (moment) {
    event.preventDefault();
    go(Number(moment.dataset.at) - BEFORE);
  } else if (act && player) acts[act.dataset.act]?.();
  else if (link) {
    const aim = document.getElementById(link.hash.slice(1));
    if (aim?.dataset.from) go(Number(aim.dataset.from) - BEFORE);
  }
});
place.querySelector("[data-act=speed]").addEventListener("change", (event) => {
  if (player) player.speed = Number(event.target.value);
});
place.querySelector("[data-act=skip]").addEventListener("change", (event) => {
  if (player) player.skips = event.target.checked;
});
addEventListener("keydown", (event) => {
  if (!player || writing(event) || event.target.closest("input, video, summary, dialog") || (event.key === " " && event.target.closest("button, a"))) return;
  const act = {
    " ": toggle,
    ArrowLeft: acts.back,
    ArrowRight: acts.on,
    ",": () => go(player.at - 200),
    ".": () => go(player.at + 200),
    n: () => beside(true),
    p: () => beside(false),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
globalThis.player = player; // for whoever looks on with the browser's own tools
