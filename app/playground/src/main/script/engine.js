// The engine of Gradus for a page. The build puts the compiled engine in the place of the names in capitals.
globalThis.Gradus = (() => {
  const packed = { wasm: 'PACKED_WASM', runtime: 'PACKED_RUNTIME', catalogue: 'PACKED_CATALOGUE', page: 'PACKED_PAGE' };

  const text = (packedText) => new TextDecoder().decode(unpack(packedText));

  // A module with one struct, which only a browser with Wasm GC takes.
  function hasWasmGc() {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 95, 1, 127, 0];
    return typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(bytes));
  }

  class SettingError extends Error {
    constructor(problem) {
      super(problem.message);
      this.name = 'SettingError';
      this.field = problem.field;
      this.column = problem.column;
    }
  }

  class Run {
    constructor(engine, settings) {
      this.engine = engine;
      this.settings = settings;
      this.number = engine.create(JSON.stringify(settings));
      if (this.number < 0) {
        throw this.failed();
      }
      this.about = JSON.parse(engine.about(this.number));
      this.shapes = this.about.networks.map((network, k) => JSON.parse(engine.shapes(this.number, k)));
    }

    failed() {
      return new SettingError(JSON.parse(this.engine.problem()));
    }

    // What a method of the engine has returned, or its error.
    checked(result) {
      if (result === null || result === undefined) {
        throw this.failed();
      }
      return result;
    }

    free() {
      this.engine.free(this.number);
    }

    step(n = 1) {
      return this.checked(this.engine.step(this.number, n));
    }

    batch() {
      return this.engine.done(this.number);
    }

    epoch() {
      return this.engine.epoch(this.number);
    }

    examples() {
      const marks = this.engine.marks(this.number);
      return {
        inputs: this.engine.inputs(this.number),
        targets: this.engine.targets(this.number),
        heldOut: Uint8Array.from(marks, (mark) => mark & 1),
        odd: Uint8Array.from(marks, (mark) => mark >> 1),
      };
    }

    lastBatch() {
      return this.engine.lastBatch(this.number);
    }

    keep(inputs) {
      const rows = inputs.length / this.about.inputs.length;
      const kept = this.engine.keep(this.number, inputs, rows);
      if (kept < 0) {
        throw this.failed();
      }
      return { kept };
    }

    outputs(network, inputs) {
      if (inputs.kept !== undefined) {
        return this.engine.kept(this.number, network, inputs.kept);
      }
      const rows = inputs.length / this.about.inputs.length;
      return this.checked(this.engine.outputs(this.number, network, inputs, rows));
    }

    // The weights, biases and other parameters of each layer.
    layers(network) {
      const values = this.engine.parameters(this.number, network);
      let next = 0;
      return this.shapes[network].map((layer) => {
        const found = { name: layer.name, weights: new Float32Array(0), biases: new Float32Array(0), others: [] };
        for (const { role, rows, columns } of layer.parameters) {
          const part = values.subarray(next, next + rows * columns);
          next += rows * columns;
          if (role === 'weight') {
            Object.assign(found, { weights: part, inputs: rows, units: columns });
          } else if (role === 'bias') {
            found.biases = part;
          } else {
            found.others.push(part);
          }
        }
        return found;
      });
    }

    values(network) {
      const numbers = this.checked(this.engine.look(this.number, network));
      const size = this.engine.lastBatch(this.number).length * this.about.networks[network].outputs;
      let next = 0;
      const take = (count) => numbers.subarray(next, (next += count));
      const loss = take(1)[0];
      const outputs = take(size);
      const errors = take(size);
      const gradients = take(size);
      const layers = this.layers(network);
      const norms = take(layers.length);
      layers.forEach((layer, l) => {
        layer.gradient = norms[l];
        layer.saturated = take(layer.units);
      });
      return { loss, outputs, errors, gradients, layers };
    }

    dead(network) {
      const all = this.engine.dead(this.number, network);
      let next = 0;
      return this.layers(network).map((layer) => Uint8Array.from(all.subarray(next, (next += layer.units))));
    }

    pairs(values, from) {
      return this.about.networks.map((network, k) => ({ training: values[from + 2 * k], heldOut: values[from + 2 * k + 1] }));
    }

    losses() {
      const values = this.checked(this.engine.losses(this.number));
      const networks = this.about.networks.length;
      const losses = values.length / (2 * networks) - 1;
      return {
        values: Array.from({ length: losses }, (_, i) => this.pairs(values, 2 * networks * i)),
        accuracy: this.pairs(values, 2 * networks * losses),
      };
    }

    evaluate(loss) {
      return this.pairs(this.checked(this.engine.evaluate(this.number, JSON.stringify(loss))), 0);
    }

    curve(network, loss, { wanted = false, from = -8, to = 8, points = 101 } = {}) {
      const all = this.checked(this.engine.curve(this.number, network, JSON.stringify(loss), wanted, from, to, points));
      const every = (offset) => Float64Array.from({ length: all.length / 3 }, (_, i) => all[3 * i + offset]);
      return { z: every(0), error: every(1), gradient: every(2) };
    }

    fits(loss) {
      return Boolean(this.engine.fits(this.number, JSON.stringify(loss)));
    }

    snapshot() {
      return { numbers: this.engine.snapshot(this.number), position: this.engine.position(this.number) };
    }

    restore({ numbers, position }) {
      if (!this.engine.restore(this.number, numbers, position)) {
        throw this.failed();
      }
    }

    digest(network = 0) {
      return this.engine.digest(this.number, network);
    }

    yaml(file = 'data.csv') {
      return this.engine.yaml(this.number, file);
    }

    csv() {
      return this.engine.csv(this.number);
    }

    // The losses as a comparison takes them.
    lossesInYaml() {
      return JSON.parse(this.engine.lossesInYaml(this.number));
    }

    command(file = 'playground.yaml') {
      return this.engine.command(this.number, file);
    }
  }

  async function compiled(javascript) {
    if (javascript) {
      if (!globalThis.GradusInJavaScript) {
        throw new Error('this browser has no Wasm GC, and the script engine-javascript.js is not there');
      }
      const exports = {};
      new Function('exports', text(globalThis.GradusInJavaScript))(exports);
      return exports;
    }
    new Function(text(packed.runtime))();
    return (await globalThis.TeaVM.wasmGC.load(unpack(packed.wasm))).exports;
  }

  return {
    // Whether this browser trains with the bits of the command; if not, the page adds engine-javascript.js first.
    exact: hasWasmGc(),

    // The style sheet of the page and its script.
    page: () => text(packed.page).split('\0'),

    async load({ javascript = !hasWasmGc() } = {}) {
      const engine = await compiled(javascript);
      const catalogue = JSON.parse(text(packed.catalogue));
      return {
        exact: !javascript,
        catalogue: () => catalogue,
        create: (settings) => new Run(engine, settings),
        // The derivatives of a formula by p and z, those that it has, as equations.
        derivative: (formula, names = []) => {
          const derivative = engine.derivative(formula, JSON.stringify(names));
          if (derivative === null) {
            throw new SettingError(JSON.parse(engine.problem()));
          }
          return derivative;
        },
      };
    },
  };
})();
