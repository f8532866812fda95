// Losses over planes, as maps with bands of equal height, and the path of the weights over them.

const BANDS = 14;
const PATH = '#d55e00';

pictures.slices = (drawing, data, title) => {
  panels(drawing, data.panels, (box, {name, loss, xAxis, yAxis, x: columns, y: rows, losses, path}) => {
    const [width, height] = [columns.length, rows.length];
    const values = losses.flat().map((value) => value ?? Infinity);
    const finite = values.filter(Number.isFinite);
    const [least, largest] = [Math.min(...finite), Math.max(...finite)];
    const logarithmic = least > 0 && largest > 30 * least;
    const level = (value) => (logarithmic ? Math.log(value) : value);
    const lossAt = (share) => (logarithmic ? Math.exp(low + share * (high - low)) : low + share * (high - low));
    const levels = values.map((value) => level(Number.isFinite(value) ? value : largest));
    const [low, high] = [level(least), level(largest)];
    const shade = (share) => [...cividis(1 - Math.min(BANDS - 1, Math.floor(share * BANDS)) / (BANDS - 1)), 255];
    const map = image(width, height, (x, y) => shade((smooth(levels, width, height, x, y) - low) / (high - low || 1)));
    const label = path.length > 0 ? `${loss} along the path of the weights` : `${loss} along two random directions`;
    const made = chart(box, `${title} ${name}: ${label}`, () => ({
      type: 'scatter',
      data: {datasets: [learned(), ...(path.length > 0 ? [way(path)] : [])]},
      options: options(
          axis(xAxis, {min: columns[0], max: columns.at(-1)}),
          axis(yAxis, {min: rows[0], max: rows.at(-1)}), {
            callbacks: {label: ({raw}) => ` ${placeOf(raw)}`},
          }),
      plugins: [background(() => map)],
    }));
    readOff(box, made, (x, y) => {
      const place = (value, ends) => (value - ends[0]) / (ends.at(-1) - ends[0]) * (ends.length - 1);
      const read = between(levels, width, height, place(x, columns), place(y, rows));
      return `${loss} ${brief(logarithmic ? Math.exp(read) : read)}`;
    });
    colourScale(box, logarithmic ? `${loss}, logarithmic scale` : loss, [lossAt(0), lossAt(0.5), lossAt(1)], shade);
  });
};

function learned() {
  return {
    data: [{x: 0, y: 0}], pointStyle: 'crossRot', pointRadius: 8, pointHoverRadius: 8, borderWidth: 3, borderColor: PATH,
  };
}

/** The start is larger than the other points. */
function way(path) {
  const radius = path.map((_, i) => (i === 0 ? 6 : 2.5));
  return {
    data: path, showLine: true, borderColor: PATH, borderWidth: 2, pointRadius: radius, pointHoverRadius: radius.map((r) => r + 2),
    pointBackgroundColor: '#ffffff', pointBorderColor: PATH, pointBorderWidth: 1.5,
  };
}

function placeOf({epoch}) {
  return epoch === undefined ? 'the learned weights' : epoch === 0 ? 'the start' : `after epoch ${epoch}`;
}
