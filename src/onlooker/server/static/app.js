// What every page has: calls of the API, a word on what failed, and keys.

export const call = async (method, address, body = undefined) => {
  const headers = { "X-CSRF-Token": document.body.dataset.csrf ?? "" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(typeof told.message === "string" ? told.message : `that did not work (${response.status})`);
  return told;
};

let hiding = 0;
export const say = (text) => {
  const toast = document.querySelector(".toast");
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    toast.hidden = true;
  }, 6000);
};

export const clock = (ms) => {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

export const writing = (event) => event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input:not([type=range], [type=checkbox]), textarea, select");

// Keys: `[` and `]` go to the neighbours, `/` to the search; in lists `j` and `k` go from row to row.
addEventListener("keydown", (event) => {
  if (writing(event)) return;
  const link = event.key !== '"' && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const search = event.key === "/" && document.querySelector("input[type=search]");
  const rows = [...document.querySelectorAll("[data-row]")];
  if (link) link.click();
  else if (search) search.focus();
  else if (rows.length && (event.key === "j" || event.key === "k")) {
    const here = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "j" ? 1 : -1)))].focus();
  } else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.closest("form.filters") && event.target.matches("select, input[type=date], input[type=checkbox]")) event.target.form.requestSubmit();
});
// An empty field asks for nothing and need not stand in the address.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.filters")) return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
