// A summary by a model, asked for from the page and told as it comes.
import { call, say } from "./app.js";

const tell = (place, text) => {
  place.textContent = text;
};

const watch = (run, place) => {
  const source = new EventSource(`/api/runs/${encodeURIComponent(run)}/events`);
  source.addEventListener("summary", (event) => {
    const part = JSON.parse(event.data);
    const said = part.summary ?? part.part ?? part;
    tell(place, said.goal ? `${said.goal} …` : "It is being written…");
  });
  source.addEventListener("end", (event) => {
    source.close();
    const { note } = JSON.parse(event.data);
    if (note) tell(place, note);
    else location.assign(`/runs/${encodeURIComponent(run)}`);
  });
};

document.querySelector("[data-summary]")?.addEventListener("click", async (event) => {
  const button = event.target;
  const place = button.parentElement.querySelector(".coming");
  button.disabled = true;
  tell(place, "Asked…");
  try {
    const run = await call("POST", button.dataset.summary);
    watch(run.id ?? run.row?.id ?? run.run_id, place);
  } catch (error) {
    button.disabled = false;
    tell(place, "");
    say(error.message);
  }
});
