// Gradus, compiled for the browser, and a run of it as the page uses it.

const MOST_SNAPSHOTS = 160;

async function inflated(id) {
  const text = byId(id).textContent.trim();
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A run: two networks from the same weights on the same batches, and what is remembered of it. */
class Run {
  constructor(engine, state) {
    this.state = state;
    this.settings = {losses: [...state.losses]};
    this.raw = engine.create(JSON.stringify(forEngine(state)));
    this.examples = this.raw.examples();
    this.view = viewOf(this.examples);
    this.curves = new Curves();
    this.snapshots = [];
    this.every = 1;
    this.furthest = 0;
    this.printed = '';
    this.fits = this.raw.fits();
    this.remember();
  }

  get batch() {
    return this.raw.batch();
  }

  get isProbability() {
    return this.examples.classes.length > 0 && !['identity', 'linear', 'tanh'].includes(this.state.output);
  }

  get batchesOfEpoch() {
    return this.raw.batchesPerEpoch;
  }

  /** Trains on so many batches, and remembers some of the states on the way. */
  step(batches) {
    let left = batches;
    while (left > 0) {
      const now = Math.min(left, Math.max(1, Math.ceil(batches / 40)));
      this.raw.step(now);
      left -= now;
      if (this.batch > this.furthest) {
        this.furthest = this.batch;
        this.remember();
      }
    }
  }

  remember() {
    this.curves.add(this.batch, this.losses());
    const last = this.snapshots.at(-1);
    if (last && this.batch < last.batch + this.every) return;
    this.snapshots.push({batch: this.batch, bytes: this.raw.snapshot()});
    if (this.snapshots.length <= MOST_SNAPSHOTS) return;
    this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  /** Goes to a batch, back or ahead: the same settings always lead to the same weights. */
  goTo(batch) {
    const nearest = this.snapshots.filter((each) => each.batch <= batch).at(-1);
    if (batch < this.batch || nearest.batch > this.batch) this.raw.restore(nearest.bytes);
    if (batch > this.batch) this.step(batch - this.batch);
  }

  outputs(network, inputs) {
    return this.raw.outputs(network, inputs);
  }

  lastBatch() {
    return this.raw.lastBatch();
  }

  dots(network) {
    return this.raw.dots(network);
  }

  curve(network, from, to, points) {
    return this.raw.curve(network, from, to, points);
  }

  layers(network) {
    return this.raw.layers(network);
  }

  /** The rows of the table: by what the networks learn, and the loss that is only printed. */
  losses() {
    const trained = [...new Set(this.settings.losses)];
    const rows = trained.map((loss) => this.row(loss));
    if (this.printed && !trained.includes(this.printed)) rows.push(this.row(this.printed));
    if (this.examples.classes.length > 0) rows.push({name: 'accuracy', trains: [], ...this.accuracy()});
    return rows;
  }

  /** The share of the examples that each network answers correctly. */
  accuracy() {
    const {inputs, rows, targets, heldOut} = this.examples;
    const shares = {training: [], heldOut: []};
    for (let network = 0; network < NETWORKS.length; network++) {
      const outputs = this.outputs(network, inputs);
      const width = outputs.length / rows;
      const [right, all] = [[0, 0], [0, 0]];
      for (let r = 0; r < rows; r++) {
        const part = heldOut[r] ? 1 : 0;
        all[part]++;
        if (answerOf(outputs, r * width, width) === targets[r]) right[part]++;
      }
      shares.training.push(right[0] / all[0]);
      shares.heldOut.push(right[1] / all[1]);
    }
    return shares;
  }

  /** Whether a network has left the numbers. */
  hasDiverged() {
    return this.losses().some(({trains, training}) => trains.some((network) => !Number.isFinite(training[network])));
  }

  row(loss) {
    const trains = this.settings.losses.flatMap((each, network) => (each === loss ? [network] : []));
    return {name: lossText(loss), trains, ...this.raw.evaluate(asPlugin(loss))};
  }

  digest(network) {
    return this.raw.digest(network);
  }
}
