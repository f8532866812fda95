// dL/dz as a function of the error: a curve for each loss, and the examples of the last batch as dots on it.

const CURVE_POINTS = 160;

/** Draws the curves and the dots; the ends of the axis stay as they are until a dot leaves them. */
function drawGradient(canvas, caption, run, keep) {
  const dots = NETWORKS.map((_, network) => run.dots(network));
  const [from, to] = errorRange(run, dots, keep);
  const curves = NETWORKS.map((_, network) => run.curve(network, from, to, CURVE_POINTS));
  const shown = [...curves.flatMap((curve) => [...curve.gradient]), ...dots.flatMap((of) => [...of.gradient])].filter(Number.isFinite);
  const size = Math.max(1e-6, ...shown.map(Math.abs)) * 1.08;
  const y = keep.size && size < keep.size && size > keep.size / 3 ? keep.size : size;
  Object.assign(keep, {size: y});
  const chart = axes(canvas, {from, to, title: 'error: prediction − target'}, {from: -y, to: y, title: 'dL/dz'});
  chart.clip(() => {
    curves.forEach((curve, network) => line(chart.context, places(chart, curve), colour(NETWORK_COLOURS[network]), 2.2, network ? [7, 4] : []));
    curves.forEach((curve, network) => nameAtEnd(chart, curve, network));
    dots.forEach((of, network) => {
      for (let i = 0; i < of.error.length; i++) {
        const at = chart.at(of.error[i], of.gradient[i]);
        mark(chart.context, network, at, 4, faded(NETWORK_COLOURS[network], 0.75), colour('panel'));
        if (of.odd[i]) cross(chart.context, at, 4.5);
      }
    });
  });
  write(caption, `Dots: the examples of the last batch, circles for A, squares for B${run.examples.odd.some(Boolean) ? `, crossed for ${run.examples.classes.length > 0 ? 'wrong labels' : 'outliers'}` : ''}. The height of a dot is what that example sends back.`);
}

/** The name of a network near the right end of its curve. */
function nameAtEnd(chart, {error, gradient}, network) {
  const target = error.at(-1) * (network === 0 ? 0.94 : 0.8);
  const at = Math.max(0, error.findLastIndex ? error.findLastIndex((e) => e <= target) : error.length - 1);
  const [x, y] = chart.at(error[at], gradient[at]);
  Object.assign(chart.context, {font: `600 ${FONT}`, textAlign: 'center', fillStyle: colour(NETWORK_COLOURS[network])});
  chart.context.fillText(NETWORKS[network], x, Math.max(chart.top + 8, y - 11));
}

function places(chart, {error, gradient}) {
  return Array.from(error, (e, i) => chart.at(e, gradient[i]));
}

/** Probabilities err by at most 1; numbers by what is seen. */
function errorRange(run, dots, keep) {
  if (run.isProbability) return [-1, 1];
  const largest = Math.max(0.1, ...dots.flatMap((of) => [...of.error]).map(Math.abs).filter(Number.isFinite)) * 1.1;
  keep.error = keep.error && largest < keep.error && largest > keep.error / 4 ? keep.error : largest;
  return [-keep.error, keep.error];
}

/** The same for those who hear the page. */
function gradientInWords(run) {
  const dots = NETWORKS.map((_, network) => run.dots(network));
  const mean = ({gradient}) => gradient.reduce((sum, g) => sum + Math.abs(g), 0) / (gradient.length || 1);
  return `The gradient dL/dz as a function of the error. ${NETWORKS.map((name, n) =>
    `Network ${name}, ${lossText(run.state.losses[n])}: mean size ${brief(mean(dots[n]), 3)} over the last batch.`).join(' ')}`;
}
