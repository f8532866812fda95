"use strict";

/* Asks for the prediction of the row in the form, each time that it changes. An answer that arrives after a newer
   question is dropped. */
(() => {
  const form = document.getElementById("row");
  if (!form) {
    return;
  }
  const outputs = JSON.parse(form.dataset.outputs);
  const classes = JSON.parse(form.dataset.classes);
  const answer = document.getElementById("answer");
  const numbers = document.getElementById("numbers");
  const notes = document.getElementById("notes");
  const problem = document.getElementById("problem");
  let last = new AbortController();
  let timer = 0;

  /* What is not a number is sent as it is: the server says what is wrong with it. */
  function cell(field) {
    const text = field.value.trim();
    if (text === "") {
      return null;
    }
    return field.dataset.type === "number" && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  function row() {
    const cells = {};
    for (const field of form.elements) {
      cells[field.name] = cell(field);
    }
    return cells;
  }

  function short(number) {
    return Number(number.toPrecision(5)).toString();
  }

  function text(value, share) {
    if (Array.isArray(value)) {
      return value.join(", ") || "(none)";
    }
    return share ? (100 * value).toFixed(1) + " %" : short(value);
  }

  function line(name, value, share) {
    const tr = numbers.insertRow();
    tr.insertCell().textContent = name;
    if (share) {
      const bar = tr.insertCell();
      bar.className = "bar";
      const progress = document.createElement("progress");
      progress.value = value;
      progress.setAttribute("aria-label", name);
      bar.append(progress);
    }
    const td = tr.insertCell();
    td.className = "number";
    td.textContent = text(value, share);
  }

  function show(reply) {
    const values = reply.predictions[0];
    const of = (...roles) => outputs.filter((output) => roles.includes(output.role));
    const labels = of("label").filter((output) => values[output.name]).map((output) => output.of);
    const said = of("class").map((output) => values[output.name]);
    const targets = of("number");
    numbers.replaceChildren();
    if (targets.length === 1) {
      said.push(short(values[targets[0].name]));
    } else {
      targets.forEach((output) => line(output.of, values[output.name], false));
    }
    answer.textContent = of("label").length > 0 ? labels.join(", ") || "(none)" : said.join(", ");
    of("spread").forEach((output) => line(output.name, values[output.name], false));
    const shares = of("probability").map((output) => [output.of, values[output.name]]);
    const isShare = shares.every(([, value]) => value >= 0 && value <= 1);
    if (shares.length === 1 && classes.length === 2 && isShare) {
      shares.unshift([classes.find((name) => name !== shares[0][0]), 1 - shares[0][1]]);
    }
    shares.forEach(([name, value]) => line(name, value, isShare));
    of("set").forEach((output) => line(output.name, values[output.name], false));
    notes.replaceChildren(
      ...(reply.notes || []).map((note) => {
        const li = document.createElement("li");
        li.textContent = note.replace(/^row 1: /, "");
        return li;
      }));
    problem.textContent = "";
    stale(false);
  }

  function stale(is) {
    answer.classList.toggle("stale", is);
    numbers.classList.toggle("stale", is);
  }

  async function ask() {
    last.abort();
    last = new AbortController();
    const mine = last;
    try {
      const response = await fetch(form.dataset.address, {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({dataframe_records: [row()], params: {probabilities: true}}),
        signal: mine.signal,
      });
      const reply = await response.json();
      if (mine !== last) {
        return;
      }
      if (response.ok) {
        show(reply);
      } else {
        problem.textContent = reply.error;
        notes.replaceChildren();
        stale(true);
      }
    } catch (failure) {
      if (mine === last && failure.name !== "AbortError") {
        problem.textContent = "The server does not answer; it may have stopped.";
        stale(true);
      }
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 40);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  ask();
})();
