// What a person can see of the replayed page now, as a tree with nothing else in it; and what lies under a press.
//
// The tree has rrweb's form, so that whoever reads rebuilt documents reads this one alike: only visibility is decided here, never what a text
// means. Pages cannot run script, but they can name a form's field `childNodes`: whatever matters is asked of the prototypes.
"use strict";
(() => {
  const MOST_NODES = 20000;
  const MOST_HITS = 400; // points of a look at which the topmost element is asked for; what is past that counts as seen
  const DEEPEST = 240; // levels that are told; deeper ones are hung to the last (the tree is written as nested JSON)
  const LONGEST = 300;
  const KEPT = /^(class|id|role|type|name|for|title|alt|placeholder|value|checked|selected|disabled|open|href|hidden|tabindex|contenteditable|data-(test|testid|id)|aria-.*)$/;
  const REPLACED = /^(img|canvas|video|audio|object|embed|svg|iframe|input|select|textarea|button)$/;

  const getter = (holder, name) => {
    const read = Object.getOwnPropertyDescriptor(holder.prototype, name).get;
    return (node) => read.call(node);
  };
  const firstOf = getter(Node, "firstChild");
  const nextOf = getter(Node, "nextSibling");
  const parentOf = getter(Node, "parentNode");
  const kindOf = getter(Node, "nodeType");
  const textOf = getter(Node, "nodeValue");
  const ownerOf = getter(Node, "ownerDocument");
  const nameOf = getter(Element, "localName");
  const shadowOf = getter(Element, "shadowRoot");
  const listOf = getter(Element, "attributes");
  const boxOf = (element) => Element.prototype.getBoundingClientRect.call(element);
  const attributeOf = (element, name) => Element.prototype.getAttribute.call(element, name);
  const holds = (outer, inner) => Node.prototype.contains.call(outer, inner);
  const styleOf = (element) => getComputedStyle(element);

  const both = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const some = (area) => area.right - area.left > 1 && area.bottom - area.top > 1;

  const alpha = (colour) => {
    const parts = /^rgba?\(([^)]*)\)/.exec(colour);
    if (!parts) return colour === "transparent" ? 0 : 1;
    const given = parts[1].split(/[,/ ]+/).filter(Boolean);
    return given.length > 3 ? parseFloat(given[3]) : 1;
  };

  const opaque = (element) => {
    // Whether nothing can be read through it.
    const style = styleOf(element);
    if (parseFloat(style.opacity) < 0.9) return false;
    if (/^(img|canvas|video|object|embed|iframe)$/.test(nameOf(element))) return true;
    return alpha(style.backgroundColor) >= 0.9 || style.backgroundImage.startsWith("url");
  };

  const related = (one, other) => one === other || holds(one, other) || holds(other, one);

  const covered = (element, x, y) => {
    // By something opaque that is neither around it nor inside it. Points are those of the element's own document or shadow tree.
    const root = Node.prototype.getRootNode.call(element);
    const stack = root.elementsFromPoint ? root.elementsFromPoint(x, y) : [];
    for (const above of stack.slice(0, 12)) {
      if (related(above, element)) return false;
      if (opaque(above)) return true;
    }
    return false;
  };

  const idOf = (node, unknown) => {
    const id = onlooker.player.getMirror().getId(node);
    return id > 0 ? id : 1e9 + unknown;
  };

  const told = (element) => {
    const kept = {};
    const attributes = listOf(element);
    for (let place = 0; place < attributes.length && place < 60; place += 1) {
      const { name, value } = attributes[place];
      if (KEPT.test(name)) kept[name] = String(value).slice(0, LONGEST);
    }
    const tag = nameOf(element);
    if (tag === "input" || tag === "textarea" || tag === "select") {
      kept.value = String(element.value ?? "").slice(0, LONGEST);
      delete kept.checked;
      if (element.checked === true) kept.checked = "true";
    }
    if (tag === "img" || tag === "video") kept.src = "x";
    return kept;
  };

  const look = () => {
    const frame = onlooker.player.iframe;
    const page = frame.contentDocument;
    if (!page || !page.documentElement) return null;
    const width = frame.clientWidth;
    const height = frame.clientHeight;
    const window_ = { left: 0, top: 0, right: width, bottom: height };
    let nodes = 0;
    let hits = 0;
    const make = (kind, node, rest) => {
      nodes += 1;
      return { type: kind, id: idOf(node, nodes), ...rest };
    };
    const root = make(0, page, { childNodes: [] });
    // Each step: a node to look at, where to hang what is seen of it, the area it may show in, and that of what is placed apart from the flow.
    const waiting = [{ node: page.documentElement, into: root, area: window_, apart: window_, view: window_, depth: 1, shown: true }];
    const range = page.createRange();
    while (waiting.length && nodes < MOST_NODES) {
      const at = waiting.pop();
      const kind = kindOf(at.node);
      if (kind === 3) {
        const words = textOf(at.node);
        if (!at.shown || !words || !words.trim()) {
          if (at.shown && words) at.into.childNodes.push(make(3, at.node, { textContent: " " }));
          continue;
        }
        const own = ownerOf(at.node) === page ? range : ownerOf(at.node).createRange();
        own.selectNodeContents(at.node);
        const seen = [...own.getClientRects()].slice(0, 40).find((area) => some(both(area, at.area)));
        if (!seen) continue;
        const parent = parentOf(at.node);
        if (parent && kindOf(parent) === 1 && hits < MOST_HITS && styleOf(parent).pointerEvents !== "none") {
          hits += 1;
          const part = both(seen, at.area);
          if (covered(parent, (part.left + part.right) / 2, (part.top + part.bottom) / 2)) continue;
        }
        at.into.childNodes.push(make(3, at.node, { textContent: words.slice(0, 4000) }));
        continue;
      }
      if (kind !== 1) continue;
      const tag = nameOf(at.node);
      if (/^(script|style|noscript|template|link|meta|base)$/.test(tag)) continue;
      if (tag === "head") {
        const title = page.title;
        if (at.into.tagName === "html" && title) {
          const line = { type: 3, id: 2e9 + 2, textContent: String(title).slice(0, LONGEST) };
          const named = { type: 2, id: 2e9 + 1, tagName: "title", attributes: {}, childNodes: [line] };
          at.into.childNodes.push(make(2, at.node, { tagName: "head", attributes: {}, childNodes: [named] }));
        }
        continue;
      }
      const style = styleOf(at.node);
      if (style.display === "none" || parseFloat(style.opacity) < 0.05) continue;
      let { area, apart } = at;
      if (style.position === "fixed") area = apart = at.view;
      else if (style.position === "absolute") area = apart;
      const shown = style.visibility === "visible";
      if (REPLACED.test(tag) && tag !== "button" && tag !== "svg") {
        const own = boxOf(at.node);
        const part = both(own, area);
        if (!shown || !some(part)) continue;
        if (hits < MOST_HITS && style.pointerEvents !== "none") {
          hits += 1;
          if (covered(at.node, (part.left + part.right) / 2, (part.top + part.bottom) / 2)) continue;
        }
      }
      const attributes = told(at.node);
      if (style.display !== "contents") attributes.style = `display:${style.display}`;
      delete attributes.hidden;
      const made = make(2, at.node, { tagName: tag, attributes, childNodes: [] });
      at.into.childNodes.push(made);
      const into = at.depth < DEEPEST ? made : at.into;
      if (tag === "select") {
        const chosen = at.node.selectedOptions ? [...at.node.selectedOptions].slice(0, 5) : [];
        for (const option of chosen) {
          const line = { type: 3, id: 1e9 + (nodes += 1), textContent: String(option.text).slice(0, LONGEST) };
          made.childNodes.push(make(2, option, { tagName: "option", attributes: { selected: "true" }, childNodes: [line] }));
        }
        continue;
      }
      if (tag === "textarea" || tag === "input") continue;
      if (/(hidden|scroll|auto|clip)/.test(style.overflow) && tag !== "html" && tag !== "body") {
        const own = boxOf(at.node);
        area = both(area, own);
        if (style.position !== "static") apart = both(apart, own);
      } else if (style.position !== "static") apart = area;
      const children = [];
      if (tag === "iframe") {
        let inner = null;
        try {
          inner = at.node.contentDocument;
        } catch {
          // of another origin: a picture to us
        }
        if (!inner || !inner.documentElement) continue;
        const view = { left: 0, top: 0, right: at.node.clientWidth, bottom: at.node.clientHeight };
        const document_ = make(0, inner, { childNodes: [] });
        into.childNodes.push(document_);
        waiting.push({ node: inner.documentElement, into: document_, area: view, apart: view, view, depth: at.depth + 2, shown: true });
        continue;
      }
      const tree = shadowOf(at.node);
      for (const top of tree ? [tree, at.node] : [at.node]) {
        for (let child = firstOf(top); child; child = nextOf(child)) {
          children.push({ node: child, into, area, apart, view: at.view, depth: at.depth + 1, shown });
        }
      }
      for (let place = children.length - 1; place >= 0; place -= 1) waiting.push(children[place]);
    }
    return JSON.stringify({ width, height, cut: waiting.length, node: root });
  };

  const named = (element) => {
    const label = attributeOf(element, "aria-label") || attributeOf(element, "title") || element.innerText || attributeOf(element, "value") || "";
    return String(label).replace(/\s+/g, " ").trim().slice(0, 80);
  };

  const called = (element) => {
    const id = attributeOf(element, "id");
    const kinds = (attributeOf(element, "class") || "").split(/\s+/).filter(Boolean).slice(0, 2);
    return (nameOf(element) + (id ? `#${id}` : "") + kinds.map((one) => `.${one}`).join("")).slice(0, 80);
  };

  const CONTROL = "a[href], button, input, select, textarea, label, summary, [role=button], [role=link], [role=tab], [role=menuitem], [onclick], [_onclick]";
  const controlOf = (element) => Element.prototype.closest.call(element, CONTROL);

  const empty = (element) => {
    // Nobody can see that it is there.
    const style = styleOf(element);
    if (parseFloat(style.opacity) < 0.05 || style.visibility !== "visible") return true;
    const bordered = ["Top", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && alpha(style[`border${side}Color`]) > 0.05);
    const drawn = alpha(style.backgroundColor) > 0.05 || style.backgroundImage !== "none" || style.boxShadow !== "none" || bordered;
    return !drawn && !REPLACED.test(nameOf(element)) && !String(element.innerText || "").trim();
  };

  const under = ({ x, y, node_id: id }) => {
    const node = onlooker.player.getMirror().getNode(id);
    if (!node) return null;
    const pressed = kindOf(node) === 1 ? node : parentOf(node);
    if (!pressed || kindOf(pressed) !== 1) return null;
    const root = Node.prototype.getRootNode.call(pressed);
    const owner = ownerOf(pressed);
    const control = controlOf(pressed) || pressed;
    const own = boxOf(control);
    const view = owner.defaultView;
    const outside = x < 0 || y < 0 || x > view.innerWidth || y > view.innerHeight || own.width < 1 || own.height < 1;
    const stack = (root.elementsFromPoint ? root : owner).elementsFromPoint(x, y);
    const disabled = control.disabled === true || attributeOf(control, "aria-disabled") === "true" || Boolean(Element.prototype.closest.call(control, "fieldset[disabled]"));
    const result = { label: named(control), hit: "", covered: false, unseen: false, disabled, off_screen: outside };
    const top = stack[0];
    if (!top) return result;
    result.hit = called(top);
    if (!related(top, pressed)) {
      result.covered = true;
      result.unseen = empty(top);
      return result;
    }
    // The recorder names what took the press: where that is nothing a person could see, the control beneath is what was meant.
    if (!controlOf(top) && empty(top) && top !== owner.body && top !== owner.documentElement) {
      const beneath = stack.slice(1, 12).map(controlOf).find((one) => one && !holds(one, top) && !holds(top, one));
      if (beneath) {
        result.label = named(beneath);
        result.covered = true;
        result.unseen = true;
      }
    }
    return result;
  };

  onlooker.look = look;
  onlooker.under = under;
})();
