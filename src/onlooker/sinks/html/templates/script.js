(() => {
  "use strict";
  const tools = document.querySelector(".tools");
  const sessions = [...document.querySelectorAll("details.session")];

  // A link to a finding opens the session it stands in.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const to = link && link.getAttribute("href");
    if (to && to === location.hash) reveal();
  });
  addEventListener("beforeprint", () => sessions.forEach((session) => { session.open = true; }));
  reveal();

  if (!tools) return;
  tools.hidden = false;
  const body = document.querySelector("table.sessions tbody");
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    session: document.getElementById((row.querySelector("a")?.getAttribute("href") ?? "#").slice(1)),
  }));
  const none = document.querySelector(".none");
  const search = tools.querySelector("input");
  const chips = [...tools.querySelectorAll("[data-show]")];
  const blocking = tools.querySelector("[data-blocking]");
  let shown = "";

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = blocking?.getAttribute("aria-pressed") === "true";
    let left = 0;
    for (const { row, text, session } of rows) {
      const fits = (!shown || row.dataset.outcome === shown) && (!only || row.dataset.blocking !== "0") && words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (session) session.hidden = !fits;
      left += fits;
    }
    none.hidden = left > 0;
  };
  search.addEventListener("input", filter);
  chips.forEach((chip) => chip.addEventListener("click", () => {
    shown = chip.dataset.show;
    chips.forEach((other) => other.setAttribute("aria-pressed", String(other === chip)));
    filter();
  }));
  blocking?.addEventListener("click", () => {
    blocking.setAttribute("aria-pressed", String(blocking.getAttribute("aria-pressed") !== "true"));
    filter();
  });

  // Sorting moves the sessions below along with the rows.
  const key = (row, column, kind) => {
    const cell = row.cells[column];
    return kind === "number" ? Number(cell.dataset.key) : cell.textContent.trim().toLowerCase();
  };
  document.querySelectorAll("th[data-sort]").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const first = head.dataset.first ?? "ascending";
      const next = now ? (now === "ascending" ? "descending" : "ascending") : first;
      document.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", next);
      const sign = next === "ascending" ? 1 : -1;
      const sorted = rows.map((item) => [key(item.row, column, head.dataset.sort), item]);
      sorted.sort(([a], [b]) => sign * (a < b ? -1 : a > b ? 1 : 0));
      let last = body.closest("section");
      for (const [, item] of sorted) {
        body.append(item.row);
        if (item.session) { last.after(item.session); last = item.session; }
      }
    });
  });
})();
