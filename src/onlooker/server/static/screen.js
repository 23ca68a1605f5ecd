// One screen: a frame that plays scenes. A `data:` page has an origin of its own that is equal to no other, so that neither it nor what it replays
// reaches this page, its cookies or its storage; and it has no network, by the policy of the page around it and by its own.

const FOLDER = "/static/player/";
const SCRIPTS = ["replay.min.js", "guard.js", "quiet.js", "dress.js", "still.js", "page.js", "bridge.js"]; // in the order in which they are loaded
const FOOTER = 22; // pixels, as in page.html

let page = null;
const source = async () => {
  // The renderer's own page; what differs is that its scripts are named here instead of being evaluated from outside.
  const response = await fetch(FOLDER + "page.html");
  if (!response.ok) throw new Error("the player could not be loaded");
  const folder = location.origin + FOLDER;
  const scripts = SCRIPTS.map((name) => `<script src="${folder}${name}"></script>`).join("");
  const text = (await response.text()).replace("script-src 'none'", `script-src ${folder}`).replace("</body>", `${scripts}</body>`);
  return "data:text/html;charset=utf-8," + encodeURIComponent(text);
};

export class Screen {
  scene = null; // what it holds
  cue = -1; // what it shows of it

  constructor(host) {
    this.host = host;
    this.asked = new Map();
    this.last = 0;
    this.frame = document.createElement("iframe");
    this.frame.className = "replay";
    this.frame.title = "The recorded page";
    this.frame.tabIndex = -1;
    this.frame.inert = true; // no click or key gets in: a recorded link is a picture of a link
    this.frame.setAttribute("aria-hidden", "true");
    this.frame.referrerPolicy = "no-referrer";
    const ready = new Promise((done, fail) => {
      this.asked.set("ready", { done, fail });
    });
    this.hear = (event) => {
      if (event.source !== this.frame.contentWindow) return;
      const { id, told, failed } = event.data ?? {};
      const waiting = this.asked.get(id);
      this.asked.delete(id);
      if (failed !== undefined) waiting?.fail(new Error(failed));
      else waiting?.done(told);
    };
    addEventListener("message", this.hear);
    this.ready = (page ??= source()).then((address) => {
      this.frame.src = address;
      host.append(this.frame);
      return ready;
    });
  }

  get room() {
    return { width: this.host.clientWidth, height: Math.max(1, this.host.clientHeight - FOOTER) };
  }

  async ask(act, given) {
    await this.ready;
    const id = (this.last += 1);
    return new Promise((done, fail) => {
      this.asked.set(id, { done, fail });
      this.frame.contentWindow.postMessage({ id, act, given }, "*"); // an origin that is equal to none cannot be named
    });
  }

  async load(scene) {
    this.scene = null;
    this.cue = -1;
    await this.ask("load", { scene, frame: this.room });
    this.scene = scene;
  }

  async show(number) {
    this.told = await this.ask("show", { number, frame: this.room });
    this.cue = number;
  }

  set shown(on) {
    this.frame.classList.toggle("shown", on);
  }
}
