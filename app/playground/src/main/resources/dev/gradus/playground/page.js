// What is shown, and what changes when something is set.

const page = {
  state: undefined, run: undefined, story: undefined, at: 0, playing: false, goal: undefined, owed: 0, keep: {},
  dirty: true, slowAt: 0, turn: 0, printed: '', measure: '', failed: '', fault: '',
};

let engine;

let catalogue;

const parts = {
  form: byId('form'), alert: byId('alert'), play: byId('play'), time: byId('time'), now: byId('now'),
  surfaces: [...document.querySelectorAll('.surface')], reads: [...document.querySelectorAll('.read')],
  gradient: document.querySelector('#gradient canvas'), gradientCaption: document.querySelector('#gradient figcaption'),
  learning: document.querySelector('#learning canvas'),
  notes: [...document.querySelectorAll('.head .note')], insides: [...document.querySelectorAll('.inside')], losses: [...document.querySelectorAll('.loss')],
};

/** Makes a new run of changed settings; a run that cannot be leaves the one before, with the reason on top. */
function change(changes, more = {}) {
  const state = {...page.state, ...'target' in changes && {kind: ''}, ...changes};
  if (page.run && page.failed === '' && Object.keys(changes).length === 1 && ('across' in changes || 'up' in changes)) {
    page.run.state = page.state = state;
    page.run.lookAlong(state.across, state.up);
    showAll();
    return;
  }
  if (!changes.losses && ['data', 'csv', 'target'].some((name) => name in changes)) state.losses = lossesFor(state);
  try {
    const run = new Run(engine, state);
    page.run?.raw.free();
    Object.assign(page, {state, run, keep: {}, goal: undefined, failed: '', fault: '', fits: run.fits(catalogue)});
    setPrinted(more.print ?? page.printed);
  } catch (error) {
    const {message, field: fault = ''} = error;
    page.run ??= new Run(engine, DEFAULTS);
    page.fits ??= page.run.fits(catalogue);
    Object.assign(page, {state, fault, failed: placed(message, parts.form, fault), playing: false});
    showSettings(parts.form, state, catalogue, change);
  }
  if (!more.inStory) leaveStory();
  page.dirty = true;
  page.slowAt = 0;
  showAll();
}

/** The losses that were chosen, if they can learn these data; otherwise the usual ones. */
function lossesFor(state) {
  const [usual, before] = [state, page.state].map(usualLosses);
  const kept = usual.map((loss, network) => (page.state.losses[network] === before[network] ? loss : page.state.losses[network]));
  return canRun({...state, losses: kept}) ? kept : usual;
}

function usualLosses(state) {
  const {data} = state;
  if (data === 'csv') return hasClasses(state) ? ['mean-squared-error', 'cross-entropy'] : ['mean-squared-error', 'huber'];
  return data === 'line' ? ['mean-squared-error', 'huber'] : data === 'blobs' ? ['mean-squared-error', 'categorical-cross-entropy'] : [...DEFAULTS.losses];
}

/** Whether the engine takes the target of a table for classes, whatever else is set. */
function hasClasses({csv, target, kind}) {
  try {
    const run = engine.create({...forEngine({...DEFAULTS, data: 'csv', csv, target, kind, validation: 0}, false), losses: ['mean-squared-error']});
    run.free();
    return run.about.task === 'class';
  } catch {
    return false;
  }
}

function setPrinted(loss) {
  page.printed = loss;
  page.run.printed = loss;
  try {
    page.run.losses();
  } catch {
    page.printed = '';
    page.run.printed = '';
  }
}

function leaveStory() {
  if (page.story) page.left = {story: page.story, at: page.at};
  page.story = undefined;
  showStory();
}

function showAll() {
  showAlert();
  if (page.failed === '') showSettings(parts.form, page.state, catalogue, change);
  const {fits} = page;
  parts.losses.forEach((box, network) => showLossChoice(box, network, page.state, catalogue, fits, (loss) => {
    const losses = [...page.state.losses];
    losses[network] = loss;
    change({losses});
  }));
  if (page.failed !== '') showFault(parts.form, page.fault);
  offer(byId('another'), [['', 'no'], ...fits.map((name) => [name])]);
  byId('another').value = page.printed;
  parts.notes.forEach((note, network) => write(note, [...page.run.notes[network], ...page.failed === '' ? derivativeOf(page.run.state.losses[network]) : []].join(' ')));
  showAxes(parts.form, page.run);
  showKey(byId('key'), page.run);
  showStory();
  page.dirty = true;
}

function showAlert() {
  parts.alert.hidden = page.failed === '';
  write(parts.alert, page.failed);
}

/** What a typed loss sends back, in a list; nothing for others. */
function derivativeOf(loss) {
  if (!isFormula(loss)) return [];
  const {formula, ...numbers} = asPlugin(loss);
  return [engine.derivative(formula, Object.keys(numbers))];
}

/** With more than two inputs, the picture shows two of them. */
function showAxes(form, {examples, view}) {
  for (const label of form.querySelectorAll('[data-axis]')) label.hidden = examples.columns <= 2 || view.kind === 'none';
  for (const [name, column] of [['across', view.across], ['up', view.up]]) {
    offer(form.elements[name], examples.names.map((each) => [each]));
    form.elements[name].value = examples.names[column] ?? '';
  }
}

function showKey(box, run) {
  const {examples} = run;
  const entries = examples.classes.slice(0, CLASS_COLOURS.length).map((name, k) => [classColour(examples.classes, k), `class ${name}`]);
  if (examples.isHeldOut) entries.push(['held', 'held out']);
  if (run.lastBatch().length < 0.5 * examples.rows) entries.push(['now', 'in the last batch']);
  if (examples.odd.some(Boolean)) entries.push(['bad', examples.classes.length > 0 ? 'wrong label' : 'outlier']);
  entries.push(['lit', 'saturated unit'], ['dead', 'dead unit']);
  box.replaceChildren(...entries.map(([className, text]) => element('span', {}, element('i', {className}), text)));
}
