// Plays one scene in the page around the sandboxed frame and brings it to rest at each cue. Talks to nobody: it is called, and answers.
//
// Rules:
// 1. The recorded document lives in a frame with `sandbox="allow-same-origin"` and no more, whatever the replayer would like: no script of it runs.
// 2. What a frame shows depends on the scene and the cue alone, never on the time that passed here. So animations are stopped and put
//    to the place they had at that instant, and nothing blinks.
"use strict";
(() => {
  const RULES = [
    "*, *::before, *::after { caret-color: transparent !important; scroll-behavior: auto !important; }",
    "noscript { display: none !important; }",
  ];
  const MOST_STEPS = 12; // stops between two cues at which new animations are looked for; more is not worth the layout
  const WIDEST = 20_000; // pixels of a viewport either way
  const MOST_SHEETS = 8e6; // letters of style sheets kept from scene to scene
  const BESIDE = 4; // pixels a press may lie beside what it pressed
  const POINTING = new Set([1, 2, 6, 12]); // rrweb's numbers: a pointer changes what is hovered, focused and pressed
  const LOAD_MS = 500; // longest wait for pictures and fonts that the recording carries
  const DRAWN_IN_TIME = "animate, animateTransform, animateMotion, set";
  const pointer = document.createElement("div");
  pointer.className = "pointer";
  pointer.innerHTML =
    "<svg viewBox='0 0 24 24' width='26' height='26'><path d='M3 2l16 11h-8l5 8-3.5 2-4.8-8.4L3 20z' fill='#111' stroke='#fff' stroke-width='1.6'/></svg>";

  const view = document.getElementById("view");
  const stage = document.getElementById("stage");
  const marks = document.getElementById("marks");
  const footer = document.getElementById("footer");

  // A frame of the replay may never be given scripts, and nothing else may be taken from its walls.
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (this instanceof HTMLIFrameElement && String(name).toLowerCase() === "sandbox") {
      return setAttribute.call(this, "sandbox", "allow-same-origin");
    }
    return setAttribute.call(this, name, value);
  };

  // The replayer gives a record up whose neighbours are missing when half a second has passed: here after as many rounds, which is the same every time.
  let rounds = 0;
  Date.now = () => (rounds += 20);

  let player = null;
  let events = [];
  let cues = [];
  let next = 0; // the first event not applied yet
  let base = 0;
  let size = { width: 1, height: 1 };
  let born = new WeakMap(); // animation -> session ms at which it began
  let known = new Set();
  let troubles = [];
  let framed = Promise.resolve();
  let pending = 0; // pictures on their way when the page was last dressed
  let worn = false; // nothing has happened since then that could undress it

  const bytesOf = (text) => (Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));

  const inflate = async (text) => {
    const bytes = bytesOf(text);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  const documents = () => {
    // The replayed document and those of its frames, outermost first.
    const found = [];
    const waiting = [player.iframe.contentDocument];
    while (waiting.length && found.length < 100) {
      const one = waiting.shift();
      if (!one) continue;
      found.push(one);
      for (const frame of one.getElementsByTagName("iframe")) {
        try {
          if (frame.contentDocument) waiting.push(frame.contentDocument);
        } catch {
          // of another origin: it shows nothing
        }
      }
    }
    return found;
  };

  const roots = () => {
    // Documents and the shadow roots below them: where selectors have to be asked anew.
    const found = [];
    const waiting = documents();
    while (waiting.length && found.length < 2000) {
      const one = waiting.shift();
      found.push(one);
      if (!one.__shadows) continue;
      for (const host of one.__shadows) if (host.isConnected && host.shadowRoot) waiting.push(host.shadowRoot);
    }
    return found;
  };

  const noteShadow = (node) => {
    if (node.nodeType === 1 && node.shadowRoot) {
      const root = node.getRootNode();
      (root.__shadows ||= new Set()).add(node);
    }
  };

  // What the replayer made of a style sheet's text is the same for every scene: sessions of one product share their sheets.
  let sheets = null;
  const share = (replayer) => {
    const held = sheets && sheets.stylesWithHoverClass;
    let letters = 0;
    if (held) for (const [text, made] of held) letters += text.length + made.length;
    if (!held || letters > MOST_SHEETS) sheets = replayer.cache;
    else replayer.cache = sheets;
  };

  // Between scenes: the page that was there goes at once, and need not be borne beside the next.
  const clear = () => {
    try {
      if (player) player.destroy();
    } catch {
      // what it held goes with the stage
    }
    player = null;
    events = [];
    stage.replaceChildren();
    marks.replaceChildren();
    unroll();
  };

  // `given`: the records' JSON, as a file or deflated.
  const load = async (given, told) => {
    clear();
    born = new WeakMap();
    known = new Set();
    dresser.begin();
    still.begin();
    pictured.begin();
    pending = 0;
    worn = false;
    troubles = [];
    const sound = guard(JSON.parse(await (typeof given === "string" ? inflate(given) : given.text())));
    events = sound.events;
    cues = told.cues;
    base = told.epoch;
    size = { width: told.width, height: told.height };
    next = 0;
    view.style.width = told.frame.width + "px";
    view.style.height = told.frame.height + "px";
    footer.style.width = told.frame.width + "px";
    player = new rrwebReplay.Replayer(events.slice(0, 2), {
      root: stage,
      useVirtualDom: false,
      UNSAFE_replayCanvas: true,
      mouseTail: false,
      skipInactive: false,
      pauseAnimation: false,
      showWarning: false,
      showDebug: false,
      triggerFocus: true,
      insertStyleRules: RULES,
      plugins: [{ onBuild: noteShadow }],
      logger: { log: () => {}, warn: (...said) => trouble(said) },
    });
    share(player);
    if (player.iframe.getAttribute("sandbox") !== "allow-same-origin") throw new Error("the frame is not shut in");
    player.on("resize", fit);
    player.iframe.style.display = "block";
    player.iframe.style.border = "0";
    if (sound.cut) trouble([`${sound.cut} parts of the recording were too large or called what no page may call`]);
    apply(2);
    scan(-Infinity);
    return events.length;
  };

  // Runs in a task of its own: during a frame, once that frame is handed over to be drawn.
  const turn = new MessageChannel();
  const due = [];
  turn.port1.onmessage = () => due.shift()();
  const afterwards = (run) => {
    due.push(run);
    turn.port2.postMessage(0);
  };

  const trouble = (said) => {
    if (troubles.length < 20) troubles.push(said.map(String).join(" ").slice(0, 200));
  };

  let fits = [null, 0, 0, 0, 0, 0];
  const fit = (dimension) => {
    if (dimension && dimension.width > 0 && dimension.height > 0) size = { width: Math.min(dimension.width, WIDEST), height: Math.min(dimension.height, WIDEST) };
    const scale = Math.min(view.clientWidth / size.width, view.clientHeight / size.height);
    const left = Math.max(0, (view.clientWidth - size.width * scale) / 2);
    const top = Math.max(0, (view.clientHeight - size.height * scale) / 2);
    const fitted = [player, left, top, scale, size.width, size.height];
    if (fits.every((each, place) => each === fitted[place])) return scale; // what is written anew is laid out anew
    fits = fitted;
    stage.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    marks.style.transform = `translate(${left}px, ${top}px)`;
    player.iframe.style.width = size.width + "px";
    player.iframe.style.height = size.height + "px";
    player.iframe.setAttribute("width", String(size.width));
    player.iframe.setAttribute("height", String(size.height));
    player.wrapper.style.width = size.width + "px";
    player.wrapper.style.height = size.height + "px";
    return scale;
  };

  const apply = (end) => {
    // Events up to `end`, then what the replayer keeps for last (the pointer, style sheets that waited).
    const batch = events.slice(next, end);
    next = end;
    still.apply(batch);
    pictured.apply(batch);
    worn &&= batch.every((event) => event.type === 3 && POINTING.has(event.data.source));
    for (const event of batch) {
      try {
        player.applyEventsSynchronously([event]);
      } catch (error) {
        trouble([error]);
      }
    }
    try {
      player.emitter.emit("flush");
    } catch (error) {
      trouble([error]);
    }
    release();
  };

  const release = () => {
    // A modal dialog that lost its `open` by a record is still modal to the browser, and all around it stays inert.
    for (const one of documents()) {
      if (!one.getElementsByTagName("dialog").length) continue; // which the browser remembers
      for (const dialog of one.querySelectorAll("dialog:not([open]):modal")) {
        dialog.setAttribute("open", "");
        dialog.close();
      }
    }
  };

  const change = () => {
    still.change();
    pictured.change();
  };

  const scan = (at) => {
    // Animations that are new since the last look began at `at`. Asking for them settles styles, so that transitions begin when they did.
    for (const one of documents()) {
      for (const animation of one.getAnimations()) {
        if (born.has(animation)) continue;
        born.set(animation, at);
        known.add(animation);
        change();
        animation.pause();
      }
    }
  };

  const place = (at) => {
    const moves = []; // all are asked before one is moved: every question after a move lays the page out anew
    for (const animation of known) {
      const { effect } = animation;
      if (effect && animation.playState !== "idle") moves.push([animation, Number(effect.getComputedTiming().endTime), at - born.get(animation)]);
      else known.delete(animation);
    }
    for (const [animation, end, since] of moves) {
      try {
        if (Number.isFinite(end) && since >= end) {
          animation.finish();
          known.delete(animation);
        } else {
          animation.currentTime = Number.isFinite(since) ? Math.max(0, since) : at;
        }
      } catch {
        known.delete(animation);
      }
    }
    for (const root of roots()) {
      if (!root.querySelector(DRAWN_IN_TIME)) continue;
      for (const drawing of root.querySelectorAll("svg")) {
        if (!drawing.ownerSVGElement && drawing.pauseAnimations) {
          drawing.pauseAnimations();
          drawing.setCurrentTime(at / 1000);
        }
      }
    }
  };

  const dresser = window.dresser(roots, (error) => trouble([error]));
  const still = window.stillness(documents, roots, { drawn: false });
  const pictured = window.stillness(documents, roots, { drawn: true });
  let marked = ""; // the marks of the last picture
  const dress = () => {
    if (worn && !pending) return [];
    const coming = dresser.dress();
    pending = coming.length;
    worn = !roots().some((root) => root.querySelector("canvas")); // which draws when it is ready
    return coming;
  };

  const moving = () => {
    // Whether anything on the page is not at rest for good. Of an animation that nobody has met yet nobody knows.
    return pending > 0 || known.size > 0 || pictures.size > 0 || documents().some((one) => one.getAnimations().some((animation) => !born.has(animation)));
  };

  const settled = (coming) => {
    const waits = coming.map((picture) => new Promise((done) => (picture.onload = picture.onerror = done)));
    for (const one of documents()) if (one.fonts && one.fonts.status === "loading") waits.push(one.fonts.ready);
    if (!waits.length) return null;
    return Promise.race([Promise.all(waits), new Promise((done) => setTimeout(done, LOAD_MS))]);
  };

  const seek = (at) => {
    // In steps at which something changed, so that each animation is met when it begins.
    const stops = [];
    let end = next;
    while (end < events.length && events[end].timestamp - base <= at) {
      const when = events[end].timestamp;
      while (end < events.length && events[end].timestamp === when) end += 1;
      stops.push([end, when - base]);
    }
    const coarse = stops.length > MOST_STEPS ? stops.filter((_, place) => place % Math.ceil(stops.length / MOST_STEPS) === 0) : stops;
    if (stops.length && coarse[coarse.length - 1] !== stops[stops.length - 1]) coarse.push(stops[stops.length - 1]);
    for (const [upTo, when] of coarse) {
      apply(upTo);
      scan(when);
    }
    place(at);
  };

  const offset = (node) => {
    // Of the document that holds the node, in CSS pixels of the replayed viewport.
    let x = 0;
    let y = 0;
    let inner = node && node.ownerDocument ? node.ownerDocument.defaultView : null;
    for (let depth = 0; inner && inner.frameElement && inner.frameElement !== player.iframe && depth < 20; depth += 1) {
      const frame = inner.frameElement.getBoundingClientRect();
      x += frame.x + inner.frameElement.clientLeft; // its border
      y += frame.y + inner.frameElement.clientTop;
      inner = inner.frameElement.ownerDocument.defaultView;
    }
    return [x, y];
  };

  const strayed = (press, at) => {
    // Whether what was pressed is no longer where it was pressed: the ring lies on something else by now.
    if (press.node_id < 0) return false;
    if (events.some((event) => event.type === 2 && event.timestamp - base > press.at_ms && event.timestamp - base <= at)) return true;
    const node = player.getMirror().getNode(press.node_id);
    if (!node || !node.isConnected) return true;
    if (node.nodeType !== 1 || /^(html|body)$/i.test(node.nodeName)) return false;
    const { x, y } = press;
    const holds = (box) => x >= box.left - BESIDE && x <= box.right + BESIDE && y >= box.top - BESIDE && y <= box.bottom + BESIDE;
    return ![...Element.prototype.getClientRects.call(node)].some(holds);
  };

  const mark = (cue, scale) => {
    // What stays as it was is not touched: a page in which nothing else moves is composed once.
    const drawn = cue.presses.map((press) => {
      const [left, top] = offset(player.getMirror().getNode(press.node_id));
      const ring = document.createElement("div");
      ring.className = strayed(press, cue.at_ms) ? "ring strayed" : "ring";
      ring.style.left = (press.x + left) * scale + "px";
      ring.style.top = (press.y + top) * scale + "px";
      return ring;
    });
    const mouse = player.mouse;
    if (mouse.style.left && !mouse.classList.contains("touch-device")) {
      pointer.style.left = parseFloat(mouse.style.left) * scale + "px";
      pointer.style.top = parseFloat(mouse.style.top) * scale + "px";
      drawn.push(pointer);
    }
    const stand = [...marks.children];
    if (drawn.length !== stand.length || drawn.some((one, place) => one !== stand[place])) marks.replaceChildren(...drawn);
    write(footer, cue);
  };

  const write = (row, cue) => {
    const told = [cue.clock, cue.url, cue.skipped];
    told.forEach((text, place) => row.children[place].textContent === text || (row.children[place].textContent = text));
    row.children[2].hidden = !cue.skipped;
  };

  // What is drawn of a cue at which nothing has changed: its footer alone, in one picture with those of the next cues.
  let sheet = null;
  const roll = (first) => {
    const rows = Math.floor((view.clientHeight + footer.clientHeight) / footer.clientHeight);
    sheet = document.createElement("div");
    sheet.id = "sheet";
    for (const cue of cues.slice(first, first + rows)) {
      const row = footer.cloneNode(true);
      write(row, cue);
      sheet.append(row);
    }
    document.body.append(sheet);
    expect();
    return sheet.children.length;
  };
  const unroll = () => {
    if (sheet) sheet.remove();
    sheet = null;
  };

  const expect = () => {
    framed = new Promise((done) => requestAnimationFrame(() => afterwards(done)));
  };

  const empty = () => {
    const body = player.iframe.contentDocument && player.iframe.contentDocument.body;
    if (!body) return true;
    return !roots().some((root) => root.querySelector("img, svg, canvas, video, iframe, input, button")) && !body.innerText.trim();
  };

  const show = (number) => {
    const cue = cues[number];
    seek(cue.at_ms);
    const coming = dress();
    const finish = () => {
      if (coming.length) dress();
      mark(cue, fit(null));
      expect();
      const drawn = [...marks.children].map((one) => [parseFloat(one.style.left), parseFloat(one.style.top)]);
      const same = pictured.same() && marked === marks.innerHTML;
      marked = marks.innerHTML;
      if (!same) pictured.keep(moving());
      return { same, empty: empty(), placeholders: dresser.count(), troubles: troubles.length, marks: drawn };
    };
    const waiting = settled(coming);
    if (waiting) change(); // what comes may move what is there
    return waiting ? waiting.then(finish) : finish();
  };

  // A canvas draws in promises: they are through a turn of the event loop or two after the pictures in them are.
  const pictures = new Set();
  const makeBitmap = window.createImageBitmap;
  window.createImageBitmap = (...given) => {
    const made = makeBitmap.apply(window, given);
    const waited = made.then(() => {}, () => {}).finally(() => pictures.delete(waited));
    pictures.add(waited);
    return made;
  };
  const turns = async (count) => {
    for (let turn = 0; turn < count; turn += 1) {
      await new Promise((done) => setTimeout(done));
      if (pictures.size) await Promise.race([Promise.all(pictures), new Promise((done) => setTimeout(done, LOAD_MS))]);
    }
  };

  const draws = (from, at) => {
    for (let place = from; place < events.length && events[place].timestamp - base <= at; place += 1) {
      const event = events[place];
      if (event.type === 3 && event.data.source === 9) return true;
      if (event.type === 2) return true;
    }
    return false;
  };

  window.onlooker = {
    load,
    clear,
    show: (number) => {
      const drawing = draws(next, cues[number].at_ms);
      if (!drawing) return show(number);
      seek(cues[number].at_ms);
      return turns(3).then(() => show(number));
    },
    seek: (at) => {
      seek(at);
      return dress().length;
    },
    // Once the page has run a frame since it was last shown: that frame is what will be pictured, whatever happens to the page after.
    framed: () => framed,
    afterwards,
    roll,
    unroll,
    documents: () => documents(),
    roots: () => roots(),
    get player() {
      return player;
    },
    offset,
    still,
    moving,
    troubles: () => troubles,
  };
})();
