// Curves over a common axis.

const MARKS = 9;

pictures.lines = (drawing, data, title) => {
  const looks = data.lines.map((line) => look(line.style));
  const several = data.lines.length > 1;
  const holder = element('div');
  if (several) {
    drawing.append(holder);
  }
  const made = chart(drawing, `${title}: ${data.y} by ${data.x}`, () => {
    const datasets = data.lines.map((line, k) => curve(line, k, looks[k], data.logarithmic, several));
    data.lines.forEach((line, k) => {
      if (line.dots.length) datasets.push(dots(line, k, looks[k]));
      if (line.band) datasets.push(...band(line, k, looks[k], data.logarithmic));
    });
    return {
      type: 'line',
      data: {datasets},
      options: {
        ...options(across(data), upwards(data), {
          filter: (item, i, items) => item.dataset.says && items.findIndex((other) =>
              other.datasetIndex === item.datasetIndex) === i,
          callbacks: {
            title: (items) => items.length ? `${data.x} ${brief(items[0].parsed.x)}` : '',
            label: ({dataset, raw}) => ` ${dataset.label}: ${dataset.isDots ? raw.note : brief(raw.y) + range(raw)}`,
            // What is the same for all curves is said once.
            footer: (items) => [...new Set(items.filter((item) => !item.dataset.isDots)
                .map((item) => item.raw.note).filter(Boolean))],
          },
        }),
        interaction: {mode: 'nearest', axis: 'x', intersect: false},
      },
    };
  });
  if (several) {
    legend(holder, data.lines.map((line, k) => ({name: line.names.join(' = '), style: looks[k]})), (k, shown) => {
      const drawn = made.current();
      drawn.data.datasets.forEach((dataset, i) => dataset.line === k && drawn.setDatasetVisibility(i, shown));
      drawn.update();
    });
  }
};

const range = ({low, high}) => low === undefined ? '' : ` (${brief(low)} to ${brief(high)})`;

function across(data) {
  return data.x === 'epoch'
      ? axis(data.x, {min: 0, bounds: 'data', ticks: {...axis('').ticks, precision: 0}})
      : tight(data.x, data.lines.flatMap((line) => [...line.x, ...line.dots.map((dot) => dot.x)]));
}

function upwards(data) {
  const values = data.lines.flatMap((line) =>
      [...line.y, ...(line.band?.low ?? []), ...(line.band?.high ?? []), ...line.dots.map((dot) => dot.y)]);
  if (data.logarithmic) return logarithmic(data.y, values);
  // Nothing but zeros would get an axis from -1 to 1.
  return axis(data.y, values.every((y) => !y) ? {min: 0, max: 1} : {});
}

function curve(line, k, {name, dash, marker}, isLogarithmic, several) {
  const every = Math.max(1, Math.round(line.x.length / MARKS));
  const isOpen = (i) => line.open?.[i] ?? false;
  const radius = (i) => (line.dotted && line.x.length <= 40)
      || (isOpen(i) ? i % 3 === 0 : i % every === line.style % every && several);
  // Where examples lie on a curve, only they are marked.
  const carries = line.open && line.dots.length;
  const shown = line.x.map((_, i) => (radius(i) && !(carries && !isOpen(i)) ? (line.dots.length ? 2 : 2.8) : 0));
  return {
    label: line.names.join(' = '), line: k, says: true,
    data: line.x.map((x, i) => ({
      x, y: positive(line.y[i], isLogarithmic), note: line.notes?.[i], low: line.band?.low[i], high: line.band?.high[i],
    })),
    borderColor: colour(name),
    backgroundColor: colour(name),
    borderWidth: 2,
    borderDash: dash,
    borderJoinStyle: 'round',
    pointStyle: marker,
    pointRadius: line.x.length === 1 ? 4 : shown,
    pointHoverRadius: 5,
    pointBorderColor: colour(name),
    pointBackgroundColor: line.x.map((_, i) => (isOpen(i) ? colour('panel') : colour(name))),
    spanGaps: false,
    order: 2,
  };
}

/** Single points: examples on a curve, or the epoch that was kept. */
function dots(line, k, {name, marker}) {
  return {
    label: line.names.join(' = '), line: k, says: true, isDots: true,
    data: line.dots, showLine: false, pointStyle: marker, pointRadius: 5.5, pointHoverRadius: 7,
    pointBackgroundColor: faded(name, 0.35), pointBorderColor: colour(name), pointBorderWidth: 2, order: 1,
  };
}

/** From the lowest to the highest of several runs. */
function band(line, k, {name}, isLogarithmic) {
  const edge = (values) => ({
    label: line.names.join(' = '), line: k,
    data: line.x.map((x, i) => ({x, y: positive(values[i], isLogarithmic)})),
    borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, backgroundColor: faded(name, 0.16), order: 3,
  });
  return [edge(line.band.low), {...edge(line.band.high), fill: '-1'}];
}

const positive = (y, isLogarithmic) => isLogarithmic && y <= 0 ? null : y;
