// Right, wrong, why: kept at once; a second press on the same word takes it back.
import { call, say } from "./app.js";

const give = async (form, right) => {
  const { about, finding, session, run, place } = form.dataset;
  const why = form.elements.why.value.trim();
  const so = form.elements.success?.value ?? "";
  const success = right || so === "" ? null : so === "true";
  const told = await call("POST", "/api/feedback", { session_id: session, about, finding_id: finding, right, why, run_id: run, place, success });
  form.dataset.id = told.id;
  for (const button of form.querySelectorAll("[data-right]")) button.setAttribute("aria-pressed", String(button.dataset.right === String(right)));
  form.querySelector(".why").hidden = false;
  const outcome = form.querySelector(".so");
  if (outcome) outcome.hidden = right;
  form.querySelector(".thanks").textContent = "noted";
};
const takeBack = async (form) => {
  await call("DELETE", `/api/feedback/${encodeURIComponent(form.dataset.id)}`);
  delete form.dataset.id;
  for (const button of form.querySelectorAll("[data-right]")) button.setAttribute("aria-pressed", "false");
  for (const label of form.querySelectorAll("label")) label.hidden = true;
  form.querySelector(".thanks").textContent = "taken back";
};
const said = (form) => form.querySelector('[data-right][aria-pressed="true"]');

document.addEventListener("click", (event) => {
  const button = event.target.closest(".feedback [data-right]");
  if (!button) return;
  const { form } = button;
  const again = said(form) === button && form.dataset.id;
  (again ? takeBack(form) : give(form, button.dataset.right === "true")).catch((error) => say(error.message));
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".feedback")) return;
  event.preventDefault();
  if (said(event.target)) give(event.target, said(event.target).dataset.right === "true").catch((error) => say(error.message));
});
document.addEventListener("change", (event) => {
  if (event.target.matches(".feedback :is(input, select)")) event.target.form.requestSubmit();
});
