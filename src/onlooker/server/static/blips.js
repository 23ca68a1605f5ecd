// Failed requests and errors on the time strip: told when they are pointed at or come into focus; a press leads there. One stop for the Tab key, from
// there the arrows go from one to the next.

const SVG = "http://www.w3.org/2000/svg";
const LEFT = 4; // pixels of the target beside what is seen of it
const LAST = 99.2; // percent; what is further right would be cut off

const made = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

const drawn = (blip, lane) => {
  const told = blip.lines.join("\n");
  const link = made("a", { href: `?at=${Math.max(1, blip.at_ms - 2000)}`, "data-at": blip.at_ms, class: blip.noise ? "noise" : "", tabindex: -1, "aria-label": told });
  const x = `${Math.min(blip.x, LAST)}%`;
  const top = lane + (blip.lane === "network" ? 0 : 10);
  link.append(made("rect", { class: "hit", x, y: top, width: 12, height: 10, rx: 2, transform: `translate(${-LEFT} 0)` }));
  link.append(made("rect", { class: `machine ${blip.tone}`, x, y: blip.count > 1 ? top + 1 : top + 2, width: blip.count > 1 ? 6 : 4, height: blip.count > 1 ? 8 : 6, rx: 1 }));
  link.told = told;
  return link;
};

export const blips = async (figure) => {
  const response = await fetch(figure.dataset.blips);
  if (!response.ok) throw new Error("what failed in this session could not be loaded");
  const found = await response.json();
  const place = figure.querySelector(".blips");
  const links = found.map((blip) => drawn(blip, Number(place.dataset.lane)));
  place.append(...links);
  links[0]?.setAttribute("tabindex", "0");
  if (links.length) {
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", "Failed requests and errors");
  }
  const tones = new Set(found.flatMap(({ tone, noise }) => [noise ? "noise" : tone]));
  for (const key of figure.querySelectorAll("[data-tone]")) key.hidden = !tones.has(key.dataset.tone);

  const tip = figure.querySelector(".tip");
  const hide = () => {
    tip.hidden = true;
  };
  const show = (link) => {
    tip.textContent = link.told;
    tip.hidden = false;
    const [box, at] = [figure.getBoundingClientRect(), link.getBoundingClientRect()];
    tip.style.left = `${Math.max(8, Math.min(at.left - box.left - 16, box.width - tip.offsetWidth - 8))}px`;
    tip.style.bottom = `${box.bottom - at.top + 4}px`; // above: below, the player's edge would cut it off
  };
  const of = (event) => event.target.closest?.(".blips a");
  place.addEventListener("pointerover", (event) => of(event) && show(of(event)));
  place.addEventListener("pointerout", hide);
  figure.addEventListener("focusin", (event) => of(event) && show(of(event))); // on the drawing's own group it would make that a stop for the Tab key
  figure.addEventListener("focusout", hide);
  place.addEventListener("keydown", (event) => {
    const here = links.indexOf(document.activeElement);
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (event.key === "Escape") hide();
    else if (to === undefined || here < 0) return;
    else {
      links[here].setAttribute("tabindex", "-1");
      const next = links[Math.min(Math.max(0, to), links.length - 1)];
      next.setAttribute("tabindex", "0");
      next.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
};
