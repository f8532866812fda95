// Dots, each a line of the data.

pictures.dots = (drawing, data, title) => {
  const values = data.at.flatMap((dot) => [dot.x, dot.y]);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  chart(drawing, `${title}: ${data.y} by ${data.x}`, () => {
    const datasets = [{
      label: 'examples', data: data.at, borderColor: faded('s0', 0.9), backgroundColor: faded('s0', 0.45),
      pointRadius: 3.4, pointHoverRadius: 5,
    }];
    if (data.diagonal) datasets.push(diagonal(least, largest));
    return {
      type: 'scatter',
      data: {datasets},
      options: options(axis(data.x), axis(data.y, data.diagonal ? {} : {beginAtZero: true}), {
        filter: (item) => item.dataset.label !== 'x = y',
        callbacks: {label: ({raw}) => ` line ${raw.line}: ${brief(raw.x)}, ${brief(raw.y)}`},
      }),
    };
  });
};
