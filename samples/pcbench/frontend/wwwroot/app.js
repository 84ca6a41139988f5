const byId = (id) => document.getElementById(id);
const points = new Intl.NumberFormat("en");
const tally = new Map();
let chosen = null;

class Failure extends Error {
  constructor(problem) {
    super(`${problem.title}: ${problem.detail}${problem.traceId ? ` (trace ${problem.traceId})` : ""}`);
    this.problem = problem;
  }
}

async function get(path) {
  const response = await fetch(path, { cache: "no-store" }).catch(() => {
    throw new Failure({ title: "No answer", detail: "this page's server cannot be reached" });
  });
  const reply = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Failure({ title: `HTTP ${response.status}`, detail: "no reason was given", ...reply });
  }
  return reply;
}

// Text is only ever set as text: nothing that a service says can become markup.
function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function showProblem(error) {
  byId("problem").hidden = !error;
  byId("problem").textContent = error?.message ?? "";
}

function showRevision({ service, revision }) {
  const place = byId(`rev-${service}`);
  if (place) {
    place.textContent = revision;
  }
}

function showResults(benchmarks) {
  const best = Math.max(...benchmarks.map((pc) => pc.score));
  byId("results").replaceChildren(...benchmarks.map((pc) => {
    const value = element("span", points.format(pc.score));
    value.className = "points";
    const button = element("button", "", element("span", pc.name), value,
      element("small", `${pc.cores} cores · ${pc.clockGHz} GHz · ${pc.cacheMb} MB cache · runs within ${pc.spreadPercent} %`));
    button.type = "button";
    button.style.setProperty("--share", `${(100 * pc.score) / best}%`);
    button.dataset.cpu = pc.cpu;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => choose(pc.cpu));
    return element("li", "", button);
  }));
}

function showScore(score) {
  byId("score").hidden = false;
  byId("score-title").textContent = score.pc.name;
  byId("measured").textContent = points.format(score.pc.score);
  byId("predicted").textContent = points.format(score.predicted);
  byId("difference").textContent = `${score.differencePercent > 0 ? "+" : ""}${score.differencePercent} %`;
  byId("terms").replaceChildren(...score.terms.map((term) =>
    element("li", "", element("span", term.what), element("span", points.format(term.points)))));
}

async function choose(cpu) {
  chosen = cpu;
  for (const button of document.querySelectorAll("#results button")) {
    button.setAttribute("aria-pressed", String(button.dataset.cpu === cpu));
  }
  try {
    const score = await get(`/api/score?cpu=${encodeURIComponent(cpu)}`);
    showScore(score);
    showRevision(score.servedBy);
    showRevision(score.predictedBy);
    showProblem(null);
    count(score.servedBy.revision);
  } catch (error) {
    showProblem(error);
    count(`failed: ${error.problem?.title ?? error.message}`);
  }
}

function count(answer) {
  if (!byId("watch").checked) {
    return;
  }
  tally.set(answer, (tally.get(answer) ?? 0) + 1);
  byId("tally").replaceChildren(...[...tally].map(([name, number]) =>
    element("li", "", element("span", name), element("span", points.format(number)))));
}

async function watch() {
  if (byId("watch").checked && chosen) {
    await choose(chosen);
    setTimeout(watch, 1000);
  }
}

async function start() {
  try {
    showRevision(await get("/about"));
    const reply = await get("/api/benchmarks");
    showRevision(reply.servedBy);
    showResults(reply.benchmarks);
    await choose(reply.benchmarks[0].cpu);
  } catch (error) {
    showProblem(error);
    setTimeout(start, 2000);
  }
}

byId("watch").addEventListener("change", () => {
  tally.clear();
  byId("tally").replaceChildren();
  watch();
});
start();
