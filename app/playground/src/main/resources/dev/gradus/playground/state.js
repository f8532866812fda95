// What is set on the page, and the address that holds it.

const DEFAULTS = Object.freeze({
  data: 'circles', examples: 200, noise: 0.1, flipped: 0, outliers: 0, validation: 0.3, csv: '', target: '', kind: '', scale: '', across: '', up: '',
  layers: [8, 8], activation: 'tanh', output: '', start: '',
  optimizer: 'sgd', rate: 0.3, batch: 20, l1: 0, l2: 0, seed: 1,
  losses: ['mean-squared-error', 'binary-cross-entropy'],
});

/** A longer table makes an address that mail programs cut. */
const LONGEST_CSV_IN_ADDRESS = 2000;

/**
 * The settings as the engine reads them.
 *
 * @param hasRate whether the optimizer has a learning rate
 */
function forEngine(state, hasRate = true) {
  const generated = {name: state.data, examples: state.examples, noise: state.noise, seed: state.seed};
  if (state.flipped) generated.flipped = state.flipped;
  if (state.outliers && state.data === 'line') generated.outliers = state.outliers;
  const settings = {
    data: state.data === 'csv' ? tableOf(state) : generated,
    validation: state.validation, scale: state.scale || (state.data === 'csv' ? 'standard' : 'none'),
    layers: state.layers.map((units) => ({units, activation: asPlugin(state.activation)})),
    optimizer: asPlugin(state.optimizer), batch: state.batch, l1: state.l1, l2: state.l2, seed: state.seed,
    losses: state.losses.map(asPlugin),
  };
  if (hasRate) settings.rate = state.rate;
  if (state.output) settings.output = state.output;
  if (state.start) settings.start = JSON.parse(state.start);
  return settings;
}

function tableOf({csv, target, kind}) {
  return {csv, ...target && {target}, ...kind && {kind}};
}

/** Whether a loss or an activation is typed as a formula. */
function isFormula(text) {
  return text.startsWith('=');
}

/** A plugin as it stands in the address, huber(delta=0.5), as it stands in YAML: {huber: {delta: 0.5}}. */
function asPlugin(text) {
  if (isFormula(text)) return formulaOf(text.slice(1));
  const {name, options} = parsed(text);
  return Object.keys(options).length === 0 ? name : {[name]: options};
}

/** A formula with its named constants: abs(p - y) * d; d = 2. */
function formulaOf(text) {
  const [formula, ...named] = text.split(';');
  const numbers = named.filter((part) => part.trim()).map((part) => {
    const [name, value] = part.split('=').map((side) => side.trim());
    if (!name || !value || !Number.isFinite(Number(value))) throw Error(`'${part.trim()}' names no number; write it as in d = 0.5`);
    return [name, Number(value)];
  });
  return {formula: formula.trim(), ...Object.fromEntries(numbers)};
}

/** The name of a plugin, = for a formula. */
function nameOf(text) {
  return isFormula(text) ? '=' : parsed(text).name;
}

/** The name and the options of a plugin as it stands in the address. */
function parsed(text) {
  const [, name, inner = ''] = /^([^(]*)(?:\((.*)\))?$/.exec(text) ?? [text, text];
  const options = {};
  for (const part of inner.split(',').filter(Boolean)) {
    const at = part.indexOf('=');
    const value = part.slice(at + 1);
    options[part.slice(0, at)] = value === 'true' || value === 'false' ? value === 'true'
        : value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return {name, options};
}

/** The opposite of parsed. */
function asText(name, options) {
  const inner = Object.entries(options).map(([key, value]) => `${key}=${value}`).join(',');
  return inner ? `${name}(${inner})` : name;
}

/** A loss as people read it. */
function lossText(loss) {
  return isFormula(loss) ? loss.slice(1) : loss;
}

/** What differs from the defaults, as the part of the address after #. */
function toAddress(state, more) {
  const fields = new URLSearchParams();
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const value = state[name];
    if (name === 'losses') {
      if (value[0] !== usual[0]) fields.set('a', value[0]);
      if (value[1] !== usual[1]) fields.set('b', value[1]);
    } else if (name === 'layers') {
      if (value.join() !== usual.join()) fields.set('layers', value.join('-') || 'none');
    } else if (value !== usual && !(name === 'csv' && value.length > LONGEST_CSV_IN_ADDRESS)) {
      fields.set(name, value);
    }
  }
  for (const [name, value] of Object.entries(more)) if (value) fields.set(name, value);
  return readable(fields);
}

/** Leaves what a fragment may contain as it is. */
function readable(fields) {
  return fields.toString().replaceAll('%28', '(').replaceAll('%29', ')').replaceAll('%2C', ',').replaceAll('%3D', '=');
}

/** Settings and the rest: {state, rest}. What is no setting, or no number where one belongs, is left out. */
function fromAddress(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const state = {...DEFAULTS, losses: [...DEFAULTS.losses]};
  const rest = {};
  for (const [name, value] of fields) {
    if (name === 'a') state.losses[0] = value;
    else if (name === 'b') state.losses[1] = value;
    else if (name === 'layers') state.layers = value.split('-').map(Number).filter((units) => units > 0);
    else if (!(name in DEFAULTS)) rest[name] = value;
    else if (typeof DEFAULTS[name] !== 'number') state[name] = value;
    else if (value !== '' && Number.isFinite(Number(value))) state[name] = Number(value);
  }
  return {state, rest};
}
