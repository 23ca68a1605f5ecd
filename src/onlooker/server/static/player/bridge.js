// In the frame of an opaque origin: does what the player outside asks, with page.js, and tells what came of it. It is spoken to by its parent alone,
// can load nothing (its policy forbids every request), and what is recorded lives one frame further in, where nothing runs.
"use strict";
(() => {
  const view = document.getElementById("view");
  const footer = document.getElementById("footer");

  const size = ({ width, height }) => {
    view.style.width = width + "px";
    view.style.height = height + "px";
    footer.style.width = width + "px";
  };
  const acts = {
    load: ({ scene, frame }) => onlooker.load(scene.records, { ...scene, frame }),
    show: ({ number, frame }) => {
      size(frame);
      return onlooker.show(number);
    },
    empty: () => document.getElementById("stage").replaceChildren(),
  };

  addEventListener("message", async (event) => {
    if (event.source !== parent || !Object.hasOwn(acts, event.data.act)) return;
    const { id, act, given } = event.data;
    try {
      const told = await acts[act](given);
      parent.postMessage({ id, told: typeof told === "object" ? { ...told } : told }, "*");
    } catch (error) {
      parent.postMessage({ id, failed: String(error).slice(0, 300) }, "*");
    }
  });
  parent.postMessage({ id: "ready" }, "*");
})();
