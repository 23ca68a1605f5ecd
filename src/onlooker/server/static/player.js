// Plays a recording chunk by chunk: two screens, one seen and one that is made ready behind it. Fires `time`, `state` and `trouble`.
import { Screen } from "./screen.js";

const KEPT = 6; // chunks in memory
const RESTING = 400; // ms; who has stopped there so long may want to go on from there
const LONGEST_TICK = 250; // ms; a tab that was asleep does not leap

export class Player extends EventTarget {
  at = 0;
  playing = false;
  waiting = false;
  speed = 1;
  skips = true;

  constructor(host, address) {
    super();
    this.address = address;
    this.screens = [new Screen(host), new Screen(host)];
    this.kept = new Map();
    this.outline = fetch(address).then(read);
    new ResizeObserver(() => this.draw(true)).observe(host);
  }

  async open(at) {
    const outline = await this.outline;
    this.length = outline.duration_ms;
    this.chunks = outline.chunks;
    this.idle = outline.skipped;
    await this.seek(at);
  }

  seek(at) {
    this.at = Math.min(Math.max(0, at), this.length ?? at);
    this.tell("time");
    return this.draw();
  }

  play() {
    if (this.playing || !this.chunks) return;
    if (this.at >= this.length) this.at = 0;
    this.playing = true;
    this.tell("state");
    let before = performance.now();
    const tick = (now) => {
      if (!this.playing) return;
      if (!this.waiting) this.advance(Math.min(now - before, LONGEST_TICK) * this.speed);
      before = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.tell("state");
  }

  advance(ms) {
    this.at += ms;
    const idle = this.skips && this.idle.find((span) => span.start_ms <= this.at && this.at < span.end_ms);
    if (idle) this.at = idle.end_ms;
    if (this.at >= this.length) {
      this.at = this.length;
      this.pause();
    }
    this.tell("time");
    this.draw();
  }

  get window() {
    return this.chunks?.length ? this.chunks[this.chunkAt(this.at)].window : 0;
  }

  chunkAt(at) {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle].start_ms <= at) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  chunk(number) {
    if (!this.kept.has(number)) {
      const coming = fetch(`${this.address}/${number}`).then(read);
      coming.catch(() => this.kept.delete(number));
      this.kept.set(number, coming);
      for (const old of this.kept.keys()) {
        if (this.kept.size <= KEPT) break;
        this.kept.delete(old);
      }
    }
    return this.kept.get(number);
  }

  // Of a chunk in which much happens the picture that was asked for comes alone and first; all of it when the player rests there, or plays.
  scenes(number) {
    const alone = this.chunks[number].heavy && !this.playing && !this.kept.has(number);
    if (!alone) return this.chunk(number);
    const address = `${this.address}/${number}?at=${Math.round(this.at)}`;
    if (this.glance?.address !== address) this.glance = { address, coming: fetch(address).then(read) };
    clearTimeout(this.resting);
    const { coming } = this.glance;
    coming.then(
      () => {
        this.resting = setTimeout(() => this.chunkAt(this.at) === number && this.chunk(number), RESTING);
      },
      () => {
        this.glance = null;
      },
    );
    return coming;
  }

  // One drawing at a time; what was asked for meanwhile is drawn next, and only the latest of it.
  async draw(anew = false) {
    this.anew ||= anew;
    if (!this.chunks?.length) return;
    if (this.drawing) {
      this.again = true;
      await this.drawing;
      return;
    }
    this.drawing = (async () => {
      do {
        this.again = false;
        try {
          await this.drawOnce();
        } catch (error) {
          this.pause();
          this.tell("trouble", error.message);
        }
      } while (this.again);
      this.drawing = null;
    })();
    await this.drawing;
  }

  async drawOnce() {
    const anew = this.anew;
    this.anew = false;
    const number = this.chunkAt(this.at);
    const [scene, cue] = spot(await this.patiently(this.scenes(number)), this.at);
    let screen = this.screens.find((one) => one.scene === scene && one.cue <= cue);
    if (!screen) {
      screen = this.screens.find((one) => one !== this.front) ?? this.screens[0];
      await this.patiently(screen.load(scene));
    }
    if (screen.cue !== cue || anew) await screen.show(cue);
    if (screen !== this.front) {
      for (const one of this.screens) one.shown = one === screen;
      this.front = screen;
      this.tell("state");
    }
    if (this.playing && !this.again && number + 1 < this.chunks.length) await this.prepare((await this.chunk(number + 1))[0]);
  }

  async prepare(scene) {
    const behind = this.screens.find((one) => one !== this.front);
    if (behind.scene === scene) return;
    await behind.load(scene);
  }

  async patiently(coming) {
    this.waiting = true;
    try {
      return await coming;
    } finally {
      this.waiting = false;
    }
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const read = async (response) => {
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(told.message ?? "the recording cannot be read");
  return told;
};

const spot = (scenes, at) => {
  // The last picture that is not later, else the first.
  let found = [scenes[0], 0];
  for (const scene of scenes) {
    scene.cues.forEach((cue, number) => {
      if (cue.at_ms <= at) found = [scene, number];
    });
  }
  return found;
};
