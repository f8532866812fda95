// The pictures and the numbers in words, for those who hear the page.

/** The pictures in words, for those who hear the page. */
function describe(rows) {
  const {run} = page;
  parts.surfaces.forEach((canvas, network) => canvas.setAttribute('aria-label', surfaceInWords(run, network, rows)));
  parts.gradient.setAttribute('aria-label', gradientInWords(run));
  parts.learning.setAttribute('aria-label', learningInWords(run, measure()));
}

function surfaceInWords(run, network, rows) {
  const own = rows.find(({trains}) => trains.includes(network));
  const right = rows.find(({name}) => name === 'accuracy');
  return `What network ${NETWORKS[network]} predicts after ${run.batch} batches. ${right ? `It answers ${Math.round(100 * right.training[network])} % of the training examples correctly. ` : ''}Its loss, ${own.name}: ${brief(own.training[network])} on training examples${
    Number.isFinite(own.heldOut[network]) ? `, ${brief(own.heldOut[network])} on held-out examples` : ''}.`;
}

/** For those who hear the page: where training stands now. */
function say() {
  const {run} = page;
  write(byId('said'), `Batch ${run.batch}. ${run.losses().map(({name, training}) =>
    `${name}: A ${brief(training[0], 3)}, B ${brief(training[1], 3)}`).join('. ')}.`);
}

function showUnchanged() {
  const digests = NETWORKS.map((name, network) => `${name} ${page.run.digest(network).slice(0, 8)}`).join(', ');
  write(byId('unchanged'), `The number changes, and nothing else: the weights of ${digests} are the same with and without it.`);
}
