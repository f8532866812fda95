// What has been learned so far: the points of the curves, and their chart.

const MOST_POINTS = 600;
/** Multiples of the first value. */
const RUN_AWAY = 4;

/** Values of all losses by batch; where there are too many, every other one goes. */
class Curves {
  constructor() {
    this.points = [];
    this.every = 1;
  }

  /** @param values computes them, if they are to be kept */
  add(batch, values) {
    const last = this.points.at(-1);
    if (last && batch < last.batch + this.every) return;
    this.points.push({batch, values: values()});
    if (this.points.length <= MOST_POINTS) return;
    this.points = this.points.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }
}

/** @param measure name of what is drawn, a row of the table of losses */
function drawLearning(canvas, run, measure, isLogarithmic) {
  const {points} = run.curves;
  const series = NETWORKS.flatMap((_, network) => ['training', 'heldOut'].map((part) => ({
    network, part, values: points.map((point) => point.values.find((row) => row.name === measure)?.[part]?.[network] ?? NaN),
  }))).filter(({values}) => values.some(Number.isFinite));
  const all = series.flatMap(({values}) => values).filter((v) => Number.isFinite(v) && (!isLogarithmic || v > 0));
  const [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  // A loss that runs away would make all others flat.
  const start = Math.max(...series.map(({values}) => values[0]).filter(Number.isFinite), low);
  const y = isLogarithmic ? {from: Math.max(low, 1e-12) / 1.3, to: Math.max(high, 1e-11) * 1.3, log: true}
    : {from: Math.min(0, low), to: Math.min(high, RUN_AWAY * (start || high)) * 1.06 || 1};
  const chart = axes(canvas, {from: 0, to: Math.max(10, run.furthest), title: 'batch'}, {...y, title: ''});
  chart.clip(() => {
    const [x, top] = chart.at(run.batch, y.to);
    if (run.batch < run.furthest) line(chart.context, [[x, top], [x, chart.bottom]], colour('ink'), 1, [2, 3]);
    for (const {network, part, values} of series) {
      const at = points.map(({batch}, i) => chart.at(batch, isLogarithmic && values[i] <= 0 ? y.from : values[i]));
      line(chart.context, at, colour(NETWORK_COLOURS[network]), part === 'training' ? 2.2 : 1.5, part === 'training' ? [] : [4, 4]);
      if (at.length > 0) mark(chart.context, network, at.at(-1), 3.2, part === 'training' ? colour(NETWORK_COLOURS[network]) : colour('panel'), colour(NETWORK_COLOURS[network]));
    }
  });
}

/** The same for those who hear the page. */
function learningInWords(run, measure) {
  const now = run.losses().find((row) => row.name === measure);
  return `Learning curves of ${measure} up to batch ${run.furthest}. ${now ? NETWORKS.map((name, n) =>
    `Network ${name} is at ${brief(now.training[n])} on training examples.`).join(' ') : ''}`;
}
