// The time strip: where a moment stands on it, and which moment a place on it is. `knots` are (ms, percent), both rising.

export class Strip extends EventTarget {
  constructor(figure) {
    super();
    this.knots = JSON.parse(figure.dataset.knots);
    this.svg = figure.querySelector("svg");
    this.head = figure.querySelector(".playhead");
    this.range = figure.querySelector("input");
    this.range.addEventListener("input", () => this.ask(Number(this.range.value)));
    this.svg.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      this.ask(this.moment(event));
    });
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.target.closest("a") || event.button) return;
      this.svg.setPointerCapture(event.pointerId);
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (this.svg.hasPointerCapture(event.pointerId)) this.ask(this.moment(event));
    });
  }

  ask(at) {
    this.dispatchEvent(new CustomEvent("seek", { detail: at }));
  }

  moment(event) {
    const box = this.svg.getBoundingClientRect();
    return this.between(1, 0, (100 * (event.clientX - box.left)) / Math.max(1, box.width));
  }

  between(from, to, value) {
    const { knots } = this;
    for (let place = 1; place < knots.length; place += 1) {
      const [before, after] = [knots[place - 1], knots[place]];
      if (value > after[from] && place + 1 < knots.length) continue;
      const share = (Math.min(Math.max(value, before[from]), after[from]) - before[from]) / Math.max(1e-9, after[from] - before[from]);
      return before[to] + share * (after[to] - before[to]);
    }
    return 0;
  }

  set at(ms) {
    const x = `${this.between(0, 1, ms)}%`;
    this.head.setAttribute("x1", x);
    this.head.setAttribute("x2", x);
    this.range.value = String(Math.round(ms));
  }
}
