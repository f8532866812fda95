// Pictures made of cells: painted behind a chart, read off under the pointer.

const CIVIDIS = ['00204d', '00336f', '39486b', '575c6d', '707173', '8a8779', 'a69d75', 'c4b56c', 'ffea46']
    .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));

/** A colour for a share in [0, 1], dark to light; evenly spaced to any common colour vision. */
function cividis(share) {
  const place = Math.min(1, Math.max(0, share)) * (CIVIDIS.length - 1);
  const below = Math.min(CIVIDIS.length - 2, Math.floor(place));
  return CIVIDIS[below].map((c, i) => c + (place - below) * (CIVIDIS[below + 1][i] - c));
}

/** The value between the points of a grid; rows run upwards. */
function between(values, columns, rows, x, y) {
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const at = (a, b) => values[b * columns + a];
  const low = at(i, j) + (x - i) * (at(i + 1, j) - at(i, j));
  const high = at(i, j + 1) + (x - i) * (at(i + 1, j + 1) - at(i, j + 1));
  return low + (y - j) * (high - low);
}

/** The same with rounded bends: a cubic through the two neighbours on either side. */
function smooth(values, columns, rows, x, y) {
  const i = Math.min(columns - 2, Math.floor(x));
  const j = Math.min(rows - 2, Math.floor(y));
  const at = (a, b) => values[Math.min(rows - 1, Math.max(0, b)) * columns + Math.min(columns - 1, Math.max(0, a))];
  const cubic = ([p, q, r, s], t) => q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  const around = [-1, 0, 1, 2];
  return cubic(around.map((b) => cubic(around.map((a) => at(i + a, j + b)), x - i)), y - j);
}

/**
 * An image, finer than the grid.
 *
 * @param paint from the place on the grid to [red, green, blue, alpha], each 0 to 255
 */
function image(columns, rows, paint) {
  const scale = Math.max(1, Math.ceil(360 / Math.max(columns, rows)));
  const width = (columns - 1) * scale + 1;
  const height = (rows - 1) * scale + 1;
  const canvas = element('canvas', {width, height});
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const painted = paint(i / scale, (height - 1 - j) / scale);
      pixels.data.set(painted, 4 * (j * width + i));
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** A Chart.js plugin that fills the area of the chart with an image. */
function background(make) {
  return {
    id: 'background',
    beforeDatasetsDraw({ctx, chartArea: {left, top, width, height}}) {
      ctx.imageSmoothingEnabled = true;
      ctx.drawImage(make(), left, top, width, height);
    },
  };
}

/** Says what is under the pointer, in a line below. */
function readOff(parent, {canvas, current}, say) {
  const output = element('output', {className: 'read'});
  parent.append(output);
  canvas.addEventListener('pointermove', (event) => {
    const {scales: {x, y}, chartArea} = current();
    const inside = event.offsetX >= chartArea.left && event.offsetX <= chartArea.right
        && event.offsetY >= chartArea.top && event.offsetY <= chartArea.bottom;
    output.textContent = inside ? say(x.getValueForPixel(event.offsetX), y.getValueForPixel(event.offsetY)) : '';
  });
  canvas.addEventListener('pointerleave', () => { output.textContent = ''; });
}

/**
 * The scale of colours below a picture.
 *
 * @param what is measured
 * @param marks what the colours stand for, evenly spaced, from the least to the largest
 * @param shade the colour of a share of the way between those two
 */
function colourScale(parent, what, marks, shade = (share) => [...cividis(share), 255]) {
  const strip = image(361, 2, (x) => shade(x / 360));
  strip.setAttribute('role', 'img');
  strip.setAttribute('aria-label', `Colours for ${what}, from ${brief(marks[0])} to ${brief(marks.at(-1))}`);
  parent.append(element('div', {className: 'scale'}, element('div', {className: 'what', textContent: what}), strip,
      element('div', {className: 'marks'}, ...marks.map((mark) => element('span', {textContent: brief(mark)})))));
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** Square boxes next to each other, one for each network. */
function panels(parent, all, fill) {
  const size = all.length === 1 ? 'single' : [2, 4].includes(all.length) ? 'pair' : '';
  const grid = element('div', {className: `panels square ${size}`});
  parent.append(grid);
  return all.map((panel) => {
    const box = element('div', {className: 'panel'});
    if (panel.name) box.append(element('h4', {textContent: panel.name}));
    grid.append(box);
    return fill(box, panel);
  });
}
