// Whether the page stands as it did at the last look: then it need not be read again; or as it did in the last picture: then it need not be drawn
// again. Where that is not sure it does not.
"use strict";
window.stillness = (documents, roots, { drawn }) => {
  // rrweb's numbers. A pointer that moves or presses changes a page by what is hovered alone, which is compared. What is selected is drawn, not read.
  const MUTATION = 0;
  const POINTING = new Set([1, 6, 12]);
  const PRESSING = 2;
  const FOCUSING = new Set([5, 6]);
  const SELECTION = 14;
  const LISTS = ["texts", "attributes", "removes", "adds"];
  const DRAWN_IN_TIME = "animate, animateTransform, animateMotion, set";

  let changed = true;
  let held = null; // how it stood: hovered and focused elements, and the roots there were; null where nothing is to be compared with

  const still = ({ type, data }) => {
    if (type !== 3) return false;
    if (data.source === MUTATION) return LISTS.every((list) => !data[list].length);
    if (data.source === PRESSING) return !FOCUSING.has(data.type);
    return (data.source === SELECTION && !drawn) || POINTING.has(data.source);
  };

  const standing = () => {
    const told = [];
    for (const root of roots()) told.push(root, root.activeElement, ...root.querySelectorAll(".\\:hover"));
    return told;
  };

  const alike = (one, other) => one.length === other.length && one.every((each, place) => each === other[place]);

  return {
    begin: () => {
      changed = true;
      held = null;
    },
    apply: (events) => {
      changed ||= !events.every(still);
    },
    change: () => {
      changed = true;
    },
    same: () => !changed && held !== null && alike(held, standing()),
    // After a look. `moving`: something on the page changes by itself, or is still on its way.
    keep: (moving) => {
      changed = false;
      const waits = moving || documents().some((one) => one.fonts && one.fonts.status === "loading");
      held = waits || roots().some((root) => root.querySelector(DRAWN_IN_TIME)) ? null : standing();
    },
  };
};
