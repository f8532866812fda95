// What a network predicts over its inputs: a plane of colours for two inputs, a curve for one.

/** Along each side of the plane: fewer while training goes on, when no picture stays. */
const [CELLS, CELLS_IN_MOTION] = [48, 32];
const PLACES_ON_CURVE = 160;
const MARGIN = 0.12;

/**
 * Where to look, and the inputs there: made once for each data set.
 *
 * @param axes the inputs that vary, by name; the others stay at their mean
 */
function viewOf(examples, isProbability, axes) {
  const {columns, names, inputs} = examples;
  if (inputs.some(Number.isNaN)) return {kind: 'none'};
  if (columns === 1) {
    const [from, to] = rangeOf(examples, 0);
    const grid = Float32Array.from({length: PLACES_ON_CURVE}, (_, i) => from + (to - from) * i / (PLACES_ON_CURVE - 1));
    return {kind: 'curve', x: [from, to], grid, y: isProbability ? [-0.08, 1.08] : heights(examples)};
  }
  const across = Math.max(0, names.indexOf(axes[0]));
  const up = names.indexOf(axes[1]) >= 0 && axes[1] !== names[across] ? names.indexOf(axes[1]) : across === 0 ? 1 : 0;
  const [x, y] = [rangeOf(examples, across), rangeOf(examples, up)];
  const means = Float32Array.from(names, (_, k) => meanOf(examples, k));
  const plane = (cells) => {
    const grid = new Float32Array(columns * cells * cells);
    for (let j = 0; j < cells; j++) {
      for (let i = 0; i < cells; i++) {
        const at = columns * (j * cells + i);
        grid.set(means, at);
        grid[at + across] = x[0] + (x[1] - x[0]) * i / (cells - 1);
        grid[at + up] = y[0] + (y[1] - y[0]) * j / (cells - 1);
      }
    }
    return grid;
  };
  return {kind: 'plane', x, y, across, up, means, grid: plane(CELLS), coarse: plane(CELLS_IN_MOTION), range: targetRange(examples)};
}

function rangeOf({inputs, columns, rows}, column) {
  let [low, high] = [Infinity, -Infinity];
  for (let r = 0; r < rows; r++) {
    low = Math.min(low, inputs[r * columns + column]);
    high = Math.max(high, inputs[r * columns + column]);
  }
  const room = (high - low || 2) * MARGIN;
  return [low - room, high + room];
}

function meanOf({inputs, columns, rows}, column) {
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += inputs[r * columns + column];
  return sum / rows;
}

function targetRange({targets}) {
  let [low, high] = [Infinity, -Infinity];
  for (const t of targets) {
    low = Math.min(low, t);
    high = Math.max(high, t);
  }
  return [low, high];
}

function heights(examples) {
  const [low, high] = targetRange(examples);
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
}

/** Draws what a network predicts, below the examples. */
function drawSurface(canvas, run, network, view) {
  if (view.kind === 'curve') return drawCurve(canvas, run, network, view);
  if (view.kind === 'none') return drawNothing(canvas);
  const {context, width, height} = fitted(canvas);
  const outputs = run.surface(network, page.playing);
  const cells = page.playing ? CELLS_IN_MOTION : CELLS;
  // Smoother where there is time: nobody sees the difference in motion.
  context.imageSmoothingQuality = page.playing ? 'low' : 'high';
  // The centres of the outer cells lie on the edge of the view.
  const [half, wide] = [width / (cells - 1) / 2, width * cells / (cells - 1)];
  const [halfUp, high] = [height / (cells - 1) / 2, height * cells / (cells - 1)];
  context.drawImage(painted(outputs, run.examples, view, cells), -half, -halfUp, wide, high);
  const level = levelOf(outputs, run.examples, cells);
  if (level) drawContour(context, level, width, height, cells);
  const at = (x, y) => [
    (x - view.x[0]) / (view.x[1] - view.x[0]) * width, height - (y - view.y[0]) / (view.y[1] - view.y[0]) * height,
  ];
  const {inputs, columns} = run.examples;
  drawExamples(context, run, (r) => at(inputs[columns * r + view.across], inputs[columns * r + view.up]));
}

const paper = document.createElement('canvas');

function painted(outputs, examples, view, cells) {
  if (paper.width !== cells) Object.assign(paper, {width: cells, height: cells});
  const context = paper.getContext('2d');
  const pixels = context.createImageData(cells, cells);
  const ground = numbers('panel');
  const palette = examples.classes.map((_, k) => numbers(classColour(examples.classes, k)));
  const width = outputs.length / (cells * cells);
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const from = (j * cells + i) * width;
      const to = 4 * ((cells - 1 - j) * cells + i);
      if (palette.length === 0) {
        pixels.data.set(cividis((outputs[from] - view.range[0]) / (view.range[1] - view.range[0] || 1)), to);
      } else {
        const answer = answerOf(outputs, from, width);
        const share = shareOf(outputs, from, width, answer);
        for (let c = 0; c < 3; c++) pixels.data[to + c] = ground[c] + share * (palette[answer][c] - ground[c]);
      }
      pixels.data[to + 3] = 255;
    }
  }
  context.putImageData(pixels, 0, 0);
  return paper;
}

/** Unsure is pale: the share of the colour of a class grows with its probability. */
function shareOf(outputs, from, width, answer) {
  const sure = width === 1 ? Math.abs(2 * outputs[from] - 1) : (outputs[from + answer] - 1 / width) / (1 - 1 / width);
  return 0.1 + 0.5 * Math.min(1, Math.max(0, sure || 0));
}

/** The class that is predicted, by the outputs of an example. */
function answerOf(outputs, from, width) {
  if (width === 1) return outputs[from] >= 0.5 ? 1 : 0;
  let answer = 0;
  for (let k = 1; k < width; k++) if (outputs[from + k] > outputs[from + answer]) answer = k;
  return answer;
}

/** What is 0 where the answer changes; nothing for numbers. */
function levelOf(outputs, {classes}, cells) {
  if (classes.length === 0) return undefined;
  const width = outputs.length / (cells * cells);
  if (width === 1) return (at) => outputs[at] - 0.5;
  if (width === 2) return (at) => outputs[2 * at + 1] - outputs[2 * at];
  return undefined;
}

/** The line along which the answer changes, cell by cell. */
function drawContour(context, level, width, height, cells) {
  const values = Float32Array.from({length: cells * cells}, (_, at) => level(at));
  const [across, up] = [width / (cells - 1), height / (cells - 1)];
  context.beginPath();
  for (let j = 0; j + 1 < cells; j++) {
    for (let i = 0; i + 1 < cells; i++) {
      const at = j * cells + i;
      const isAbove = values[at] >= 0;
      if (isAbove === values[at + 1] >= 0 && isAbove === values[at + cells] >= 0 && isAbove === values[at + cells + 1] >= 0) continue;
      crossings([values[at], values[at + 1], values[at + cells + 1], values[at + cells]]).forEach(([x, y], k) => {
        const place = [(i + x) * across, height - (j + y) * up];
        k % 2 === 0 ? context.moveTo(...place) : context.lineTo(...place);
      });
    }
  }
  context.strokeStyle = faded('ink', 0.75);
  context.lineWidth = 1.5;
  context.stroke();
}

const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

/** Where the values at the corners of a cell, 1 by 1, pass 0 along its edges: two or four places. */
function crossings(values) {
  const places = [];
  for (let e = 0; e < 4; e++) {
    const [v, w] = [values[e], values[(e + 1) % 4]];
    if (v >= 0 === w >= 0) continue;
    const [[x, y], [toX, toY]] = [CORNERS[e], CORNERS[(e + 1) % 4]];
    const share = v / (v - w);
    places.push([x + share * (toX - x), y + share * (toY - y)]);
  }
  return places;
}

function drawCurve(canvas, run, network, view) {
  const outputs = run.surface(network);
  const {examples} = run;
  const chart = axes(canvas, {from: view.x[0], to: view.x[1], title: examples.names[0]}, {from: view.y[0], to: view.y[1], title: examples.target});
  const width = outputs.length / PLACES_ON_CURVE;
  chart.clip(() => {
    drawExamples(chart.context, run, (r) => chart.at(examples.inputs[r], examples.targets[r]));
    const places = Array.from(view.grid, (x, i) => chart.at(x, outputs[i * width + width - 1]));
    line(chart.context, places, colour(NETWORK_COLOURS[network]), 2.6);
    if (examples.rows <= 3) drawAnswers(chart, run, network, width);
  });
}

/** With very few examples, the answer at each is marked, too, with the way that is left to its target. */
function drawAnswers(chart, run, network, width) {
  const {inputs, targets, rows} = run.examples;
  const answers = run.outputs(network, inputs);
  for (let r = 0; r < rows; r++) {
    const at = chart.at(inputs[r], answers[r * width + width - 1]);
    line(chart.context, [at, chart.at(inputs[r], targets[r])], colour('soft'), 1.5, [4, 3]);
    mark(chart.context, network, at, 5, colour(NETWORK_COLOURS[network]), colour('panel'));
  }
}

function drawNothing(canvas) {
  const {context, width, height} = fitted(canvas);
  Object.assign(context, {font: FONT, textAlign: 'center', fillStyle: colour('soft')});
  context.fillText('An input is no number: no picture.', width / 2, height / 2 - 9);
  context.fillText('The numbers and curves are all here.', width / 2, height / 2 + 9);
}

/** Dots for the examples: held-out ones hollow, those of the batch ringed, wrong labels crossed. */
function drawExamples(context, run, placeOf) {
  const {rows} = run.examples;
  const size = rows <= 40 ? 5.5 : rows <= 300 ? 3.4 : 2.4;
  // Read before it is reset: the layer has the pixels of the screen already.
  const layer = layerOfDots(context.canvas, context.getTransform(), run, placeOf, size);
  context.save();
  context.resetTransform();
  context.drawImage(layer, 0, 0);
  context.restore();
  const inBatch = rows > 1 ? new Set(run.lastBatch()) : new Set();
  if (inBatch.size >= 0.5 * rows) return;
  for (const r of inBatch) mark(context, 0, placeOf(r), size + 2, undefined, colour('ink'));
}

/** The dots, which stay where they are while training goes on: drawn once for each size of the picture, pair of axes and theme. */
function layerOfDots({width, height}, transform, run, placeOf, size) {
  const {across, up} = run.view;
  const key = [width, height, transform, across, up, placeOf(0), placeOf(run.examples.rows - 1), colour('ink')].join();
  if (run.drawnDots?.key === key) return run.drawnDots.layer;
  const layer = Object.assign(document.createElement('canvas'), {width, height});
  const context = layer.getContext('2d');
  context.setTransform(transform);
  drawDots(context, run, placeOf, size);
  run.drawnDots = {key, layer};
  return layer;
}

function drawDots(context, run, placeOf, size) {
  const {rows, targets, heldOut, odd, classes} = run.examples;
  const [low, high] = run.view.range ?? targetRange(run.examples);
  for (let r = 0; r < rows; r++) {
    const at = placeOf(r);
    const fill = classes.length > 0 ? colour(classColour(classes, targets[r]))
        : run.examples.columns === 1 ? colour('soft') : `rgb(${cividis((targets[r] - low) / (high - low || 1)).join()})`;
    if (heldOut[r]) mark(context, 0, at, size - 0.6, colour('panel'), fill);
    else mark(context, 0, at, size, fill, colour('panel'));
    if (odd[r]) cross(context, at, size + 1);
  }
}

function cross(context, [x, y], size) {
  line(context, [[x - size, y - size], [x + size, y + size]], colour('ink'), 1.6);
  line(context, [[x - size, y + size], [x + size, y - size]], colour('ink'), 1.6);
}

/** What is under the pointer, in a line below the picture. */
function readOff(canvas, target, network, current) {
  canvas.addEventListener('pointermove', (event) => {
    const {run} = current();
    if (!run || run.view.kind !== 'plane') return;
    const {view, examples} = run;
    const x = view.x[0] + (view.x[1] - view.x[0]) * event.offsetX / canvas.clientWidth;
    const y = view.y[1] - (view.y[1] - view.y[0]) * event.offsetY / canvas.clientHeight;
    const inputs = Float32Array.from(view.means);
    inputs[view.across] = x;
    inputs[view.up] = y;
    write(target, `${examples.names[view.across]} ${brief(x, 3)}, ${examples.names[view.up]} ${brief(y, 3)}: ${answer(run.outputs(network, inputs), examples)}`);
  });
  canvas.addEventListener('pointerleave', () => write(target, ''));
}

function answer(outputs, {classes}) {
  if (classes.length === 0) return brief(outputs[0]);
  const likely = answerOf(outputs, 0, outputs.length);
  const p = outputs.length === 1 ? (likely === 1 ? outputs[0] : 1 - outputs[0]) : outputs[likely];
  return `${classes[likely]}, ${brief(p, 3)}`;
}
