// A summary by a model, asked for from the page and told as it comes.
import { call, say } from "./app.js";

const watch = (run, place) => {
  const source = new EventSource(`/api/runs/${encodeURIComponent(run)}/events`);
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
    const { note } = JSON.parse(event.data);
    const link = document.createElement("a");
    link.href = `/runs/${encodeURIComponent(run)}${where ? `/sessions/${encodeURIComponent(where)}` : ""}`;
    link.textContent = note || "Read it";
    place.append(link);
  });
};

document.querySelector("[data-summary]")?.addEventListener("click", async (event) => {
  const button = event.target;
  const place = button.parentElement.querySelector(".coming");
  button.disabled = true;
  place.textContent = "Asked…";
  try {
    const run = await call("POST", button.dataset.summary, {});
    place.textContent = "";
    watch(run.id, place);
  } catch (error) {
    button.disabled = false;
    place.textContent = "";
    say(error.message);
  }
});
