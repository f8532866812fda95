// Charts on a canvas: axes, curves, dots.

/** Sizes of canvases in CSS pixels, until the page changes: to ask for one lays the page out. */
let sizes = new Map();

/** Makes a canvas as fine as the screen, and empty. */
function fitted(canvas) {
  const ratio = Math.min(3, devicePixelRatio || 1);
  if (!sizes.has(canvas)) sizes.set(canvas, [canvas.clientWidth, canvas.clientHeight]);
  const [width, height] = sizes.get(canvas);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, {width: wide, height: high});
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return {context, width, height};
}

/** Round numbers between two ends, about as many as asked for. */
function ticks(from, to, count) {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({length: Math.max(0, last - first + 1)}, (_, i) => (first + i) * step);
}

/** Powers of ten between two ends; every other one, or fewer, where there are many. */
function powers(from, to, count) {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / count));
  const all = [];
  for (let power = first; power <= last; power += step) all.push(10 ** power);
  return all;
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

/**
 * Draws the frame of a chart.
 *
 * @param x, y {from, to, title, log}
 * @return {context, at: ([x, y]) => place in pixels, clip(draw)}
 */
function axes(canvas, x, y) {
  const {context, width, height} = fitted(canvas);
  const [left, right, top, bottom] = [y.title === undefined ? 8 : 52, width - 10, y.title ? 22 : 8, height - (x.title ? 36 : 22)];
  const share = ({from, to, log}, v) => (log
      ? (Math.log(v) - Math.log(from)) / (Math.log(to) - Math.log(from)) : (v - from) / (to - from));
  const across = (v) => left + share(x, v) * (right - left);
  const up = (v) => bottom - share(y, v) * (bottom - top);
  Object.assign(context, {font: FONT, lineWidth: 1, textBaseline: 'middle', textAlign: 'right'});
  for (const v of y.log ? powers(y.from, y.to, 5) : ticks(y.from, y.to, Math.max(2, (bottom - top) / 40))) {
    line(context, [[left, up(v)], [right, up(v)]], colour(v === 0 ? 'soft' : 'line'));
    context.fillStyle = colour('soft');
    context.fillText(brief(Number(v.toPrecision(6))), left - 6, up(v));
  }
  context.textAlign = 'center';
  for (const v of ticks(x.from, x.to, Math.max(2, (right - left) / 80))) {
    if (v === 0 && x.from < 0) line(context, [[across(0), top], [across(0), bottom]], colour('soft'));
    context.fillStyle = colour('soft');
    const text = brief(Number(v.toPrecision(6)));
    context.fillText(text, Math.min(across(v), width - context.measureText(text).width / 2), bottom + 11);
  }
  context.fillStyle = colour('soft');
  if (x.title) context.fillText(x.title, (left + right) / 2, height - 8);
  context.textAlign = 'left';
  if (y.title) context.fillText(y.title, 2, 8);
  return {
    context, left, right, top, bottom,
    at: (vx, vy) => [across(vx), up(vy)],
    clip(draw) {
      context.save();
      context.beginPath();
      context.rect(left - 1, top - 1, right - left + 2, bottom - top + 2);
      context.clip();
      draw();
      context.restore();
    },
  };
}

/** A line through places in pixels; a place that is not finite interrupts it. */
function line(context, places, stroke, width = 1, dash = []) {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.setLineDash(dash);
  context.beginPath();
  let drawing = false;
  for (const [px, py] of places) {
    const isPlace = Number.isFinite(px) && Number.isFinite(py);
    if (isPlace) drawing ? context.lineTo(px, py) : context.moveTo(px, py);
    drawing = isPlace;
  }
  context.stroke();
  context.setLineDash([]);
}

/** Dots look different by network in more than colour: A has circles, B squares. */
function mark(context, network, [px, py], size, fill, stroke) {
  context.beginPath();
  if (network === 0) context.arc(px, py, size, 0, 2 * Math.PI);
  else context.rect(px - size * 0.89, py - size * 0.89, size * 1.78, size * 1.78);
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (stroke) {
    context.strokeStyle = stroke;
    context.lineWidth = 1;
    context.stroke();
  }
}
