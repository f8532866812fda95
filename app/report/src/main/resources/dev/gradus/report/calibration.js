// How often what is predicted with a probability comes true: a bar for each bin, with its count.

pictures.calibration = (drawing, data, title) => {
  // A bar is as wide as the least distance of two: with the empty bins, that is the width of one.
  const all = Array.from({length: Math.round(1 / data.width)}, (_, k) => {
    const bin = data.bins.find(({from}) => Math.round(from / data.width) === k);
    return {...bin, x: (k + 0.5) * data.width, y: bin?.happened ?? null};
  });
  chart(drawing, `${title}: share that came true by predicted probability`, () => ({
    type: 'bar',
    data: {
      datasets: [
        {
          label: 'came true', data: all,
          backgroundColor: all.map((bin) => faded('s0', bin.examples < data.few ? 0.25 : 0.7)),
          borderColor: colour('s0'), borderWidth: 1, barPercentage: 0.96, categoryPercentage: 1, minBarLength: 2, order: 2,
        },
        {
          label: 'predicted', type: 'scatter', data: data.bins.map((bin) => ({...bin, x: bin.said, y: bin.said})),
          pointStyle: 'rectRot', pointRadius: 5, pointHoverRadius: 6, backgroundColor: colour('s1'), borderColor: colour('panel'), order: 1,
        },
        diagonal(0, 1),
      ],
    },
    options: options(
        {...shares('predicted probability', -0.03, 1.03), offset: false}, shares('share that came true', 0, 1.15), {
          filter: (item) => item.dataset.label !== 'x = y',
          callbacks: {
            title: () => '',
            label: ({raw}) => ` ${raw.examples} examples: predicted ${brief(raw.said)} on average, came true ${brief(raw.happened)}`,
          },
        }),
    plugins: [counts(data)],
  }));
};

/** The number of examples above each bar. */
function counts({bins, width}) {
  return {
    id: 'counts',
    afterDatasetsDraw({ctx, scales: {x, y}}) {
      ctx.save();
      Object.assign(ctx, {fillStyle: colour('soft'), textAlign: 'center', textBaseline: 'bottom', font: `11px ${Chart.defaults.font.family}`});
      for (const {from, happened, said, examples} of bins) {
        ctx.fillText(whole(examples), x.getPixelForValue(from + width / 2), y.getPixelForValue(Math.max(happened, said)) - 7);
      }
      ctx.restore();
    },
  };
}
