// One histogram.

pictures.bars = (drawing, data, title) => {
  const {least, largest, counts} = data.histogram;
  // Equal numbers are one bar, at their value.
  const isOne = least === largest;
  const width = isOne ? Math.abs(least) / 10 || 1 : (largest - least) / counts.length;
  const start = isOne ? least - width / 2 : least;
  const margin = isOne ? 2 * width : 0;
  chart(drawing, `${title}: ${data.y} by ${data.x}`, () => ({
    type: 'bar',
    data: {
      datasets: [{
        data: counts.map((y, i) => ({x: start + (i + 0.5) * width, y})),
        backgroundColor: faded('s0', 0.75), barPercentage: 0.94, categoryPercentage: 1,
      }],
    },
    options: options(
        axis(data.x, {offset: false, min: start - margin, max: start + width * counts.length + margin}), axis(data.y, {beginAtZero: true}), {
          callbacks: {
            title: ([item]) => isOne ? brief(least) : `${brief(item.parsed.x - width / 2)} to ${brief(item.parsed.x + width / 2)}`,
            label: (item) => ` ${item.parsed.y} ${data.y}`,
          },
        }),
  }));
};
