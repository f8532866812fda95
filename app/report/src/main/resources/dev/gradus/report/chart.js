// What all charts share: how they are made, drawn again, and labelled.

/** By kind, what draws a picture: (drawing, data, title) => nothing. */
const pictures = {};
const redraws = [];

/** Draws now, and again whenever the colours change. */
function drawn(draw) {
  redraws.push(draw);
  draw();
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * A chart in a box of its own.
 *
 * @param configure called for every drawing, so that it sees the colours of the moment
 * @return what draws it again
 */
function chart(parent, label, configure) {
  const canvas = element('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  parent.append(element('div', {className: 'canvas'}, canvas));
  let shown;
  const draw = () => {
    const hidden = shown ? shown.data.datasets.map((_, i) => !shown.isDatasetVisible(i)) : [];
    shown?.destroy();
    if (printing) sizeForPaper(canvas);
    shown = new Chart(canvas, configure());
    hidden.forEach((isHidden, i) => isHidden && shown.setDatasetVisibility(i, false));
    if (hidden.some(Boolean)) shown.update();
  };
  drawn(draw);
  return {draw, canvas, current: () => shown};
}

/** Paper has no window to follow: the style sheet scales what is drawn in these sizes. */
let printing = false;

function sizeForPaper(canvas) {
  const box = canvas.parentElement;
  const isWide = box.closest('.wide, .grid > figure:last-child:nth-child(odd)') && !box.closest('.panels');
  const [width, height] = box.closest('.square') ? [400, 400] : isWide ? [840, 260] : [420, 230];
  Object.assign(canvas, {width, height});
}

function axis(title, more = {}) {
  return {
    type: 'linear',
    title: {display: true, text: title, color: colour('soft'), font: {size: 12}},
    grid: {color: colour('line'), drawTicks: false},
    border: {display: false},
    ticks: {
      color: colour('soft'), maxTicksLimit: 8, maxRotation: 0, includeBounds: false, padding: 6, font: {size: 11},
      callback: tick,
    },
    ...more,
  };
}

/**
 * An axis that ends where the data do, with round numbers in between.
 *
 * @param values all that are shown
 */
function tight(title, values, more = {}) {
  const finite = values.filter((value) => Number.isFinite(value));
  const [least, largest] = [Math.min(...finite), Math.max(...finite)];
  const margin = (largest - least || 1) * 0.004;
  const [min, max] = [least - margin, largest + margin];
  const rough = (max - min) / 7;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough * 0.8);
  return axis(title, {
    min, max, ...more,
    afterBuildTicks(scale) {
      scale.ticks = [];
      for (let k = Math.ceil(min / step); k * step <= max; k++) scale.ticks.push({value: k * step});
    },
  });
}

/**
 * A logarithmic axis between round numbers, every line of which is labelled.
 *
 * @param values all that are shown; those that are not above 0 cannot be
 */
function logarithmic(title, values) {
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, largest] = [Math.min(...shown), Math.max(...shown)];
  const decades = Math.log10(largest / least);
  const digits = decades > 3 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 5, 7];
  const every = Math.max(1, Math.ceil(decades / 7));
  const rounds = [];
  for (let power = Math.floor(Math.log10(least) / every) * every; power <= Math.log10(largest) + every; power += every) {
    rounds.push(...digits.map((digit) => Number(`${digit}e${power}`)));
  }
  const below = rounds.filter((round) => round <= least * 1.001);
  const above = rounds.filter((round) => round >= largest * 0.999);
  const min = below.length ? below[below.length - 1] : least / 1.1;
  const max = above.length ? above[0] : largest * 1.1;
  const isWide = min < 1e-4 || max >= 1e7;
  return axis(title, {
    type: 'logarithmic', min, max,
    afterBuildTicks(scale) { scale.ticks = rounds.filter((round) => round >= min && round <= max).map((value) => ({value})); },
    // One style on one axis: where some need powers of ten, all have them.
    ticks: {...axis('').ticks, autoSkip: false, callback: (value) => (isWide ? exponential(value).replace('-', '−') : brief(value))},
  });
}

/** An axis of shares from 0 to 1, with room for marks at both ends. */
function shares(title, min, max) {
  return axis(title, {
    min, max,
    afterBuildTicks(scale) {
      scale.ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => ({value}));
    },
  });
}

/** Options that all charts begin with. */
function options(x, y, tooltip) {
  return {
    animation: false,
    // Marks on the frame are drawn whole.
    clip: 6,
    responsive: !printing,
    ...(printing ? {devicePixelRatio: 2} : {}),
    maintainAspectRatio: false,
    scales: {x, y},
    plugins: {
      legend: {display: false},
      tooltip: {
        backgroundColor: colour('panel'), titleColor: colour('ink'), bodyColor: colour('ink'),
        footerColor: colour('soft'), borderColor: colour('line'), borderWidth: 1, padding: 9,
        boxPadding: 4, usePointStyle: true,
        ...tooltip,
      },
    },
  };
}

/** The line from (0, 0) to (1, 1), or wherever x = y goes. */
function diagonal(from, to) {
  return {
    label: 'x = y', data: [{x: from, y: from}, {x: to, y: to}], type: 'line', showLine: true,
    borderColor: faded('soft', 0.6), borderWidth: 1, pointRadius: 0, pointHitRadius: 0,
  };
}

const SHAPES = {
  circle: 'M15 3a3 3 0 1 0 .01 0Z', rect: 'M12 3h6v6h-6Z', triangle: 'M15 2.5l4 7h-8Z',
  rectRot: 'M15 2l4 4-4 4-4-4Z', star: 'M11 6h8M15 2v8M12 3l6 6M18 3l-6 6',
  crossRot: 'M12 3l6 6M18 3l-6 6', rectRounded: 'M12 4.5h6v3h-6Z',
};

/** A sample of a line with its dashes and its marker. */
function sample({name, dash, marker}, withLine) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 30 12');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of withLine ? ['M0 6H30', SHAPES[marker]] : [SHAPES[marker]]) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    path.style.stroke = `var(--${name})`;
    path.style.strokeWidth = '2';
    path.style.fill = `var(--${name})`;
    if (d.startsWith('M0')) path.setAttribute('stroke-dasharray', dash.join(' '));
    svg.append(path);
  }
  return svg;
}

/** Names next to what they look like; each can be switched off and on. */
function legend(parent, entries, toggle, withLine = true) {
  const list = element('ul', {className: 'legend'});
  entries.forEach(({name, style}, i) => {
    const button = element('button', {type: 'button'}, sample(style, withLine), name);
    button.setAttribute('aria-pressed', 'true');
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      toggle(i, shown);
    });
    list.append(element('li', {}, button));
  });
  parent.append(list);
}

/** The epoch that a slider has been moved to, which curves over epochs mark by a line. */
let marked;

Chart.register({
  id: 'marked-epoch',
  afterDatasetsDraw({ctx, chartArea, scales: {x}}) {
    if (marked === undefined || !isOverEpochs(x) || marked < x.min || marked > x.max) return;
    const place = x.getPixelForValue(marked);
    ctx.save();
    Object.assign(ctx, {strokeStyle: colour('soft'), lineWidth: 1});
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(place, chartArea.top);
    ctx.lineTo(place, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
});

function isOverEpochs(x) {
  return x?.options?.title?.text === 'epoch';
}

function mark(epoch) {
  marked = epoch;
  Object.values(Chart.instances).filter(({scales: {x}}) => isOverEpochs(x)).forEach((each) => each.draw());
}

/** How long all the moments take to pass by, and the longest that one of them is shown, in milliseconds. */
const PLAY = 2400;
const MOST_FOR_ONE = 300;
const MOST_STOPS = 5;

/** A slider over epochs that are not evenly spaced, with a button that lets them pass by. */
function timeline(parent, epochs, changed) {
  const end = epochs.length - 1;
  const range = element('input', {type: 'range', min: 0, max: end, step: 1, value: end});
  const now = element('output', {className: 'now'});
  const play = element('button', {type: 'button', textContent: 'Play'});
  const show = () => {
    const epoch = epochs[range.value];
    now.textContent = epoch === 0 ? 'the start' : `epoch ${whole(epoch)}`;
    range.setAttribute('aria-valuetext', now.textContent);
    changed(Number(range.value), epoch);
  };
  const move = () => {
    show();
    mark(epochs[range.value]);
  };
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  };
  play.addEventListener('click', () => {
    if (timer) {
      stop();
      return;
    }
    play.textContent = 'Stop';
    if (Number(range.value) === end) range.value = 0;
    move();
    timer = setInterval(() => {
      range.value = Number(range.value) + 1;
      move();
      if (Number(range.value) === end) stop();
    }, Math.min(MOST_FOR_ONE, PLAY / (end || 1)));
  });
  range.addEventListener('input', move);
  const controls = element('div', {className: 'controls'});
  const track = element('div', {className: 'track'}, range, stops(epochs));
  controls.append(element('label', {className: 'time'}, 'Epoch ', track), now, play);
  parent.append(controls);
  return {show, controls};
}

/** Some of the epochs below the slider, where it stands at them. */
function stops(epochs) {
  const end = epochs.length - 1;
  const shown = [...new Set([...Array(MOST_STOPS).keys()].map((k) => Math.round(k * end / (MOST_STOPS - 1))))];
  return element('div', {className: 'stops', ariaHidden: 'true'}, ...shown.map((k) => {
    const stop = element('span', {textContent: whole(epochs[k])});
    stop.style.setProperty('--share', end ? k / end : 1);
    return stop;
  }));
}

/** A histogram as an outline: the share of its numbers for each unit of x. */
function outline({least, largest, counts}) {
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return [];
  const single = largest === least;
  const from = single ? least - Math.max(0.02, Math.abs(least) * 0.02) : least;
  const to = single ? least + Math.max(0.02, Math.abs(least) * 0.02) : largest;
  const width = (to - from) / counts.length;
  const points = [{x: from, y: 0}];
  counts.forEach((count, i) => points.push({
    x: from + i * width, y: count / total / width,
    note: `${brief(from + i * width)} to ${brief(from + (i + 1) * width)}: ${count} of ${total}`,
  }));
  const last = points[points.length - 1];
  return [...points, {x: to, y: last.y, note: last.note}, {x: to, y: 0}];
}
