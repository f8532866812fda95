"use strict";

/* Asks for the prediction of the row in the form, each time that it changes, and then for what the columns contribute to
   it. An answer that arrives after a newer question is dropped. */
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
  const explained = document.getElementById("explained");
  const sentence = document.getElementById("sentence");
  const contributions = document.getElementById("contributions");
  const whyNotes = document.getElementById("whynotes");
  const MOST_BARS = 16;
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
    listed(notes, (reply.notes || []).map((note) => note.replace(/^row 1: /, "")));
    problem.textContent = "";
    stale(false);
  }

  function listed(list, texts) {
    list.replaceChildren(
      ...texts.map((text) => {
        const li = document.createElement("li");
        li.textContent = text;
        return li;
      }));
  }

  function stale(is) {
    [answer, numbers, sentence, contributions].forEach((part) => part.classList.toggle("stale", is));
  }

  /* The bars begin at one line; a bar to the right raises what is predicted. */
  function bar(value, least, most) {
    const track = document.createElement("div");
    track.className = value < 0 ? "track lowers" : "track";
    const fill = document.createElement("div");
    const width = most - least || 1;
    fill.style.left = 100 * (Math.min(0, value) - least) / width + "%";
    fill.style.width = 100 * Math.abs(value) / width + "%";
    track.append(fill);
    return track;
  }

  function contribution(name, detail, value, least, most, share) {
    const tr = contributions.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    const column = document.createElement("span");
    column.textContent = name;
    const cell = document.createElement("small");
    cell.textContent = detail;
    head.append(column, cell);
    tr.append(head);
    const drawn = tr.insertCell();
    drawn.className = "bar";
    drawn.setAttribute("aria-hidden", "true");
    drawn.append(bar(value, least, most));
    const td = tr.insertCell();
    td.className = "number";
    td.textContent = signed(text(Math.abs(value), share).replace(" %", ""), value);
  }

  function signed(size, value) {
    return Number(size) === 0 ? size : (value < 0 ? "\u2212" : "+") + size;
  }

  /* What a column has here, and what it is compared with. */
  function compared(each) {
    const number = Number(each.baseline);
    const other = Number.isFinite(number) ? short(number) : each.baseline;
    return (each.cell || "missing") + (other === "any" ? "" : ", instead of " + other);
  }

  function explain(reply) {
    const share = outputs.some((output) => output.role === "probability")
      && [reply.prediction, reply.baseline].every((value) => value >= 0 && value <= 1);
    const what = share ? "the probability of " + reply.output : reply.output;
    sentence.textContent = "For a row in the middle of the training data, with numbers and dates at their centre and no "
      + "category more than another, " + what + " is " + text(reply.baseline, share) + "; for this row it is " + text(reply.prediction, share) + ". A bar to the right shows by how "
      + (share ? "many percentage points" : "much") + " a column raises it, a bar to the left by how "
      + (share ? "many" : "much") + " it lowers it.";
    const shown = reply.contributions.slice(0, MOST_BARS)
      .map((each) => [each.column, compared(each), each.contribution]);
    const rest = reply.contributions.slice(MOST_BARS);
    if (rest.length > 0) {
      shown.push(["all others", rest.length + " columns", rest.reduce((sum, each) => sum + each.contribution, 0)]);
    }
    // A small share must not look large.
    const least = Math.min(share ? -0.02 : 0, ...shown.map(([, , value]) => value));
    const most = Math.max(share ? 0.08 : 0, ...shown.map(([, , value]) => value));
    contributions.replaceChildren();
    shown.forEach(([name, detail, value]) => contribution(name, detail, value, least, most, share));
    const said = [...notes.children].map((li) => li.textContent);
    listed(whyNotes, (reply.notes || []).filter((note) => !said.includes(note)));
  }

  function unexplained(why) {
    sentence.textContent = why;
    contributions.replaceChildren();
    whyNotes.replaceChildren();
  }

  function post(address, body, signal) {
    return fetch(form.dataset.address + address, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(body),
      signal,
    });
  }

  /* Only the newest question is asked to its end. */
  async function ask() {
    last.abort();
    last = new AbortController();
    const mine = last;
    const cells = row();
    try {
      const response = await post(
        "invocations", {dataframe_records: [cells], params: {probabilities: true}}, mine.signal);
      const reply = await response.json();
      if (mine !== last) {
        return;
      }
      if (!response.ok) {
        problem.textContent = reply.error;
        notes.replaceChildren();
        stale(true);
        return;
      }
      show(reply);
      const question = explained && explained.value ? {row: cells, output: explained.value.slice(1)} : {row: cells};
      const why = await post("attributions", question, mine.signal);
      const contributed = await why.json();
      if (mine === last) {
        why.ok ? explain(contributed) : unexplained(contributed.error);
      }
    } catch (failure) {
      if (mine === last && failure.name !== "AbortError") {
        problem.textContent = "The server does not answer; it may have stopped.";
        stale(true);
      }
    }
  }

  if (explained) {
    explained.addEventListener("change", ask);
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 40);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  ask();
})();
