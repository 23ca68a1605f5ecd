// What lies under a press of the replayed page, just before it.
//
// The recorder names what took the press. Where that is something nobody could see, what lies beneath it was meant.
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
    const kinds = (dom.attribute(element, "class") || "").split(/\s+/).filter(Boolean).slice(0, 2);
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

  const framed = (element, x, y) => {
    // What lies over the frame that holds the pressed page, and the point there; null where nothing does.
    const frame = dom.view(dom.owner(element)).frameElement;
    if (!frame || frame === onlooker.player.iframe) return null;
    const [left, top] = corner(frame);
    const over = topAt(dom.root(frame), x + left, y + top);
    return over && over !== frame && !holds(over, frame) ? over : framed(frame, x + left, y + top);
  };

  const touches = (element, x, y) =>
    [...dom.areas(element)].some((area) => x >= area.left - NEAR && x <= area.right + NEAR && y >= area.top - NEAR && y <= area.bottom + NEAR);

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
      const control = controlOf(one);
      if (control && !holds(control, top) && !holds(top, control)) return strength(control) < FAINT ? null : control;
      if (seen(one)) return null;
    }
    return null;
  };

  onlooker.under = ({ x, y, node_id: id }) => {
    const node = onlooker.player.getMirror().getNode(id);
    const pressed = node && (dom.kind(node) === 1 ? node : dom.parent(node));
    if (!pressed || dom.kind(pressed) !== 1 || !dom.view(dom.owner(pressed))) return null;
    onlooker.sight.fresh();
    const control = controlOf(pressed) || pressed;
    const result = { label: "", hit: "", covered: false, unseen: false, disabled: disabled(control), off_screen: outside(control, x, y) };
    const root = dom.root(pressed);
    const top = dom.kind(root) === 9 || dom.kind(root) === 11 ? framed(pressed, x, y) || deepest(root, x, y) : null;
    if (top) result.hit = called(top);
    let meant = control;
    if (top && !holds(control, top) && !holds(top, control)) {
      // A press beside what it pressed was made by a key or by the page itself: nothing lay over it.
      result.covered = touches(control, x, y);
      result.unseen = result.covered && !seen(top);
    } else if (top && !controlOf(top) && !seen(top) && !dom.is(top, "html, body")) {
      const found = beneath(top, x, y);
      if (found) {
        meant = found;
        result.covered = result.unseen = true;
        result.disabled = disabled(found);
      }
    }
    return { ...result, label: named(meant) };
  };
})();
