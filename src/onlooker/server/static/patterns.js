// A pattern renamed, muted, merged.
import { call, say } from "./app.js";

const acts = document.querySelector("[data-pattern]");
const address = `/api/patterns/${encodeURIComponent(acts?.dataset.pattern ?? "")}`;

const openers = [...(acts?.querySelectorAll("[data-open]") ?? [])];
const open = (which) => {
  for (const form of acts.querySelectorAll("form")) form.hidden = form.dataset.do !== which;
  for (const opener of openers) opener.setAttribute("aria-expanded", String(opener.dataset.open === which));
};
acts?.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (!opener) return;
  open(opener.getAttribute("aria-expanded") === "true" ? null : opener.dataset.open);
  acts.querySelector("form:not([hidden]) :is(input:not([type=hidden]), select, button)")?.focus();
});
acts?.addEventListener("keydown", (event) => {
  const opener = event.key === "Escape" && openers.find((one) => one.getAttribute("aria-expanded") === "true");
  if (!opener) return;
  open(null);
  opener.focus();
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
