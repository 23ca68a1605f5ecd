// A summary by a model, asked for from the page and told as it comes.
import { call, say } from "./app.js";

const watch = (run, place) => {
  const source = new EventSource(`/api/runs/${encodeURIComponent(run)}/events`);
  place.textContent = "It reads…";
  const list = place.appendChild(document.createElement("ol"));
  let where = "";
  source.addEventListener("summary", (event) => {
    list.appendChild(document.createElement("li")).textContent = JSON.parse(event.data).name;
  });
  source.addEventListener("session", (event) => {
    where = JSON.parse(event.data).place;
  });
  source.addEventListener("end", (event) => {
    source.close();
    place.firstChild.remove();
    const { note } = JSON.parse(event.data);
    const link = document.createElement("a");
    link.href = `/runs/${encodeURIComponent(run)}${where ? `/sessions/${encodeURIComponent(where)}` : ""}`;
    link.textContent = note || "Read it";
    place.append(link);
  });
};

document.querySelector("[data-summary]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const place = form.parentElement.querySelector(".coming");
  const model = form.elements.model.value.trim();
  button.disabled = true;
  place.textContent = "Asked…";
  try {
    const run = await call("POST", form.dataset.summary, { settings: model ? { model } : {} });
    watch(run.id, place);
  } catch (error) {
    button.disabled = false;
    place.textContent = "";
    say(error.message);
  }
});
