/* Onlooker's recorder: what rrweb records of a page, sent to where this script came from.
 *
 * <script src="https://HOST/onlooker.js" data-key="KEY" async></script>
 *
 * 1. Records are gathered for two seconds or 400 KB and sent as one batch, packed; batches go one after another and are tried again until they are taken.
 * 2. What is not taken when the page is left is handed to the browser (sendBeacon) if it is small, and else kept in this tab for the next page.
 *    Sent twice is taken once.
 * 3. Past 8 MB of batches nobody takes, the oldest are let go, and the page is recorded whole again.
 * 4. Nobody did anything for five minutes: nothing is recorded until somebody does. For thirty: that is a new session.
 * data-inputs="shown" records what is typed, passwords never; without it all inputs are masked. data-host sends elsewhere.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const key = script && script.dataset.key;
  const rrweb = globalThis.rrwebRecord;
  if (!key || !rrweb || globalThis.onlooker) return;
  const host = script.dataset.host || new URL(script.src).origin;
  const address = host.replace(/\/$/, "") + "/onlooker/batch";

  const FLUSH_MS = 2000, FLUSH_CHARS = 400e3, QUEUE_CHARS = 8e6, KEPT_CHARS = 2e6, BEACON_CHARS = 60e3;
  const IDLE_MS = 5 * 60e3, SESSION_MS = 30 * 60e3, LONGEST_MS = 24 * 3600e3, LAST_WAIT_MS = 60e3;
  const CONSOLE_LINES = 500;
  const BY_HAND = new Set([1, 2, 3, 5, 6, 12, 14]); // rrweb's sources of moves, presses, scrolling, typing, touch, drags, selections

  const stored = (store, name, value) => {
    try {
      if (value === undefined) return store().getItem(name);
      if (value === null) store().removeItem(name);
      else store().setItem(name, value);
      return true;
    } catch {
      return value === undefined ? null : false; // a page may have no storage, or a full one
    }
  };
  const shared = () => localStorage, ofTab = () => sessionStorage;
  const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
  const id = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join(""));

  let session = null, user = stored(shared, "onlooker user") || id();
  stored(shared, "onlooker user", user);
  // Kept only while no page of the tab is open: a tab that was duplicated takes a name of its own.
  const windowId = stored(ofTab, "onlooker window") || id();
  stored(ofTab, "onlooker window", null);

  /* The session of this instant; true where it is another than before. */
  const touch = (now) => {
    const known = parsed(stored(shared, "onlooker session")) || session;
    const fresh = !known || typeof known.id !== "string" || now - known.last > SESSION_MS || now - known.first > LONGEST_MS;
    const before = session && session.id;
    session = fresh ? { id: id(), first: now, last: now } : { id: known.id, first: known.first, last: now };
    stored(shared, "onlooker session", JSON.stringify(session));
    return before !== null && before !== session.id;
  };

  let records = [], told = [], chars = 0, timer = 0;
  let queue = (parsed(stored(ofTab, "onlooker unsent")) || []).filter((text) => typeof text === "string");
  let queued = queue.reduce((sum, text) => sum + text.length, 0), lost = false;
  stored(ofTab, "onlooker unsent", null);

  const batch = () => {
    clearTimeout(timer);
    timer = 0;
    if (!records.length && !told.length) return;
    const text = `{"key":${JSON.stringify(key)},"session":${JSON.stringify(session.id)},"window":${JSON.stringify(windowId)},"records":[${records.join(",")}],"told":[${told.join(",")}]}`;
    records = [];
    told = [];
    chars = 0;
    queue.push(text);
    queued += text.length;
    while (queued > QUEUE_CHARS && queue.length > 1) {
      queued -= queue.splice(sending ? 1 : 0, 1)[0].length;
      lost = true;
    }
  };
  const add = (list, value) => {
    const text = JSON.stringify(value);
    list.push(text);
    chars += text.length;
    if (chars > FLUSH_CHARS) flush();
    else if (!timer) timer = setTimeout(flush, FLUSH_MS);
  };

  const packed = async (text) => {
    if (typeof CompressionStream === "undefined") return text;
    return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
  };
  const fetched = globalThis.fetch && globalThis.fetch.bind(globalThis); // before the page's calls are listened to
  let sending = false;
  const send = async () => {
    if (sending || !queue.length) return;
    sending = true;
    let wait = 1000;
    while (queue.length) {
      const text = queue[0];
      let again = wait;
      try {
        const body = await packed(text);
        const answer = await fetched(address, {
          method: "POST", body, mode: "cors", credentials: "omit", keepalive: (body.size || body.length) < BEACON_CHARS, headers: { "Content-Type": "text/plain" },
        });
        if (answer.status === 401) {
          console.warn("Onlooker: the key of this page is not known there; nothing is recorded");
          if (stop) stop();
          queue = [];
          break;
        }
        if (answer.ok || (answer.status < 500 && answer.status !== 408 && answer.status !== 429)) again = 0;
        else again = Math.max(wait, 1000 * (Number(answer.headers.get("Retry-After")) || 0));
      } catch { /* no network: it is tried again */ }
      if (!again) {
        if (queue[0] === text) { queue.shift(); queued -= text.length; }
        wait = 1000;
        if (lost && !queue.length) { lost = false; whole(); }
        continue;
      }
      wait = Math.min(2 * wait, LAST_WAIT_MS);
      await new Promise((go) => setTimeout(go, again * (0.75 + Math.random() / 2)));
    }
    sending = false;
    stored(ofTab, "onlooker unsent", null);
  };
  const flush = () => { batch(); send(); };

  /* The page may be gone after this. What is on its way is kept too: whether it arrives is not known. */
  const leave = () => {
    batch();
    let room = BEACON_CHARS;
    const rest = queue.filter((text, at) => {
      const size = new Blob([text]).size;
      if ((sending && at === 0) || size > room || !navigator.sendBeacon || !navigator.sendBeacon(address, new Blob([text], { type: "text/plain" }))) return true;
      room -= size;
      return false;
    });
    queue = rest;
    queued = rest.reduce((sum, text) => sum + text.length, 0);
    let kept = 0;
    const keep = rest.filter((text) => (kept += text.length) < KEPT_CHARS);
    stored(ofTab, "onlooker unsent", keep.length ? JSON.stringify(keep) : null);
  };
  addEventListener("pagehide", () => { leave(); stored(ofTab, "onlooker window", windowId); });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const name of ["onlooker unsent", "onlooker window"]) stored(ofTab, name, null);
    send();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });

  /* What the console shows, in the form of rrweb's console plugin. */
  const spelt = (value) => {
    if (value instanceof Error) return value.stack && value.stack.includes(value.message) ? value.stack : `${value.name}: ${value.message}\n${value.stack || ""}`;
    if (typeof value === "string") return value;
    try { return JSON.stringify(value).slice(0, 2000); } catch { return String(value); }
  };
  const consoles = { name: "rrweb/console@1", options: {}, observer(tell) {
    let left = CONSOLE_LINES;
    const line = (level, values, trace) => {
      if (left-- > 0) tell({ level, trace: trace || [], payload: values.map((value) => JSON.stringify(spelt(value).slice(0, 2000))) });
    };
    const frames = (error) => ((error && error.stack) || "").split("\n").slice(1, 11).map((frame) => frame.trim());
    const before = {};
    for (const level of ["error", "warn", "info", "log"]) {
      const real = console[level];
      before[level] = real;
      console[level] = function (...values) {
        try { line(level, values); } catch { /* the page's own line matters more */ }
        return real.apply(this, values);
      };
    }
    const wrong = (event) => { if (event.message) line("error", [`Uncaught ${event.error && event.error.name && !event.message.includes(event.error.name) ? `${event.error.name}: ` : ""}${event.message.replace(/^Uncaught /, "")}`], frames(event.error)); };
    const rejected = (event) => {
      const why = event.reason;
      line("error", [`Uncaught (in promise) ${why instanceof Error ? `${why.name}: ${why.message}` : spelt(why)}`], frames(why));
    };
    addEventListener("error", wrong);
    addEventListener("unhandledrejection", rejected);
    return () => {
      Object.assign(console, before);
      removeEventListener("error", wrong);
      removeEventListener("unhandledrejection", rejected);
    };
  } };

  /* Requests of the page, in the form of rrweb's network plugin; no header and no body. */
  const network = { name: "rrweb/network@1", options: {}, observer(tell) {
    const request = (name, method, initiatorType, began, status) => {
      if (name.startsWith(address)) return;
      const took = performance.now() - began;
      tell({ requests: [{ name, method, initiatorType, startTime: Math.round(began), duration: Math.round(took), responseStatus: status, timestamp: Math.round(Date.now() - took) }] });
    };
    const absolute = (url) => { try { return new URL(url, location.href).href; } catch { return String(url); } };
    const real = globalThis.fetch, { open, send: sent } = XMLHttpRequest.prototype;
    if (real) globalThis.fetch = function (what, how) {
      const began = performance.now();
      const named = absolute(what instanceof Request ? what.url : what);
      const method = ((how && how.method) || (what instanceof Request && what.method) || "GET").toUpperCase();
      const answer = real.apply(this, arguments);
      answer.then((came) => request(named, method, "fetch", began, came.status), (why) => { if (!why || why.name !== "AbortError") request(named, method, "fetch", began, 0); });
      return answer;
    };
    XMLHttpRequest.prototype.open = function (method, url) {
      this.onlookerAsked = [absolute(url), String(method).toUpperCase()];
      return open.apply(this, arguments);
    };
    XMLHttpRequest.prototype.send = function () {
      const asked = this.onlookerAsked, began = performance.now();
      let aborted = false;
      this.addEventListener("abort", () => { aborted = true; });
      if (asked) this.addEventListener("loadend", () => { if (!aborted) request(asked[0], asked[1], "xmlhttprequest", began, this.status); });
      return sent.apply(this, arguments);
    };
    return () => { if (real) globalThis.fetch = real; Object.assign(XMLHttpRequest.prototype, { open, send: sent }); };
  } };

  let stop, idle = false, acted = Date.now();
  touch(acted);
  const whole = () => { try { rrweb.record.takeFullSnapshot(true); } catch { /* it has stopped */ } };
  const emit = (record) => {
    const now = Date.now();
    if (record.type === 3 && BY_HAND.has(record.data.source)) {
      acted = now;
      if (idle || now - session.last > 1000) {
        batch(); // what came before belongs to the session before
        const other = touch(now);
        if (idle || other) { idle = false; whole(); }
      }
    } else if (!idle && now - acted > IDLE_MS) idle = true;
    if (!idle || record.type === 4 || record.type === 2) add(records, record);
  };
  const shown = script.dataset.inputs === "shown";
  stop = rrweb.record({
    emit,
    maskAllInputs: !shown,
    maskInputOptions: { password: true },
    slimDOMOptions: "all",
    inlineStylesheet: true,
    sampling: { mousemove: 50, scroll: 150, input: "last" },
    checkoutEveryNms: IDLE_MS,
    plugins: [consoles, network],
  });

  /* A page of a single-page application. */
  let href = location.href;
  const moved = () => {
    if (location.href === href) return;
    href = location.href;
    try { rrweb.record.addCustomEvent("$pageview", { href }); } catch { /* it has stopped */ }
  };
  for (const name of ["pushState", "replaceState"]) {
    const real = history[name];
    history[name] = function () { const came = real.apply(this, arguments); moved(); return came; };
  }
  addEventListener("popstate", moved);
  addEventListener("hashchange", moved);

  const event = (name, properties) => add(told, {
    uuid: id(), event: String(name), timestamp: new Date().toISOString(), distinct_id: user,
    properties: { ...properties, $current_url: location.href, $session_id: session.id, $window_id: windowId },
  });
  globalThis.onlooker = {
    /* Who the user is, from now on and in this browser. */
    identify(name, properties) {
      const before = user;
      user = String(name);
      stored(shared, "onlooker user", user);
      event("$identify", { $set: properties || {}, $anon_distinct_id: before });
    },
    event,
    flush,
    stop() { if (stop) stop(); flush(); },
    get session() { return session.id; },
  };
  event("$pageview", { title: document.title, $referrer: document.referrer, $raw_user_agent: navigator.userAgent });
  send();
})();
