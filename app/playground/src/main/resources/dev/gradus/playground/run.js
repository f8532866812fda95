// A run of the engine as the page uses it: two networks, and what is remembered of the way.

const MOST_SNAPSHOTS = 160;
const MOST_KNOWN = 20;
const BOUNDED = ['sigmoid', 'softmax', 'hard-sigmoid', 'sparsemax', 'softmin'];
/** Beyond these, a sigmoid is flat. */
const [LOWEST_Z, HIGHEST_Z] = [-9, 9];

/** Two networks from the same weights on the same batches. */
class Run {
  constructor(engine, state) {
    this.state = state;
    this.raw = engine.create(forEngine(state, hasRate(engine.catalogue(), state)));
    const {about} = this.raw;
    this.examples = {
      ...this.raw.examples(), rows: about.rows, columns: about.inputs.length, names: about.inputs, target: about.target,
      classes: about.classes, isHeldOut: about.heldOut > 0,
    };
    this.notes = about.networks.map(({notes}) => notes);
    this.outputActivations = about.networks.map(({layers}) => activationOf(layers.at(-1)));
    this.batchesOfEpoch = about.batchesPerEpoch;
    this.lookAlong(state.across, state.up);
    this.knownCurves = new Map();
    this.curves = new Curves();
    this.snapshots = [];
    this.every = 1;
    this.furthest = 0;
    this.printed = '';
    this.known = new Map();
    this.remember();
  }

  /** What was computed at this batch already, or else is computed now. */
  once(what, compute) {
    const key = `${what} ${this.batch}`;
    if (!this.known.has(key)) {
      if (this.known.size > MOST_KNOWN) this.known.clear();
      this.known.set(key, compute());
    }
    return this.known.get(key);
  }

  values(network) {
    return this.once(`values ${network}`, () => this.raw.values(network));
  }

  /** Chooses the inputs that vary in the picture. */
  lookAlong(across, up) {
    this.view = viewOf(this.examples, this.isProbability, [across, up]);
    [this.grid, this.coarse] = [this.view.grid, this.view.coarse].map((grid) => grid && this.raw.keep(grid));
  }

  get batch() {
    return this.raw.batch();
  }

  /** Whether the errors of both networks are between -1 and 1. */
  get isProbability() {
    return this.outputActivations.every((activation) => BOUNDED.includes(activation));
  }

  /** The losses that these networks could learn by. */
  fits(catalogue) {
    return catalogue.losses.filter(({name, needsColumns}) => !needsColumns && name !== 'formula' && this.raw.fits(name)).map(({name}) => name);
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
    this.curves.add(this.batch, () => this.losses());
    const last = this.snapshots.at(-1);
    if (last && this.batch < last.batch + this.every) return;
    this.snapshots.push({batch: this.batch, state: this.raw.snapshot()});
    if (this.snapshots.length <= MOST_SNAPSHOTS) return;
    this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  /** Goes to a batch, back or ahead: the same settings always lead to the same weights. */
  goTo(batch) {
    const nearest = this.snapshots.filter((each) => each.batch <= batch).at(-1);
    if (batch < this.batch || nearest.batch > this.batch) this.raw.restore(nearest.state);
    if (batch > this.batch) this.step(batch - this.batch);
  }

  /** What a network predicts for inputs in the unit of the data. */
  outputs(network, inputs) {
    return this.raw.outputs(network, inputs);
  }

  /** What a network predicts over the view; over fewer cells of a plane where that will do. */
  surface(network, isCoarse = false) {
    return this.raw.outputs(network, isCoarse && this.coarse ? this.coarse : this.grid);
  }

  /** The examples of the last batch, or of the first one before any step. */
  lastBatch() {
    return this.raw.lastBatch();
  }

  /**
   * What the last batch sends back to a network at its current weights: {error, gradient, odd} of each example and output,
   * odd for outliers and wrong labels.
   */
  dots(network) {
    const {errors, gradients} = this.values(network);
    const batch = this.lastBatch();
    const width = errors.length / batch.length;
    return {error: errors, gradient: gradients, odd: Array.from(errors, (_, i) => this.examples.odd[batch[Math.floor(i / width)]])};
  }

  /** dL/dz over the error, which does not depend on the weights: {error, gradient}. */
  curve(network, from, to, points) {
    const key = `${network} ${from} ${to}`;
    if (!this.knownCurves.has(key)) this.knownCurves.set(key, this.computedCurve(network, from, to, points));
    return this.knownCurves.get(key);
  }

  computedCurve(network, from, to, points) {
    const loss = asPlugin(this.state.losses[network]);
    const [low, high] = this.isProbability ? [LOWEST_Z, HIGHEST_Z] : [from, to];
    if (this.examples.classes.length === 0) return this.raw.curve(network, loss, {wanted: false, from: low, to: high, points});
    const [wanted, unwanted] = [true, false].map((is) => this.raw.curve(network, loss, {wanted: is, from: low, to: high, points}));
    return {error: [...wanted.error, NaN, ...unwanted.error], gradient: [...wanted.gradient, NaN, ...unwanted.gradient]};
  }

  /** What is inside a network: {name, gradient, saturated, dead} of each layer. */
  layers(network) {
    const dead = this.raw.dead(network);
    return this.values(network).layers.map(({name, gradient, saturated}, l) => ({
      name: activationOf(name), gradient, saturated: [...saturated], dead: [...dead[l]].map(Boolean),
    }));
  }

  /** The rows of the table: by what the networks learn, the loss that is only printed, the accuracy. */
  losses() {
    return this.once(`losses ${this.printed}`, () => this.computedLosses());
  }

  computedLosses() {
    const {values, accuracy} = this.raw.losses();
    const {losses} = this.state;
    const rows = [...new Set(losses)].map((loss) => row(loss, losses, values[losses.indexOf(loss)]));
    if (this.printed && !losses.includes(this.printed)) rows.push(row(this.printed, losses, this.raw.evaluate(asPlugin(this.printed))));
    if (this.examples.classes.length > 0) rows.push(row('accuracy', losses, accuracy));
    return rows;
  }

  digest(network) {
    return this.raw.digest(network);
  }
}

/** Whether the optimizer has a learning rate; one that wraps another has none. */
function hasRate({optimizers}, {optimizer}) {
  const {name} = parsed(optimizer);
  return optimizers.find((each) => each.name === name)?.options.some((option) => option.name === 'learning-rate') ?? true;
}

/** The activation at the end of the name of a layer, such as 1 dense 8 tanh. */
function activationOf(layer) {
  const last = layer.split(' ').at(-1);
  return /^\d+$/.test(last) ? 'identity' : last;
}

function row(loss, losses, values) {
  return {
    name: lossText(loss), trains: losses.flatMap((each, network) => (each === loss ? [network] : [])),
    training: values.map(({training}) => training), heldOut: values.map(({heldOut}) => heldOut),
  };
}
