(() => {
  "use strict";
  const tools = document.querySelector(".tools");
  const folded = [...document.querySelectorAll("details.session, details.pattern")];
  const FOLDED = ".session:not([open]), .pattern:not([open]), .aside-list:not([open])";
  const SHOWN = 50;

  // A link to a finding opens the session it stands in, even one that the table has put aside.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      at.hidden = false;
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const to = link && link.getAttribute("href");
    if (to && to === location.hash) reveal();
  });
  addEventListener("beforeprint", () => folded.forEach((one) => { one.open = true; }));

  // Clips: the row of frames, buttons and arrow keys go to a frame, told in session time. The browser's own controls would hide a third of
  // the picture and tell the time of the video.
  const film = (figure) => {
    const video = figure.querySelector("video");
    const frames = [...figure.querySelectorAll("[data-frame]")];
    if (!video || !frames.length) return null;
    const fps = Number(figure.dataset.fps);
    const bar = figure.querySelector(".play");
    const [play, slow, full, told] = bar.children;
    const moment = Math.max(0, frames.findIndex((frame) => frame.classList.contains("at")));
    const still = () => video.poster && !video.currentTime && video.paused;  // the poster shows the moment
    const here = () => (still() ? moment : Math.min(frames.length - 1, Math.floor(video.currentTime * fps + 0.01)));
    const tell = () => {
      if (video.error) {
        told.textContent = "This browser cannot play the clip.";
        return;
      }
      frames.forEach((frame, number) => frame.classList.toggle("now", number === here()));
      told.textContent = frames[here()].textContent;
      play.textContent = video.paused ? "Play" : "Pause";
    };
    const go = (number) => {
      video.pause();
      video.currentTime = (Math.max(0, Math.min(frames.length - 1, number)) + 0.5) / fps;
    };
    const toggle = () => { if (video.paused) video.play(); else video.pause(); };
    const follow = () => { tell(); if (!video.paused) requestAnimationFrame(follow); };
    if (video.dataset.same) {
      const source = document.querySelector(`#${video.dataset.same} video`).src.split("#")[0];
      video.src = video.dataset.start ? `${source}#t=${video.dataset.start}` : source;
    }
    if (!video.poster) video.preload = "metadata";
    video.controls = false;
    video.tabIndex = 0;
    bar.hidden = false;
    video.addEventListener("play", follow);
    for (const kind of ["loadeddata", "seeked", "pause", "error"]) video.addEventListener(kind, tell);
    for (const target of [video, play]) target.addEventListener("click", toggle);
    video.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const act = { " ": toggle, ArrowLeft: () => go(here() - 1), ArrowRight: () => go(here() + 1) }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    figure.querySelector(".frames").addEventListener("click", (event) => {
      const frame = event.target.closest("[data-frame]");
      if (frame) go(Number(frame.dataset.frame));
    });
    slow.addEventListener("click", () => {
      const on = slow.getAttribute("aria-pressed") !== "true";
      slow.setAttribute("aria-pressed", String(on));
      video.playbackRate = on ? 0.25 : 1;
    });
    full.addEventListener("click", () => video.requestFullscreen?.());
    tell();
    return go;
  };
  // Hundreds of clips are made ready as their session is opened, not before.
  const films = new Map();
  const ready = (figure) => {
    if (!films.has(figure.id)) films.set(figure.id, film(figure));
    return films.get(figure.id);
  };
  const wake = (place) => place.querySelectorAll(".clip[id]").forEach((figure) => { if (!figure.closest(FOLDED)) ready(figure); });
  document.addEventListener("toggle", (event) => { if (event.target.open) wake(event.target); }, true);
  wake(document);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (!button) return;
    const figure = document.getElementById(button.dataset.clip);
    ready(figure)?.(Number(button.dataset.go));
    figure.scrollIntoView({ block: "nearest" });
  });

  // Stills, larger; the arrow keys turn over those of the same finding.
  const larger = document.querySelector("dialog.larger");
  let at = null;
  const show = (button) => {
    if (!button) return;
    at = button;
    const still = button.querySelector("img");
    const [picture, words] = larger.children;
    picture.src = still.src;
    picture.alt = still.alt;
    words.textContent = button.nextElementSibling.textContent;
    if (!larger.open) larger.showModal();
  };
  document.addEventListener("click", (event) => show(event.target.closest("[data-still]")));
  larger?.addEventListener("click", () => larger.close());
  larger?.addEventListener("keydown", (event) => {
    const beside = { ArrowLeft: "previousElementSibling", ArrowRight: "nextElementSibling" }[event.key];
    if (beside) show(at.closest("li")[beside]?.querySelector("[data-still]"));
  });

  if (!tools) {
    reveal();
    return;
  }
  tools.hidden = false;
  const body = document.querySelector("table.sessions tbody");
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    patterns: (row.dataset.patterns ?? "").split(" "),
    session: document.getElementById((row.querySelector("a")?.getAttribute("href") ?? "#").slice(1)),
  }));
  const none = document.querySelector(".none");
  const more = document.querySelector(".more");
  const search = tools.querySelector("input");
  const chips = [...tools.querySelectorAll("[data-show]")];
  const blocking = tools.querySelector("[data-blocking]");
  const pattern = tools.querySelector("[data-pattern]");
  let shown = "";
  let all = rows.length <= SHOWN * 1.5;

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = blocking?.getAttribute("aria-pressed") === "true";
    const fits = ({ row, text, patterns }) => (!shown || row.dataset.outcome === shown) && (!only || row.dataset.blocking !== "0")
      && (!pattern?.value || patterns.includes(pattern.value)) && words.every((word) => text.includes(word));
    let left = 0;
    for (const item of rows) {
      const fit = fits(item);
      left += fit;
      item.row.hidden = !fit || (!all && left > SHOWN);
      if (item.session) item.session.hidden = item.row.hidden;
    }
    none.hidden = left > 0;
    more.hidden = all || left <= SHOWN;
    more.firstElementChild.textContent = `Show all ${left} sessions`;
  };
  more.firstElementChild.addEventListener("click", () => { all = true; filter(); });
  addEventListener("beforeprint", () => { all = true; filter(); });
  search.addEventListener("input", filter);
  pattern?.addEventListener("change", filter);
  chips.forEach((chip) => chip.addEventListener("click", () => {
    shown = chip.dataset.show;
    chips.forEach((other) => other.setAttribute("aria-pressed", String(other === chip)));
    filter();
  }));
  blocking?.addEventListener("click", () => {
    blocking.setAttribute("aria-pressed", String(blocking.getAttribute("aria-pressed") !== "true"));
    filter();
  });
  document.querySelectorAll("[data-only]").forEach((button) => {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      chips[0].click();
      if (blocking?.getAttribute("aria-pressed") === "true") blocking.click();
      search.value = "";
      pattern.value = button.dataset.only;
      filter();
      document.getElementById("table").scrollIntoView({ block: "start" });
      pattern.focus({ preventScroll: true });
    });
  });
  filter();
  reveal();

  // Sorting moves the sessions below along with the rows.
  const key = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "number" ? Number(cell.dataset.key) : cell.textContent.trim().toLowerCase();
  };
  document.querySelectorAll("th[data-sort]").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const first = head.dataset.first ?? "ascending";
      const next = now ? (now === "ascending" ? "descending" : "ascending") : first;
      document.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", next);
      const sign = next === "ascending" ? 1 : -1;
      const sorted = rows.map((item) => [key(item.row, column, head.dataset.sort), item]);
      sorted.sort(([a], [b]) => sign * (a < b ? -1 : a > b ? 1 : 0));
      rows.splice(0, rows.length, ...sorted.map(([, item]) => item));
      body.append(...rows.map(({ row }) => row));
      body.closest("section").after(...rows.flatMap(({ session }) => session ?? []));
      filter();
    });
  });
})();
