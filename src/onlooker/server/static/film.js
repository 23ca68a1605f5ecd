// Clips and stills of findings, as in the report: the row of frames, buttons and arrow keys go to a frame, told in session time.

const film = (figure) => {
  const video = figure.querySelector("video");
  const frames = [...figure.querySelectorAll("[data-frame]")];
  if (!video || !frames.length) return null;
  const fps = Number(figure.dataset.fps);
  const bar = figure.querySelector(".play");
  const [play, slow, full, told] = bar.children;
  const here = () => Math.min(frames.length - 1, Math.floor(video.currentTime * fps + 0.01));
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
  const toggle = () => (video.paused ? video.play() : video.pause());
  const follow = () => {
    tell();
    if (!video.paused) requestAnimationFrame(follow);
  };
  video.preload = "metadata";
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

// A clip is made ready when its evidence is opened.
const films = new Map();
const ready = (figure) => {
  if (!films.has(figure)) films.set(figure, film(figure));
  return films.get(figure);
};
const wake = (place) => place.querySelectorAll(".clip[id]").forEach((figure) => !figure.closest("details:not([open])") && ready(figure));
document.addEventListener("toggle", (event) => event.target.open && wake(event.target), true);
wake(document);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go]");
  const figure = button && document.getElementById(button.dataset.clip);
  if (!figure) return;
  for (let at = figure; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  ready(figure)?.(Number(button.dataset.go));
  figure.scrollIntoView({ block: "nearest" });
});

const larger = document.querySelector("dialog.larger");
let at = null;
const show = (button) => {
  if (!button || !larger) return;
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
