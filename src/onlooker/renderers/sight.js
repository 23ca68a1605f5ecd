// What can be seen of an element at a point of the replayed page, and what lies on top of it. `look.js` and `under.js` ask.
//
// Pages cannot run script, but they can name a form's field `childNodes`: whatever matters is asked of the prototypes.
"use strict";
(() => {
  const VEILED = 0.15; // less of what is beneath comes through: it cannot be read
  const FAINT = 0.05; // nobody sees what is fainter
  const DEEPEST = 12; // frames in frames, and shadow trees in shadow trees
  const MOST_BLUR = 3; // pixels; text behind more cannot be read
  const PICTURES = /^(img|canvas|video|object|embed|iframe)$/;

  const getter = (holder, name) => {
    const read = Object.getOwnPropertyDescriptor(holder.prototype, name).get;
    return (node) => read.call(node);
  };
  const method = (holder, name) => {
    const run = holder.prototype[name];
    return (node, ...given) => run.apply(node, given);
  };
  const dom = {
    first: getter(Node, "firstChild"),
    next: getter(Node, "nextSibling"),
    previous: getter(Node, "previousSibling"),
    parent: getter(Node, "parentNode"),
    kind: getter(Node, "nodeType"),
    value: getter(Node, "nodeValue"),
    text: getter(Node, "textContent"),
    owner: getter(Node, "ownerDocument"),
    root: method(Node, "getRootNode"),
    holds: method(Node, "contains"),
    name: getter(Element, "localName"),
    space: getter(Element, "namespaceURI"),
    shadow: getter(Element, "shadowRoot"),
    host: getter(ShadowRoot, "host"),
    inner: getter(HTMLIFrameElement, "contentDocument"),
    top: getter(Document, "documentElement"),
    view: getter(Document, "defaultView"),
    title: getter(Document, "title"),
    range: method(Document, "createRange"),
    all: (root, selector) => (dom.kind(root) === 9 ? Document : DocumentFragment).prototype.querySelectorAll.call(root, selector),
    every: method(Element, "querySelectorAll"),
    names: method(Element, "getAttributeNames"),
    attribute: method(Element, "getAttribute"),
    put: method(Element, "setAttribute"),
    drop: method(Element, "removeAttribute"),
    is: method(Element, "matches"),
    closest: method(Element, "closest"),
    area: method(Element, "getBoundingClientRect"),
    areas: method(Element, "getClientRects"),
    width: getter(Element, "clientWidth"),
    height: getter(Element, "clientHeight"),
    left: getter(Element, "clientLeft"),
    above: getter(Element, "clientTop"),
    slotted: method(HTMLSlotElement, "assignedNodes"),
  };

  const style = (element, part) => getComputedStyle(element, part);
  const asker = (root) => (dom.kind(root) === 9 ? Document : ShadowRoot).prototype;
  const topAt = (root, x, y) => asker(root).elementFromPoint.call(root, x, y);
  const stackAt = (root, x, y) => asker(root).elementsFromPoint.call(root, x, y);

  const alpha = (colour) => {
    if (colour.startsWith("rgb(")) return 1;
    if (colour === "transparent") return 0;
    const given = /[,/]\s*([\d.]+)(%?)\s*\)$/.exec(colour);
    if (!given || (!colour.startsWith("rgba(") && !colour.includes("/"))) return 1;
    return parseFloat(given[1]) / (given[2] ? 100 : 1);
  };

  const image = (told) => {
    // A picture hides what is behind it; a gradient as much as its thinnest colour.
    if (told === "none") return 0;
    if (told.includes("url(")) return 1;
    const colours = told.match(/rgba?\([^)]*\)|transparent/g) || [];
    return colours.length ? Math.min(...colours.map(alpha)) : 0;
  };

  // Answers hold as long as the page stands still: `fresh` forgets them.
  let strengths = new Map();
  let covers = new Map();
  let modals = new Map();
  let hits = 0;

  const above = (element) => {
    const parent = dom.parent(element);
    if (!parent) return null;
    return dom.kind(parent) === 1 ? parent : dom.kind(parent) === 11 ? dom.host(parent) : null;
  };

  const holds = (outer, inner) => {
    // Through shadow trees too.
    for (let at = inner; at; at = dom.kind(dom.root(at)) === 11 ? dom.host(dom.root(at)) : null) if (dom.holds(outer, at)) return true;
    return false;
  };

  const strength = (element) => {
    // Its opacity and that of all around it.
    const chain = [];
    let at = element;
    while (at && !strengths.has(at)) {
      chain.push(at);
      at = above(at);
    }
    let known = at ? strengths.get(at) : 1;
    while (chain.length) {
      at = chain.pop();
      known *= parseFloat(style(at).opacity);
      strengths.set(at, known);
    }
    return known;
  };

  const fill = (drawn) => {
    if (drawn.backgroundClip === "text") return 0;
    if (/blur\(([\d.]+)/.test(drawn.backdropFilter) && parseFloat(RegExp.$1) >= MOST_BLUR) return 1;
    return Math.max(alpha(drawn.backgroundColor), image(drawn.backgroundImage));
  };

  const cover = (element, x, y, depth = 0) => {
    // How much it hides of what is behind it: 0 to 1.
    let known = covers.get(element);
    if (known === undefined) {
      const own = PICTURES.test(dom.name(element)) ? 1 : dom.space(element) === "http://www.w3.org/2000/svg" ? 0 : fill(style(element));
      covers.set(element, (known = own * strength(element)));
    }
    if (!lies(element, x, y)) known = ornament(element); // met beside its own box: by an ornament, its backdrop, or what is in its tree
    const tree = known < 1 - VEILED && depth < DEEPEST ? dom.shadow(element) : null;
    const inner = tree && topAt(tree, x, y);
    return inner && inner !== element && dom.root(inner) === tree ? Math.max(known, cover(inner, x, y, depth + 1)) : known;
  };

  const ornament = (element) => {
    // How much its ::before and ::after hide, and the ::backdrop of a modal dialog.
    const drawn = ["::before", "::after"].map((part) => style(element, part)).filter((one) => one.content !== "none" && one.content !== "normal");
    if (modal(element)) drawn.push(style(element, "::backdrop"));
    return Math.max(0, ...drawn.map((one) => fill(one) * parseFloat(one.opacity))) * strength(element);
  };

  const lies = (element, x, y) => {
    const area = dom.area(element);
    return x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
  };

  const shutOff = (element) => {
    // Behind a modal dialog nothing is met at any point, and may be seen all the same.
    const page = dom.owner(element);
    if (!modals.has(page)) modals.set(page, dom.all(page, ":modal, [inert]").length > 0);
    return modals.get(page);
  };

  // Of a page behind a modal dialog no point meets anything but the dialog and its backdrop.
  const modal = (element) => dom.name(element) === "dialog" && dom.is(element, ":modal");

  const under = (element, top, x, y) => {
    // Whether it can be seen though something else lies on top of it there. To ask for all that lies there costs most of a look: often the top decides.
    let left = 1;
    let met = false;
    const lets = (one) => {
      left *= 1 - (holds(one, element) ? ornament(one) : cover(one, x, y));
      return left >= VEILED;
    };
    if (top) {
      if (!lets(top)) return false;
      if (dom.holds(element, top) || (modal(top) && !holds(top, element))) return true;
      left = 1;
    }
    hits += 1;
    for (const one of stackAt(dom.root(element), x, y)) {
      met = one === element;
      if (met) break;
      if (!lets(one)) return false;
      met = dom.holds(element, one);
      if (met) break;
    }
    return met || shutOff(element);
  };

  const through = (element, x, y, depth = 0) => {
    // Whether the element can be seen at a point of its own document.
    const root = dom.root(element);
    if (!asker(root).elementFromPoint || dom.kind(root) === 1) return false;
    hits += 1;
    const found = topAt(root, x, y);
    if (found !== element && !under(element, found, x, y)) return false;
    const frame = dom.view(dom.owner(element)).frameElement;
    if (!frame || frame === onlooker.player.iframe || depth >= DEEPEST) return true;
    const [left, top] = corner(frame);
    return through(frame, x + left, y + top, depth + 1);
  };

  const corner = (frame) => {
    // Where the page in a frame begins, in the coordinates of the page around it.
    const area = dom.area(frame);
    const drawn = style(frame);
    return [area.left + dom.left(frame) + parseFloat(drawn.paddingLeft), area.top + dom.above(frame) + parseFloat(drawn.paddingTop)];
  };

  const painted = (element, drawn = style(element)) => {
    // Whether it shows anything by itself, whatever is in it.
    if (drawn.visibility !== "visible" || strength(element) < FAINT) return false;
    if (alpha(drawn.backgroundColor) > FAINT || drawn.backgroundImage !== "none" || drawn.boxShadow !== "none" || drawn.maskImage !== "none") return true;
    return ["Top", "Right", "Bottom", "Left"].some(
      (side) => parseFloat(drawn[`border${side}Width`]) > 0 && alpha(drawn[`border${side}Color`]) > FAINT,
    );
  };

  onlooker.sight = {
    FAINT,
    PICTURES,
    alpha,
    corner,
    cover,
    dom,
    fresh: () => {
      strengths = new Map();
      covers = new Map();
      modals = new Map();
      hits = 0;
    },
    hits: () => hits,
    holds,
    ornament,
    painted,
    stackAt,
    strength,
    style,
    through,
    topAt,
  };
})();
