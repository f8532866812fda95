// Curves over a common axis.

const MARKS = 9;

pictures.lines = (drawing, data, title) => {
  const looks = data.lines.map((line) => look(line.style));
  const holder = element('div');
  if (data.lines.length > 1) {
    drawing.append(holder);
  }
  const made = chart(drawing, `${title}: ${data.y} by ${data.x}`, () => {
    const datasets = data.lines.map((line, k) => dataset(line, looks[k], data.logarithmic, data.lines.length > 1));
    if (data.diagonal) datasets.push(diagonal(0, 1));
    const bounds = data.unit ? {min: 0, max: 1} : {};
    // Nothing but zeros would get an axis from -1 to 1.
    const flat = data.lines.every((line) => line.y.every((y) => !y)) ? {min: 0, max: 1} : {};
    const across = data.x === 'epoch' ? axis(data.x, {min: 0, bounds: 'data', ticks: {...axis('').ticks, precision: 0}})
        : data.unit ? axis(data.x, bounds) : tight(data.x, data.lines.flatMap((line) => line.x));
    return {
      type: 'line',
      data: {datasets},
      options: {
        ...options(across, axis(data.y, {logarithmic: data.logarithmic, ...flat, ...bounds}), {
          filter: (item) => item.dataset.label !== 'x = y',
          callbacks: {
            title: (items) => items.length ? `${data.x} ${brief(items[0].parsed.x)}` : '',
            label: (item) => ` ${item.dataset.label}: ${brief(item.parsed.y)}`,
            footer: (items) => items.map((item) => item.raw.note).filter(Boolean),
          },
        }),
        interaction: {mode: 'nearest', axis: data.unit ? 'xy' : 'x', intersect: false},
      },
    };
  });
  if (data.lines.length > 1) {
    legend(holder, data.lines.map((line, k) => ({name: line.name, style: looks[k]})), (k, shown) => {
      made.current().setDatasetVisibility(k, shown);
      made.current().update();
    });
  }
};

function dataset(line, {name, dash, marker}, logarithmic, several) {
  const every = Math.max(1, Math.round(line.x.length / MARKS));
  const isOpen = (i) => line.open?.[i] ?? false;
  const radius = (i) => line.dotted || (isOpen(i) ? i % 3 === 0 : i % every === line.style % every && several);
  const shown = line.x.map((_, i) => (radius(i) ? 3.2 : 0));
  return {
    label: line.name,
    data: line.x.map((x, i) => ({
      x, y: logarithmic && line.y[i] <= 0 ? null : line.y[i], note: line.notes?.[i],
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
  };
}
