// Takes out of records what the frame's policy would refuse to load anyway, after the guard: addresses in styles, and pictures that the recording
// does not carry. No wall: without it the same is shown, and the browser tells its console of every picture and font that was not loaded.
"use strict";
(() => {
  const PLATE =
    "data:image/svg+xml," +
    encodeURIComponent(
      "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'><rect width='24' height='24' fill='#e4e7ec'/>" +
        "<path d='M-6 18 18-6M-6 30 30-6M6 30 30 6' stroke='#c3c9d4' stroke-width='2.4'/></svg>",
    );
  const ADDRESS = /url\(\s*(?:"(?!data:)[^"]*"|'(?!data:)[^']*'|(?!data:)[^'")\s][^)]*)\s*\)/gi;
  const IMPORT = /@import[^;]*;/gi;

  const FONT = /@font-face\s*\{[^}]*\}/gi;
  const carried = (block) => (/url\(\s*["']?data:|local\(/i.test(block) ? block : "");

  const style = (text) => {
    if (typeof text !== "string" || !/url\(|@import/i.test(text)) return text;
    return text.replace(IMPORT, "").replace(FONT, carried).replace(ADDRESS, 'url("data:,")');
  };
  const elsewhere = (value) => typeof value === "string" && value !== "" && !/^(data:|#)/i.test(value.trim());

  const attributes = (given, tag) => {
    if (typeof given !== "object" || given === null) return;
    for (const [name, value] of Object.entries(given)) {
      if (name === "_cssText" || name === "style") {
        if (typeof value === "string") given[name] = style(value);
        else if (value) for (const key of Object.keys(value)) value[key] = Array.isArray(value[key]) ? value[key].map(style) : style(value[key]);
      } else if ((name === "src" && (tag === "img" || tag === "")) || (tag === "image" && /href$/.test(name))) {
        if (elsewhere(value)) given[name] = PLATE;
      } else if (/^(srcset|poster|background)$/.test(name) && elsewhere(value)) delete given[name];
    }
  };

  const tree = (root) => {
    const waiting = [root];
    while (waiting.length) {
      const node = waiting.pop();
      const tag = String(node.tagName ?? "").toLowerCase();
      attributes(node.attributes, tag);
      for (const child of node.childNodes ?? []) {
        if (child.type === 3 && (tag === "style" || child.isStyle)) child.textContent = style(child.textContent);
        waiting.push(child);
      }
    }
  };

  const record = ({ type, data }) => {
    if (type === 2) tree(data.node);
    if (type !== 3) return;
    if (data.source === 0) {
      for (const one of data.adds ?? []) tree(one.node);
      for (const one of data.attributes ?? []) attributes(one.attributes, "");
    }
    for (const rules of [data.adds, ...(data.styles ?? []).map((one) => one.rules)]) {
      if (data.source === 8 || data.source === 15) for (const one of rules ?? []) one.rule = style(one.rule);
    }
    for (const text of ["replace", "replaceSync"]) if (text in data) data[text] = style(data[text]);
    if (data.source === 13 && data.set) data.set.value = style(data.set.value);
  };

  const { guard } = window;
  window.guard = (events) => {
    const sound = guard(events);
    for (const one of sound.events) {
      try {
        record(one);
      } catch {
        // it is odd, and the policy holds without this
      }
    }
    return sound;
  };
})();
