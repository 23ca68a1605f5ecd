// A pattern renamed, muted, merged.
import { call, say } from "./app.js";

const acts = document.querySelector("[data-pattern]");
const address = `/api/patterns/${encodeURIComponent(acts?.dataset.pattern ?? "")}`;

acts?.addEventListener("click", (event) => {
  const { open } = event.target.dataset;
  if (!open) return;
  for (const form of acts.querySelectorAll("form")) form.hidden = form.dataset.do !== open || !form.hidden;
  acts.querySelector("form:not([hidden]) :is(input:not([type=hidden]), select, button)")?.focus();
});
acts?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const given = Object.fromEntries(new FormData(form));
  try {
    const told = form.dataset.do === "merge" ? await call("POST", `${address}/merge`, given) : await call("PATCH", address, given);
    location.assign(`/patterns/${encodeURIComponent(told.id)}`);
  } catch (error) {
    say(error.message);
  }
});
