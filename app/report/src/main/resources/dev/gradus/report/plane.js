// What networks predict over the plane of their two inputs, as training goes on.

const MOST_IN_LEGEND = 16;

pictures.plane = (drawing, data, title) => {
  const epochs = [...new Set(data.panels.flatMap((panel) => panel.frames.map((frame) => frame.epoch)))].sort((a, b) => a - b);
  let epoch = epochs[epochs.length - 1];
  let charts = [];
  const time = timeline(drawing, epochs, (_, chosen) => {
    epoch = chosen;
    charts.forEach((made) => made.draw());
  });
  if (data.classes.length > MOST_IN_LEGEND) {
    drawing.append(element('p', {className: 'scale', textContent: `${data.classes.length} classes, whose colours repeat; the pointer shows their names`}));
  } else if (data.classes.length > 0) {
    const shown = data.classes.map((name, k) => ({name, style: look(k)}));
    legend(drawing, shown, (k, visible) => charts.forEach((made) => {
      made.current().setDatasetVisibility(k, visible);
      made.current().update();
    }), false);
  }
  const [least, largest] = [data.least, data.largest];
  charts = panels(drawing, data.panels, (box, panel) => {
    const frames = panel.frames.map((frame) => ({...frame, values: bytes(frame.values), answers: bytes(frame.answers)}));
    const frame = () => frames.filter((f) => f.epoch <= epoch).pop() ?? frames[0];
    const made = chart(box, `${title} ${panel.name}: ${data.x} and ${data.y}`, () => {
      const painted = painting(frame(), data);
      return {
        type: 'scatter',
        data: {datasets: examplesOf(data)},
        options: options(
            axis(data.x, {min: data.columns[0], max: data.columns.at(-1)}),
            axis(data.y, {min: data.rows[0], max: data.rows.at(-1)}), {
              callbacks: {label: ({raw}) => ` line ${raw.line}: ${targetOf(raw, data)}`},
            }),
        plugins: [background(() => painted)],
      };
    });
    readOff(box, made, (x, y) => answerAt(frame(), data, x, y));
    return made;
  });
  if (data.classes.length === 0) colourScale(drawing, data.target, [least, largest]);
  time.show();
};

function targetOf(example, data) {
  return data.classes.length > 0 ? data.classes[example.target] : brief(example.target);
}

/** More dots would hide each other, and the plane, if they were large. */
const FEW_DOTS = 40;

function examplesOf(data) {
  const pointRadius = data.examples.length <= FEW_DOTS ? 7 : 4;
  if (data.classes.length === 0) {
    const share = (t) => (t - data.least) / (data.largest - data.least || 1);
    return [{
      data: data.examples, pointRadius, borderColor: colour('ink'), borderWidth: 1,
      backgroundColor: data.examples.map((e) => `rgb(${cividis(share(e.target)).join()})`),
    }];
  }
  return data.classes.map((name, k) => ({
    label: name, data: data.examples.filter((example) => example.target === k),
    pointStyle: look(k).marker, pointRadius, pointHoverRadius: pointRadius + 2,
    backgroundColor: colour(look(k).name), borderColor: colour('panel'), borderWidth: 1,
  }));
}

function painting(frame, data) {
  const [columns, rows] = [data.columns.length, data.rows.length];
  if (data.classes.length === 0) {
    return image(columns, rows, (x, y) => [...cividis(between(frame.values, columns, rows, x, y) / 255), 255]);
  }
  const palette = data.classes.map((_, k) => numbers(look(k).name));
  return image(columns, rows, (x, y) => {
    const {answer, confidence} = decision(frame, data, x, y);
    return [...palette[answer], 22 + 105 * confidence];
  });
}

/** The class that is predicted at a place on the grid, and how surely, from 0 for a guess to 1. */
function decision(frame, data, x, y) {
  const [columns, rows] = [data.columns.length, data.rows.length];
  if (data.single) {
    const value = between(frame.values, columns, rows, x, y) / 255;
    const probability = data.least + value * (data.largest - data.least);
    return {answer: probability >= 0.5 ? 1 : 0, value: probability, confidence: Math.min(1, Math.abs(2 * probability - 1))};
  }
  const {answer, value} = mostLikely(frame, columns, rows, x, y);
  const guess = 1 / data.classes.length;
  return {answer, value, confidence: Math.max(0, (value - guess) / (1 - guess))};
}

/**
 * Between four points of the grid at which different classes are predicted: what is left of the
 * probability at a point is shared by the classes of the others, and all of them are interpolated.
 * So the boundary runs as smoothly as the probabilities do, and not along the cells of the grid.
 */
function mostLikely({answers, values}, columns, rows, x, y) {
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const [right, up] = [x - i, y - j];
  const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([a, b]) => ({
    at: (j + b) * columns + i + a, weight: (a ? right : 1 - right) * (b ? up : 1 - up),
  }));
  const predicted = (at) => answers[at] ?? 0;
  const classes = [...new Set(corners.map(({at}) => predicted(at)))];
  const likely = classes.map((answer) => ({
    answer,
    value: corners.reduce((sum, {at, weight}) => sum + weight * (predicted(at) === answer
        ? values[at] / 255 : (1 - values[at] / 255) / (classes.length - 1)), 0),
  }));
  return likely.reduce((best, each) => (each.value > best.value ? each : best));
}

function answerAt(frame, data, x, y) {
  const onGrid = (value, ends) => (value - ends[0]) / (ends.at(-1) - ends[0]) * (ends.length - 1);
  const [i, j] = [onGrid(x, data.columns), onGrid(y, data.rows)];
  const place = `${data.x} ${brief(x)}, ${data.y} ${brief(y)}: `;
  if (data.classes.length === 0) {
    const share = between(frame.values, data.columns.length, data.rows.length, i, j) / 255;
    return place + brief(data.least + share * (data.largest - data.least));
  }
  const {answer, value} = decision(frame, data, i, j);
  const probability = data.single && answer === 0 ? 1 - value : value;
  return `${place}${data.classes[answer]}, ${brief(Number(probability.toFixed(2)))}`;
}
