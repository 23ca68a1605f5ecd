// What a look found, written down as a tree in rrweb's form: only what is in sight, and the names of fields that are not.
"use strict";
(() => {
  const DEEPEST = 200; // levels that are told; deeper ones are hung to the last (the tree is written as nested JSON)
  const LONGEST = 300; // letters of an attribute; of a text more
  const LONGEST_TEXT = 4_000;
  const KEPT = /^(class|id|role|type|name|for|title|alt|placeholder|selected|disabled|open|href|tabindex|contenteditable|onclick|data-(test|testid|id|original-title)|aria-(?!describedby|controls|owns).*)$/;
  const FIELDS = /^(input|textarea|select)$/;
  const HOVER = /(^|\s+):hover(?=\s|$)/g;

  const { dom } = onlooker.sight;
  let ids = 0;

  const idOf = (node) => {
    const id = onlooker.player.getMirror().getId(node);
    return id > 0 ? id : 1e9 + (ids += 1);
  };
  const line = (text, id = 1e9 + (ids += 1)) => ({ type: 3, id, textContent: text.slice(0, LONGEST_TEXT).toWellFormed() });
  const wrap = (tagName, attributes, ...childNodes) => ({ type: 2, id: 1e9 + (ids += 1), tagName, attributes, childNodes });

  // The recorder keeps the size of what it was told to leave out; the replayer turns that into a style.
  const leftOut = (element) => ((onlooker.player.getMirror().getMeta(element) || {}).attributes || {}).rr_width;

  const nameOf = (element, labels) => {
    // What names a field and is out of sight.
    if (dom.attribute(element, "aria-label")) return "";
    const ids = (dom.attribute(element, "aria-labelledby") || "").split(/\s+/).filter(Boolean).slice(0, 4);
    const page = dom.owner(element);
    const naming = ids.map((id) => Document.prototype.getElementById.call(page, id)).find((one) => one) || (element.labels || [])[0];
    if (!naming || labels.get(naming) === true) return "";
    return dom.text(naming).slice(0, LONGEST).replace(/\s+/g, " ").trim().replace(/[ :*]+$/, "");
  };

  const told = (one, labels) => {
    const { element } = one;
    const name = dom.name(element);
    const attributes = {};
    for (const key of dom.names(element).slice(0, 60)) {
      if (KEPT.test(key)) attributes[key] = dom.attribute(element, key).slice(0, LONGEST).toWellFormed();
    }
    if ("class" in attributes) {
      attributes.class = attributes.class.replace(HOVER, ""); // the replayer's, where the pointer is
      if (!attributes.class) delete attributes.class;
    }
    if (one.display) attributes.laid = one.display;
    if (leftOut(element)) attributes.rr_width = "";
    const childNodes = [];
    if (FIELDS.test(name)) {
      const naming = nameOf(element, labels);
      if (naming) attributes["aria-label"] = naming.toWellFormed();
      if (name !== "select") attributes.value = String(element.value ?? "").slice(0, LONGEST).toWellFormed();
      if (element.checked === true) attributes.checked = "";
      for (const option of name === "select" ? [...element.selectedOptions].slice(0, 3) : []) {
        childNodes.push(wrap("option", { selected: "" }, line(String(option.text))));
      }
    } else if (name === "button" && "disabled" in attributes) {
      attributes.title ||= dom.text(element).slice(0, LONGEST).toWellFormed();
    }
    return { type: 2, id: idOf(element), tagName: name.toWellFormed(), attributes, childNodes };
  };

  const tell = (top, made, labels) => {
    // From the last element to the first: what is in it is decided before it is.
    for (let place = made.length - 1; place >= 0; place -= 1) {
      const one = made[place];
      if (one.kept) one.outer.kept = true;
    }
    const html = told(top, labels);
    const waiting = [[top, html, 0]];
    while (waiting.length) {
      const [one, node, depth] = waiting.pop();
      for (const put of one.into) {
        if (put.blank) node.childNodes.push(put.name ? wrap(put.name, {}) : line(" "));
        else if (put.words !== undefined) put.gone || node.childNodes.push(line(put.words, put.node && idOf(put.node)));
        else if (put.kept) {
          const below = told(put, labels);
          node.childNodes.push(below);
          waiting.push([put, depth < DEEPEST ? below : node, depth + 1]);
        }
      }
    }
    return html;
  };

  onlooker.leftOut = leftOut;

  onlooker.tell = (page, top, made, labels) => {
    // `made` are all elements gone through, in document order; `labels` says of each label whether all of it is in sight.
    ids = 0;
    const html = tell(top, made, labels);
    html.childNodes.unshift(wrap("head", {}, wrap("title", {}, line(dom.title(page).slice(0, LONGEST)))));
    return { type: 0, id: 1e9, childNodes: [html] };
  };
})();
