// What lies under a press of the replayed page, just before it.
//
// The recorder names what took the press. Where that is something nobody could see, the control that shines through it was meant: it was covered.
"use strict";
(() => {
  const LONGEST = 80;
  const MOST = 12; // layers looked at under a point
  const NEAR = 2; // pixels a press may lie beside what it pressed: it was told in whole ones
  const CONTROL =
    "a[href], button, input, select, textarea, label, summary, option, [role=button], [role=link], [role=tab], [role=menuitem], [role=option], " +
    "[role=checkbox], [role=radio], [role=switch], [onclick], [_onclick], [tabindex]:not([tabindex='-1'])";
  const { dom, style, strength, stackAt, topAt, painted, ornament, holds, corner, FAINT, PICTURES } = onlooker.sight;

  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, LONGEST).toWellFormed();

  const named = (element) => {
    const label = (element.labels || [])[0];
    const field = /^(input|select|textarea)$/.test(dom.name(element)) && !/^(submit|button|reset)$/.test(dom.attribute(element, "type") || "");
    const own = field ? (label ? dom.text(label) : "") : dom.attribute(element, "value") || dom.text(element);
    const told = ["aria-label", "title", "placeholder", "alt", "name"].map((name) => dom.attribute(element, name) || "");
    const picture = field ? null : [...dom.every(element, "[alt], [aria-label], [title]")][0];
    const shown = picture ? ["alt", "aria-label", "title"].map((name) => dom.attribute(picture, name) || "") : [];
    return [own.slice(0, 2000), ...told, ...shown].map(short).find((one) => one) || "";
  };

  const called = (element) => {
    const id = dom.attribute(element, "id");
    const kinds = (dom.attribute(element, "class") || "").split(/\s+/).filter((one) => /^[\w-]/.test(one)).slice(0, 2); // `:hover` is the replayer's
    return short(dom.name(element) + (id ? `#${id}` : "") + kinds.map((one) => `.${one}`).join(""));
  };

  const controlOf = (element) => dom.closest(element, CONTROL);

  const disabled = (control) => {
    if (dom.is(control, ":disabled")) return true;
    const told = dom.closest(control, "[aria-disabled]");
    return told !== null && dom.attribute(told, "aria-disabled") === "true" && (told === control || !dom.is(told, "html, body, main, form"));
  };

  const seen = (element) => {
    // Whether the element shows anything of its own at a point where it was met.
    if (strength(element) < FAINT || style(element).visibility !== "visible") return false;
    if (PICTURES.test(dom.name(element)) || painted(element) || ornament(element) > FAINT) return true;
    if (dom.space(element) === "http://www.w3.org/2000/svg") return true;
    for (let child = dom.first(element); child; child = dom.next(child)) if (dom.kind(child) === 3 && /\S/.test(dom.value(child))) return true;
    return false;
  };

  const deepest = (root, x, y) => {
    let top = topAt(root, x, y);
    for (let depth = 0; top && dom.shadow(top) && depth < MOST; depth += 1) {
      const inner = topAt(dom.shadow(top), x, y);
      if (!inner || inner === top || dom.root(inner) !== dom.shadow(top)) break;
      top = inner;
    }
    return top;
  };

  const outside = (element, x, y) => {
    const view = dom.view(dom.owner(element));
    if (x < -NEAR || y < -NEAR || x > view.innerWidth + NEAR || y > view.innerHeight + NEAR) return true;
    return ![...dom.areas(element)].some((area) => area.right > 0 && area.bottom > 0 && area.left < view.innerWidth && area.top < view.innerHeight);
  };

  const beneath = (top, x, y) => {
    // The control that shines through what cannot be seen; null when something that can be seen comes first.
    for (const one of stackAt(dom.root(top), x, y).slice(0, MOST)) {
      if (one === top || holds(top, one)) continue;
      if (holds(one, top)) return null;
      const below = inside(one, x, y);
      const control = controlOf(below);
      if (control && !holds(control, top) && !holds(top, control)) return strength(control) < FAINT ? null : control;
      if (seen(below)) return null;
    }
    return null;
  };

  const inside = (element, x, y) => {
    // What is met there in a frame, or in a shadow tree.
    const page = dom.name(element) === "iframe" ? dom.inner(element) : null;
    if (!page) return dom.shadow(element) ? deepest(dom.shadow(element), x, y) || element : element;
    const [left, above] = corner(element);
    return deepest(page, x - left, y - above) || element;
  };

  onlooker.under = ({ x, y, node_id: id }) => {
    const node = onlooker.player.getMirror().getNode(id);
    const pressed = node && (dom.kind(node) === 1 ? node : dom.parent(node));
    if (!pressed || dom.kind(pressed) !== 1 || !dom.view(dom.owner(pressed))) return null;
    onlooker.sight.fresh();
    const control = controlOf(pressed) || pressed;
    const result = { label: named(control), hit: "", covered: false, unseen: false, disabled: disabled(control), off_screen: outside(control, x, y) };
    const root = dom.root(pressed);
    const top = dom.kind(root) === 9 || dom.kind(root) === 11 ? deepest(root, x, y) : null;
    if (!top) return result;
    result.hit = called(top);
    // Where something else lies on top here the recorder is believed: it knew what took the press, and the replay may be a moment off.
    if (!holds(pressed, top) || controlOf(top) || seen(top) || dom.is(top, "html, body")) return result;
    const meant = beneath(top, x, y);
    return meant ? { ...result, label: named(meant), covered: true, unseen: true, disabled: disabled(meant) } : result;
  };
})();
