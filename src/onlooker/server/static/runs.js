// Runs: foreseen, begun, watched, called off, resumed.
import { call, say } from "./app.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const words = (text) => text.split(",").map((word) => word.trim()).filter(Boolean);
const usd = (cost) => (cost === null || cost === undefined ? "price unknown" : `$${cost.toFixed(cost === 0 || cost >= 0.1 ? 2 : 4)}`);

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

const asked = (form) => {
  const given = Object.fromEntries(new FormData(form));
  const settings = {};
  if (given.model.trim()) settings.model = given.model.trim();
  if (given.budget) settings.budget = Number(given.budget);
  const chosen = {};
  for (const name of ["since", "until"]) if (given[name].trim()) chosen[name] = given[name].trim();
  for (const name of ["users", "pages"]) if (words(given[name]).length) chosen[name] = words(given[name]);
  if (given.sample) chosen.sample = Number(given.sample);
  return { places: lines(given.places), focus: given.focus.trim(), context: given.context.trim(), settings, words: chosen };
};

const told = (estimate) => {
  const list = document.createElement("ul");
  const add = (text) => list.appendChild(document.createElement("li")).append(text);
  const tokens = `${estimate.input_tokens.toLocaleString("en")} tokens in, ${estimate.output_tokens.toLocaleString("en")} out`;
  add(`${count(estimate.sessions, "session")}, ${count(estimate.calls, "call")}, ${tokens}: ${usd(estimate.cost)}`);
  if (estimate.seconds) add(`about ${Math.ceil(estimate.seconds / 60)} min`);
  for (const note of estimate.notes ?? []) add(note);
  return list;
};

const foresee = async (form, place) => {
  place.textContent = "Looking at the sessions…";
  let { id } = await call("POST", "/api/estimates", asked(form));
  for (;;) {
    const now = await call("GET", `/api/estimates/${encodeURIComponent(id)}`);
    if (now.state === "done") return place.replaceChildren(told(now.estimate));
    if (now.state === "failed") throw new Error(now.why);
    await new Promise((done) => setTimeout(done, 700));
  }
};

const form = document.querySelector("[data-begin]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const begun = await call("POST", "/api/runs", asked(form));
    location.assign(`/runs/${encodeURIComponent(begun.id)}`);
  } catch (error) {
    button.disabled = false;
    say(error.message);
  }
});
form?.querySelector("[data-estimate]").addEventListener("click", () => {
  if (!form.reportValidity()) return;
  const place = form.querySelector(".estimate");
  foresee(form, place).catch((error) => {
    place.textContent = error.message;
  });
});

document.querySelector("[data-run]")?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const { act } = button.dataset;
  button.disabled = true;
  try {
    await call("POST", `/api/runs/${encodeURIComponent(event.currentTarget.dataset.run)}/${act}`);
    if (act === "resume") location.reload();
    else {
      button.remove(); // the page loads anew once it has ended
      say("It ends with what is under way.");
    }
  } catch (error) {
    button.disabled = false;
    say(error.message);
  }
});

// The browser reconnects by itself and says what it heard last.
const live = document.querySelector("[data-live]");
if (live) {
  const source = new EventSource(live.dataset.live);
  const status = live.querySelector(".live");
  source.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    const { tally } = now;
    for (const place of live.querySelectorAll("[data-of]")) {
      const name = place.dataset.of;
      if (name in tally) place.textContent = name === "cost" ? usd(tally.cost) : String(tally[name]);
    }
    const ended = tally.done + tally.failed + tally.skipped;
    const bar = live.querySelector(".progress");
    bar.setAttribute("aria-valuemax", String(tally.selected));
    bar.setAttribute("aria-valuenow", String(ended));
    bar.querySelector(".part").setAttribute("width", `${tally.selected ? (100 * ended) / tally.selected : 0}%`);
    live.querySelector(".under-way").replaceChildren(
      ...(now.under_way ?? []).map((one) => {
        const line = document.createElement("li");
        const [name, phase] = [document.createElement("span"), document.createElement("span")];
        name.textContent = one.name;
        phase.textContent = (one.phase ?? "").replaceAll("_", " ");
        phase.className = "muted";
        line.append(name, phase);
        return line;
      }),
    );
    status.textContent = [now.note, now.seconds_left ? `about ${Math.ceil(now.seconds_left)} s left` : ""].filter(Boolean).join(", ");
  });
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
  source.onerror = () => {
    status.textContent = "The connection is gone; trying again…";
  };
}
