// The form with the settings.

const GENERATED = [
  ['circles', 'circles'], ['moons', 'moons'], ['xor', 'XOR'], ['spirals', 'spirals'], ['overlap', 'classes that overlap'],
  ['blobs', 'three classes'], ['line', 'a line with outliers'],
];
const OUTPUTS = [['', 'as the loss needs'], ['sigmoid', 'sigmoid'], ['softmax', 'softmax'], ['identity', 'identity']];
/** Settings that are a plugin with options. */
const WITH_OPTIONS = ['activation', 'optimizer'];
const MOST_LAYERS = 6;
const MOST_UNITS = 64;

/** @param changed is given what changed, as an object */
function connectSettings(form, catalogue, changed) {
  offer(form.elements.output, OUTPUTS);
  offer(form.elements.activation, [...catalogue.activations.map(({name}) => [name]).filter(([name]) => name !== 'formula'), ['=', 'a formula…']]);
  byId('activation-formula').addEventListener('change', ({target}) => changed({activation: `=${target.value}`}));
  offer(form.elements.optimizer, catalogue.optimizers.map(({name}) => [name]));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', ({target}) => {
    if (!(target.name in DEFAULTS)) return;
    if (target.tagName === 'SELECT' || target.type !== 'number') changed({[target.name]: target.value === '=' ? '=x * sigmoid(x)' : target.value});
    else if (target.validity.valid && target.value !== '') changed({[target.name]: Number(target.value)});
    target.setAttribute('aria-invalid', String(!target.validity.valid || target.value === ''));
    if (!target.validity.valid) target.reportValidity();
  });
  byId('layers').addEventListener('change', ({target}) => {
    const layers = [...byId('layers').querySelectorAll('input')].map(({value}) => Math.min(MOST_UNITS, Math.max(1, Math.round(Number(value)) || 1)));
    target.value = Math.min(MOST_UNITS, Math.max(1, Math.round(Number(target.value)) || 1));
    changed({layers});
  });
}

/** Writes the settings into the form, but not into the field that is being written. */
function showSettings(form, state, catalogue, changed) {
  offer(form.elements.data, state.csv ? [...GENERATED, ['csv', 'your CSV']] : GENERATED);
  for (const name of Object.keys(DEFAULTS)) {
    const field = form.elements[name];
    if (!field || field === document.activeElement && field.type === 'number') continue;
    field.value = WITH_OPTIONS.includes(name) ? nameOf(state[name]) : state[name];
    field.removeAttribute('aria-invalid');
  }
  for (const name of WITH_OPTIONS) {
    const plugin = catalogue[{activation: 'activations', optimizer: 'optimizers'}[name]].find((each) => each.name === nameOf(state[name]));
    showMore(byId(`${name}-options`), plugin, plugin ? state[name] : '', ['learning-rate'], (value) => changed({[name]: value}));
  }
  showFormula(byId('activation-formula'), state.activation);
  const kind = state.data === 'csv' ? 'csv' : state.data === 'line' ? 'numbers' : 'classes';
  for (const label of form.querySelectorAll('[data-of]')) label.hidden = !label.dataset.of.split(' ').includes(kind);
  form.elements.rate.closest('label').hidden = !hasRate(catalogue, state);
  byId('target').hidden = kind !== 'csv';
  if (kind === 'csv') offer(form.elements.target, columnsOf(state.csv).map((name) => [name]));
  if (kind === 'csv') form.elements.target.value = state.target;
  showLayers(byId('layers'), state.layers, changed);
}

function showLayers(box, layers, changed) {
  if (box.dataset.layers === layers.join()) return;
  const isSame = box.querySelectorAll('input').length === layers.length && box.dataset.layers !== undefined;
  box.dataset.layers = layers.join();
  if (isSame) {
    box.querySelectorAll('input').forEach((input, l) => { input.value = layers[l]; });
    return;
  }
  const had = box.contains(document.activeElement) ? document.activeElement.className : '';
  const fields = layers.map((units, l) => {
    const input = element('input', {type: 'number', min: 1, max: MOST_UNITS, value: units});
    input.setAttribute('aria-label', `Units of hidden layer ${l + 1}`);
    return input;
  });
  const more = button('+', 'more', 'Add a hidden layer', () => changed({layers: [...layers, layers.at(-1) ?? 8]}));
  const less = button('−', 'less', 'Remove the last hidden layer', () => changed({layers: layers.slice(0, -1)}));
  more.disabled = layers.length >= MOST_LAYERS;
  less.disabled = layers.length === 0;
  box.replaceChildren(element('span', {textContent: 'Hidden units'}), ...fields, less, more);
  // The button that was pressed is a new one now.
  if (had) (box.querySelector(`.${had}:not(:disabled)`) ?? more).focus();
}

function button(text, className, label, pressed) {
  const made = element('button', {type: 'button', textContent: text, className, title: label});
  made.setAttribute('aria-label', label);
  made.addEventListener('click', pressed);
  return made;
}

/** The field that the engine complains of, as it names it: data.noise, layers[0].units, losses[1]. */
function fieldOfFault(form, fault) {
  const [, network] = /^losses.(\d)/.exec(fault) ?? [];
  if (network) return [...parts.losses[network].querySelectorAll('.formula:not([hidden]), select')].at(-1);
  if (fault.startsWith('layers')) return byId(isFormula(page.state.activation) && !fault.endsWith('units') ? 'activation-formula' : 'layers');
  return form.elements[fault.replace('data.', '')];
}

/** Marks the field that the engine complains of. */
function showFault(form, fault) {
  fieldOfFault(form, fault)?.setAttribute?.('aria-invalid', 'true');
}

/** A complaint with the name of what it is about, and as the fields of this page are written. */
function placed(message, form, fault) {
  const [, network] = /^losses.(\d)/.exec(fault) ?? [];
  const label = fault.endsWith('units') ? 'Hidden units' : fieldOfFault(form, fault)?.closest?.('label')?.firstChild.textContent.trim();
  const name = network ? `Network ${NETWORKS[network]}` : / here$/.test(message) ? label : '';
  return (name ? `${name}: ` : '') + message.replace(/{formula: '…', (\w+): 0.5}/, '…; $1 = 0.5');
}
