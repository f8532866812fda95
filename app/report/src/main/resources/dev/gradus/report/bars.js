// One histogram.

pictures.bars = (drawing, data, title) => {
  const {least, largest, counts} = data.histogram;
  const width = (largest - least) / counts.length || 1;
  chart(drawing, `${title}: ${data.y} by ${data.x}`, () => ({
    type: 'bar',
    data: {
      datasets: [{
        data: counts.map((y, i) => ({x: least + (i + 0.5) * width, y})),
        backgroundColor: faded('s0', 0.75), barPercentage: 0.94, categoryPercentage: 1,
      }],
    },
    options: options(
        axis(data.x, {offset: false, min: least, max: least + width * counts.length}), axis(data.y, {beginAtZero: true}), {
          callbacks: {
            title: ([item]) => `${brief(item.parsed.x - width / 2)} to ${brief(item.parsed.x + width / 2)}`,
            label: (item) => ` ${item.parsed.y} ${data.y}`,
          },
        }),
  }));
};
