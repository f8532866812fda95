// Weights, biases and activations of a layer, at an epoch that the reader chooses.

pictures.histograms = (drawing, data, title) => {
  let layer = data.layers[0];
  let moment = data.epochs.length - 1;
  const charts = [];
  const time = timeline(drawing, data.epochs, (index) => {
    moment = index;
    charts.forEach((made) => made.draw());
  });
  if (data.layers.length > 1) {
    const select = element('select', {}, ...data.layers.map(({name}, i) => element('option', {value: i, textContent: name})));
    select.addEventListener('change', () => {
      layer = data.layers[select.value];
      charts.forEach((made) => made.draw());
    });
    time.controls.prepend(element('label', {}, 'Layer ', select));
  }
  const grid = element('div', {className: 'panels'});
  drawing.append(grid);
  for (const [name, series] of [['weights', 's0'], ['biases', 's2'], ['activations', 's1']]) {
    const box = element('div', {className: 'panel'});
    grid.append(box);
    charts.push(chart(box, `${title}: ${name}`, () => histogram(layer[name], layer.name, moment, name, series)));
  }
  time.show();
};

function histogram(all, layer, moment, name, series) {
  const area = (points, colours) => ({data: points, stepped: 'before', fill: 'origin', pointRadius: 0, borderWidth: 1.5, ...colours});
  const now = outline(all[moment]);
  const start = outline(all[0]);
  return {
    type: 'line',
    data: {
      datasets: [
        area(now, {borderColor: colour(series), backgroundColor: faded(series, 0.35)}),
        area(start, {borderColor: faded('soft', 0.9), backgroundColor: faded('soft', 0.12), borderDash: [4, 3]}),
      ],
    },
    options: {
      ...options(now.length ? tight(`${name} of ${layer}`, [...now, ...start].map(({x}) => x)) : axis(`${layer} has no ${name}`), axis('density', {beginAtZero: true}), {
        callbacks: {
          title: () => '',
          label: (item) => ` ${item.datasetIndex ? 'start' : 'now'}, ${item.raw.note ?? ''}`,
        },
      }),
      interaction: {mode: 'nearest', axis: 'x', intersect: false},
    },
  };
}
