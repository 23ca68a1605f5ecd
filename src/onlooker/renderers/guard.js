// Takes out of a scene's records what can do harm and shows nothing, before the replayer sees them. Depends on nothing, keeps nothing.
//
// It is the innermost wall and not the one that is leant on: the frame without scripts, the page's policy and the browser's missing network hold
// without it. What it alone does: it keeps the replayer from being led where its own code is not careful (it calls whatever a canvas record
// names, and walks properties that a page can put its own elements in place of), and it keeps sizes within what a browser bears.
"use strict";
(() => {
  const DEEPEST = 512; // a parser of HTML nests no deeper; layout is recursive and its stack is not endless
  const MOST_NODES = 300_000;
  const MOST_TEXT = 20_000_000; // letters in all; of one text and one sheet a tenth
  const LONGEST = MOST_TEXT / 10;
  const LARGEST = 4_000_000; // pixels of one canvas
  const MOST_PIXELS = 40_000_000; // of all
  const SHALLOW = 100; // what is less deep is not remembered: pages that are recorded seldom nest as deep
  const TAG = /^[a-z][^\0-\x20/<>"'=]*$/i;
  const CUSTOM = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;
  const RESERVED = /^(annotation-xml|color-profile|font-face.*|missing-glyph)$/;
  const HOSTS = /^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
  const FRAMES = /^(iframe|frame|fencedframe|portal)$/;
  const NAMED = /^(applet|embed|form|iframe|img|object)$/; // what a document offers under its name
  const ARGUMENTS = /^(ArrayBuffer|Blob|DataView|HTMLImageElement|ImageBitmap|ImageData|Big(Ui|I)nt64Array|Float(32|64)Array|Uint8ClampedArray|(Ui|I)nt(8|16|32)Array)$/;

  const object = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const list = (value) => (Array.isArray(value) ? value.filter(object) : []);
  const own = (holder, name) => Object.prototype.hasOwnProperty.call(holder, name);

  window.guard = (events) => {
    const tags = new Map(); // id -> tag, of the few whose attributes are looked at
    const depths = new Map(); // id -> how deep, of what is deeper than SHALLOW
    let nodes = 0;
    let letters = 0;
    let pixels = 0;
    let cut = 0;

    const words = (value) => {
      if (typeof value !== "string") return value === null || value === undefined ? "" : String(value).slice(0, 1000);
      const room = Math.min(LONGEST, Math.max(0, MOST_TEXT - letters));
      letters += value.length;
      if (value.length <= room) return value;
      cut += 1;
      return value.slice(0, room);
    };

    const unwanted = (tag, name, value, sheet) => {
      if (/^on/i.test(name)) return true;
      if (FRAMES.test(tag)) return !/^(id|class|name|title|style|width|height|frameborder|scrolling|align|border|hidden|margin(width|height)|role|aria-.*|data-.*|rr_(width|height))$/i.test(name);
      if (tag === "meta") return /^http-equiv$/i.test(name);
      if (tag === "link") return !sheet && /^(href|rel|imagesrcset)$/i.test(name);
      if (name !== "name" && name !== "id") return false;
      return String(value).startsWith("__") || value in (name === "name" && NAMED.test(tag) ? Document.prototype : Node.prototype);
    };

    const attributes = (tag, given, sheet) => {
      const kept = {};
      for (const name of object(given) ? Object.keys(given) : []) {
        let value = given[name];
        if (name === "__proto__" || unwanted(tag, name, value, sheet)) continue;
        if (typeof value === "string") value = words(value);
        if (tag === "canvas" && (name === "width" || name === "height")) value = String(Math.min(16_384, Math.max(0, parseInt(value, 10) || 0)));
        kept[name] = value;
      }
      return kept;
    };

    const canvas = (kept) => {
      const area = (kept.width ?? 300) * (kept.height ?? 150);
      pixels += area;
      if (area <= LARGEST && pixels <= MOST_PIXELS) return;
      cut += 1;
      pixels -= area;
      kept.width = kept.height = "1";
    };

    const element = (node, depth) => {
      const isTag = typeof node.tagName === "string" && TAG.test(node.tagName);
      let tag = isTag ? node.tagName.toLowerCase() : "div";
      if (tag === "script") tag = "noscript";
      if (!isTag || tag === "noscript") node.tagName = tag;
      node.attributes = attributes(tag, node.attributes, typeof (node.attributes || {})._cssText === "string");
      for (const name of Object.keys(node.attributes)) if (object(node.attributes[name]) || Array.isArray(node.attributes[name])) delete node.attributes[name];
      const custom = CUSTOM.test(tag) && !RESERVED.test(tag);
      if (!custom) delete node.isCustom;
      if (!custom && !HOSTS.test(tag)) delete node.isShadowHost;
      if (tag === "canvas") canvas(node.attributes);
      if (tag === "canvas" || tag === "meta" || tag === "link" || NAMED.test(tag) || FRAMES.test(tag)) tags.set(node.id, tag);
      if (depth > SHALLOW) depths.set(node.id, depth);
    };

    const tree = (root, above) => {
      const waiting = [[root, above + 1]];
      while (waiting.length) {
        const [node, depth] = waiting.pop();
        nodes += 1;
        if (node.type === 2) element(node, depth);
        else if (node.type === 4) node.type = 3; // a document of HTML has no other place for it
        if (node.type === 1 && !TAG.test(node.name || "html")) node.name = "html";
        if (node.type === 3 || node.type === 5) node.textContent = words(node.textContent);
        if (node.type > 2) continue;
        const children = list(node.childNodes);
        const kept = depth >= DEEPEST || nodes + waiting.length > MOST_NODES ? [] : children.slice(0, MOST_NODES - nodes);
        cut += children.length > kept.length;
        node.childNodes = kept;
        for (const child of kept) waiting.push([child, depth + 1]);
      }
    };

    const added = (adds) => {
      // A parent may be named before it is added itself.
      const parents = new Map(adds.map((one) => [one.node.id, one.parentId]));
      for (const one of adds) {
        let above = 0;
        for (let id = one.parentId; parents.has(id) && above <= DEEPEST && !depths.has(id); above += 1) id = parents.get(id);
        const known = depths.get(one.parentId) ?? above + SHALLOW;
        tree(one.node, known);
        if (known >= DEEPEST) cut += 1;
        one.deep = known >= DEEPEST;
      }
      return adds.filter((one) => !one.deep);
    };

    const mutated = (data) => {
      data.adds = added(list(data.adds).filter((one) => object(one.node)));
      data.removes = list(data.removes);
      data.texts = list(data.texts);
      data.attributes = list(data.attributes);
      for (const one of data.texts) one.value = one.value === null ? null : words(one.value);
      for (const one of data.attributes) {
        one.attributes = attributes(tags.get(one.id) || "", one.attributes, false);
        if (tags.get(one.id) === "canvas") canvas({ ...one.attributes });
      }
    };

    const argument = (given, depth = 0) => {
      if (depth > 8) return false;
      if (Array.isArray(given)) return given.every((one) => argument(one, depth + 1));
      if (!object(given)) return true;
      if (!("rr_type" in given)) return true;
      const built = "index" in given ? /^WebGL[A-Za-z]+$/ : ARGUMENTS;
      return typeof given.rr_type === "string" && built.test(given.rr_type) && [given.args, given.data].every((one) => argument(one ?? [], depth + 1));
    };

    const drawn = (command) => {
      const { property, args, setter } = command;
      const pen = CanvasRenderingContext2D.prototype;
      if (typeof property !== "string" || !own(pen, property) || property === "constructor" || property === "canvas" || !Array.isArray(args)) return false;
      return Boolean(setter) === Boolean(Object.getOwnPropertyDescriptor(pen, property).set) && argument(args);
    };

    const record = (event) => {
      const { type, data } = event;
      if (type === 2) tree(data.node, 0);
      if (type === 3 && data.source === 0) mutated(data);
      if (type === 3 && data.source === 9) {
        const commands = list("commands" in data ? data.commands : [data]);
        event.data = { source: 9, id: data.id, type: data.type, commands: data.type === 0 ? commands.filter(drawn) : [] };
        cut += commands.length - event.data.commands.length;
      }
    };

    const sound = (event) =>
      object(event) && Number.isFinite(event.timestamp) && Number.isInteger(event.type) && object(event.data) && (event.type !== 2 || object(event.data.node));
    const kept = list(events).filter(sound);
    kept.forEach(record);
    return { events: kept, cut };
  };
})();
