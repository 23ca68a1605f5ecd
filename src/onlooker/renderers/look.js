// What a person can see of the replayed page now, as a tree with nothing else in it.
//
// The tree has rrweb's form, so that whoever reads rebuilt documents reads this one alike: only what is in sight is decided here, never what a text
// means. `laid` tells how an element was laid out (its display). What is out of sight is left out, and names of fields that are go into `aria-label`.
"use strict";
(() => {
  const MOST_NODES = 30_000; // gone through
  const MOST_HITS = 2_500; // points at which the page is asked; a text past that counts as seen, and as not known
  const MOST_TEXTS = 3_000;
  const LARGE = 2_500; // elements of a page of which what is far away is not gone through
  const MOST_NEAR = 300; // elements asked one by one where they are, before points of the screen are asked instead
  const MOST_DRAWN = 500; // texts of drawings
  const UNREAD = /^(script|style|noscript|template|link|meta|base|head|title|datalist|param|source|track)$/;
  const FIELDS = /^(input|textarea|select)$/;
  const DRAWN = /^(progress|meter)$/;
  const INLINE = /^(a|abbr|b|bdi|bdo|button|cite|code|dfn|em|i|kbd|label|mark|q|s|samp|small|span|strong|sub|sup|time|u|var)$/;
  const WORDS = /\p{L}{2}/u;

  const { dom, style, strength, through, painted, alpha, corner, PICTURES, FAINT } = onlooker.sight;

  let areas = new Map(); // element -> where it stands; nothing moves during a look
  const areaOf = (element) => {
    let area = areas.get(element);
    if (!area) areas.set(element, (area = dom.area(element)));
    return area;
  };

  const areaOfText = (text) => {
    const range = dom.range(dom.owner(text));
    range.selectNode(text);
    return range.getBoundingClientRect();
  };

  const both = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const some = (area) => area.right - area.left > 1 && area.bottom - area.top > 1;
  const legible = (part, whole) => some(part) && (part.bottom - part.top) * 2 >= whole.bottom - whole.top;

  const points = (area, shares) => shares.map((share) => [area.left + (area.right - area.left) * share, (area.top + area.bottom) / 2]);

  let made = []; // elements in document order, each with what stands in it
  let asked = []; // what is in sight if nothing lies on top of it
  let passive = []; // elements that no point meets, and that are seen all the same
  let labels = new Map(); // label -> whether all of it is in sight
  let large = false;
  let near = 0; // elements below those that are far away, asked where they are
  let met = null; // of a large page, once it is asked for: what is met at some points of the screen, and all around that

  const open = (element, at, display) => {
    const one = { element, display, into: [], outer: at.one, area: at.area, some: false, kept: false };
    made.push(one);
    at.one.into.push(one);
    return one;
  };

  const ask = (one, element, places, put) => {
    one.some = true;
    asked.push({ one, element, places, put });
  };

  // -- a text: the lines of it that are in sight --

  const placeOf = (range, text, area, from, to, isPast) => {
    // The first letter for which `isPast` holds of where it stands; letters without a place of their own go with the next.
    while (from < to) {
      const middle = (from + to) >> 1;
      let at = middle;
      let stands = null;
      for (; at < to && at < middle + 40 && !stands; at += 1) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        stands = [...range.getClientRects()].find((one) => one.height > 0) || null;
      }
      if (stands && isPast(stands)) to = middle;
      else from = at > middle ? at : middle + 1;
    }
    return from;
  };

  const inSight = (text, range, words, areas, seen) => {
    if (seen.length === areas.length || words.length < 60) return words;
    const first = seen[0].area;
    const last = seen[seen.length - 1].area;
    const start = placeOf(range, text, first, 0, words.length, (one) => one.bottom > first.top + 1);
    const end = placeOf(range, text, last, start, words.length, (one) => one.top >= last.bottom - 1);
    return words.slice(start, end);
  };

  const takeText = (at) => {
    const words = dom.value(at.node);
    if (!words) return;
    if (!/\S/.test(words)) {
      at.one.into.push({ blank: true, node: at.node });
      return;
    }
    const whole = !at.label || labels.get(at.label) !== false;
    if (at.label) labels.set(at.label, false);
    if (!at.shown || asked.length >= MOST_TEXTS || !(at.ink.told ??= readable(at.ink.drawn))) return;
    const range = dom.range(dom.owner(at.node));
    range.selectNodeContents(at.node);
    const areas = [...range.getClientRects()].slice(0, 400);
    const seen = areas.map((area) => ({ area, part: both(area, at.area) })).filter(({ area, part }) => legible(part, area));
    if (!seen.length) return;
    const put = { node: at.node, words: inSight(at.node, range, words, areas, seen), gone: false, label: at.label };
    if (at.label && whole && put.words === words) labels.set(at.label, true);
    at.one.into.push(put);
    const first = seen[0].part;
    const middle = seen[seen.length >> 1].part;
    const last = seen[seen.length - 1].part;
    ask(at.one, at.box, [...points(first, [0.5, 0.1, 0.9]), ...(seen.length > 1 ? [...points(middle, [0.5]), ...points(last, [0.5])] : [])], put);
  };

  // -- an element: whether to go on below it, and how --

  const fits = (element, area, one) => {
    const part = both(areaOf(element), area);
    if (!some(part)) return false;
    const [left, top] = [(part.left * 3 + part.right) / 4, (part.top * 3 + part.bottom) / 4];
    const [right, bottom] = [(part.left + part.right * 3) / 4, (part.top + part.bottom * 3) / 4];
    ask(one, element, [...points(part, [0.5]), [left, top], [right, bottom], [right, top], [left, bottom]], null);
    return true;
  };

  const takeWhole = (element, at, display) => {
    const one = open(element, at, display);
    one.some = true;
    return at.shown && fits(element, at.area, one) ? one : null;
  };

  const takeDrawing = (element, at, display) => {
    const one = takeWhole(element, at, display);
    if (!one) return;
    for (const text of [...dom.every(element, "text")].slice(0, MOST_DRAWN)) {
      const words = dom.text(text).trim();
      const shown = words && style(text);
      if (!shown || shown.visibility !== "visible" || shown.display === "none" || strength(text) < FAINT) continue;
      const whole = areaOf(text);
      const part = both(whole, at.area);
      if (!legible(part, whole)) continue;
      const label = open(text, { one, area: at.area }, "");
      const put = { words, gone: false };
      label.into.push(put);
      if (shown.pointerEvents === "none") passive.push(text);
      ask(label, text, points(part, [0.5, 0.2, 0.8]), put);
    }
  };

  const beside = (element, name, drawn, display, position, at) => {
    // What floats and what stands in a row is a block to the browser, and runs on in one line to a reader.
    if (display !== "block" || !INLINE.test(name)) return false;
    if (!/absolute|fixed/.test(position) && !/flex|grid/.test(at.one.display) && drawn.float === "none") return false;
    const own = areaOf(element);
    for (const way of [dom.previous, dom.next]) {
      let other = way(element);
      while (other && (dom.kind(other) === 8 || (dom.kind(other) === 3 && !/\S/.test(dom.value(other))))) other = way(other);
      if (!other || (dom.kind(other) !== 1 && dom.kind(other) !== 3)) continue;
      const area = dom.kind(other) === 1 ? areaOf(other) : areaOfText(other);
      const shared = Math.min(own.bottom, area.bottom) - Math.max(own.top, area.top);
      if (area.height > 0 && shared * 2 > Math.min(own.height, area.height)) return true;
    }
    return false;
  };

  const far = (element, area, view) => {
    // A screen away or more; a dialog that stands in the row of a table far below is met where it shows.
    const own = areaOf(element);
    if (own.width === 0 || own.height === 0) return false;
    const [across, down] = [area.right - area.left, area.bottom - area.top];
    const away = own.top > area.bottom + down || own.bottom < area.top - down || own.left > area.right + across || own.right < area.left - across;
    return away && !reaches(element, view);
  };

  const reaches = (element, view) => {
    // Whether something in what is far away shows on the screen all the same. Where there is much of it, what is met at some points has to do.
    if (!met) {
      const inner = dom.every(element, "*");
      near += inner.length;
      if (near > MOST_NEAR) met = meet();
      else return [...inner].some((one) => some(both(areaOf(one), view)));
    }
    return met.has(element);
  };

  const meet = () => {
    const frame = onlooker.player.iframe;
    const [page, width, height] = [dom.inner(frame), dom.width(frame), dom.height(frame)];
    const found = new Set();
    for (let place = 0; place < 25; place += 1) {
      const [across, down] = [((place % 5) + 0.5) / 5, (Math.floor(place / 5) + 0.5) / 5];
      for (const one of onlooker.sight.stackAt(page, width * across, height * down)) {
        for (let at = one; at && !found.has(at); at = dom.parent(at)) found.add(at);
      }
    }
    return found;
  };

  const readable = (drawn) => alpha(drawn.webkitTextFillColor) > FAINT || drawn.backgroundClip === "text" || drawn.textShadow !== "none";

  const takeElement = (at, waiting) => {
    const element = at.node;
    const name = dom.name(element);
    if (UNREAD.test(name)) return;
    if (large && far(element, at.area, at.view)) return;
    if (name === "br") return void at.one.into.push({ blank: true, name });
    const drawn = style(element);
    const { display, position } = drawn; // every word of a style is asked of the browser anew
    if (display === "none") return;
    const opacity = at.opacity * parseFloat(drawn.opacity);
    if (opacity < FAINT) return;
    if (drawn.pointerEvents === "none") passive.push(element);
    let { area, apart } = at;
    if (position === "fixed") area = apart = at.view;
    else if (position === "absolute") area = apart;
    const visible = drawn.visibility === "visible";
    const here = { ...at, area, shown: visible };
    if (FIELDS.test(name) || DRAWN.test(name) || (PICTURES.test(name) && name !== "iframe")) return void takeWhole(element, here, display);
    if (name === "svg") return takeDrawing(element, here, display);
    const run = beside(element, name, drawn, display, position, at);
    if (run) at.one.into.push({ blank: true });
    const one = open(element, here, run ? "" : display);
    if (run) at.one.into.push({ blank: true });
    if (name === "iframe") return takeFrame(element, one, here, opacity, waiting);
    const inside = within(element, name, drawn, display, area);
    if (position !== "static") apart = inside;
    const box = display === "contents" ? at.box : element;
    const next = { one, box, area: inside, apart, view: at.view, opacity, shown: visible, ink: { drawn }, label: name === "label" ? element : at.label };
    const children = name === "slot" ? [...dom.slotted(element)] : [];
    // A shadow tree stands for its host's own children, which come where its slots are.
    if (!children.length) for (let node = dom.first(dom.shadow(element) || element); node; node = dom.next(node)) children.push(node);
    while (children.length) waiting.push({ ...next, node: children.pop() });
  };

  const within = (element, name, drawn, display, area) => {
    // Where what is in it may show.
    if (display === "inline" || name === "html" || name === "body") return area;
    const { overflow } = drawn;
    if (overflow === "visible") return area;
    const [across, down = across] = overflow.split(" ");
    const own = areaOf(element);
    const [left, right] = across === "visible" ? [-1e6, 1e6] : [own.left, own.right];
    const [top, bottom] = down === "visible" ? [-1e6, 1e6] : [own.top, own.bottom];
    return both(area, { left, top, right, bottom });
  };

  const takeFrame = (element, one, at, opacity, waiting) => {
    one.some = true;
    if (!at.shown) return;
    const page = dom.inner(element);
    const top = page && dom.top(page);
    if (!top || !dom.all(page, "body > *").length) return void fits(element, at.area, one);
    const [left, above] = corner(element);
    const own = both(at.area, { left, top: above, right: left + dom.width(element), bottom: above + dom.height(element) });
    const view = { left: own.left - left, top: own.top - above, right: own.right - left, bottom: own.bottom - above };
    waiting.push({ node: top, one, box: top, area: view, apart: view, view, opacity, shown: true, label: null });
  };

  // -- what shows itself by its own drawing: a spinner, a bar, a word made by a style sheet --

  const takeBare = () => {
    for (let place = made.length - 1; place >= 0; place -= 1) {
      const one = made[place];
      if (!one.some && one.element && some(both(areaOf(one.element), one.area)) && shows(one)) fits(one.element, one.area, one);
      if (one.some && one.outer) one.outer.some = true;
    }
  };

  const shows = (one) => {
    const { element } = one;
    if (onlooker.leftOut(element) || dom.attribute(element, "contenteditable") !== null || painted(element)) return true;
    const content = ["::before", "::after"].map((part) => style(element, part)).filter((drawn) => drawn.content !== "none" && drawn.content !== "normal");
    for (const drawn of content) {
      const words = /^"(.*)"$/s.exec(drawn.content);
      if (words && WORDS.test(words[1])) one.into.push({ words: words[1].replace(/\\(.)/g, "$1"), gone: false });
    }
    return content.some((drawn) => drawn.content !== '""' || painted(element, drawn)) && style(element).visibility === "visible";
  };

  // -- asking the page --

  const lift = (elements) => {
    // Points meet what lets them through while the page is asked; every attribute is put back.
    const before = elements.map((element) => [element, dom.attribute(element, "style")]);
    for (const [element, told] of before) dom.put(element, "style", `${told ? `${told};` : ""}pointer-events:auto !important`);
    return () => {
      for (const [element, told] of before) {
        if (told === null) dom.drop(element, "style");
        else dom.put(element, "style", told);
      }
    };
  };

  const decide = () => {
    let unsure = 0;
    for (const { one, element, places, put } of asked) {
      const known = onlooker.sight.hits() < MOST_HITS;
      unsure += known ? 0 : 1;
      const seen = !known || places.some(([x, y]) => through(element, x, y));
      if (put && !seen) {
        put.gone = true;
        if (put.label) labels.set(put.label, false);
      } else if (put) one.kept = true;
      else one.kept ||= seen;
    }
    return unsure;
  };

  // `true` where the last one still holds.
  onlooker.look = () => {
    if (onlooker.still.same()) return true;
    const told = read();
    onlooker.still.keep(onlooker.moving());
    return told;
  };

  const read = () => {
    const frame = onlooker.player.iframe;
    const page = dom.inner(frame);
    const top = page && dom.top(page);
    if (!top) return null;
    made = [];
    asked = [];
    passive = [];
    labels = new Map();
    areas = new Map();
    onlooker.sight.fresh();
    const [width, height] = [dom.width(frame), dom.height(frame)];
    const view = { left: 0, top: 0, right: width, bottom: height };
    large = dom.all(page, "*").length >= LARGE;
    near = 0;
    met = null;
    const root = { into: [], display: "" };
    const waiting = [{ node: top, one: root, box: top, area: view, apart: view, view, opacity: 1, shown: true, label: null }];
    let gone = 0;
    while (waiting.length && gone < MOST_NODES) {
      const at = waiting.pop();
      gone += 1;
      const kind = dom.kind(at.node);
      if (kind === 3) takeText(at);
      else if (kind === 1) takeElement(at, waiting);
    }
    takeBare();
    const back = lift(passive);
    let unsure;
    try {
      unsure = decide();
    } finally {
      back();
    }
    const html = root.into[0] || open(top, { one: root, area: view }, "block"); // a page that is hidden whole is an empty one
    const told = JSON.stringify({ width, height, unsure: unsure + waiting.length, node: onlooker.tell(page, html, made, labels) });
    made = asked = passive = [];
    areas = new Map();
    met = null;
    return told;
  };
})();
