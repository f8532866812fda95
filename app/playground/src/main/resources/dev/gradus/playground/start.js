// The page: what is shown, and what happens when something is pressed.

const page = {
  state: undefined, run: undefined, story: undefined, at: 0, playing: false, goal: undefined, owed: 0, keep: {},
  dirty: true, slowAt: 0, turn: 0, printed: '', measure: '', failed: '',
};
let engine;
let catalogue;

/** DOM writes cost more than canvases, and nobody reads sixty numbers a second. */
const SLOW_MILLIS = 110;
const FRAMES_OF_A_STEP = 150;

const parts = {
  form: byId('form'), alert: byId('alert'), play: byId('play'), time: byId('time'), now: byId('now'),
  surfaces: [...document.querySelectorAll('.surface')], reads: [...document.querySelectorAll('.read')],
  gradient: document.querySelector('#gradient canvas'), gradientCaption: document.querySelector('#gradient figcaption'),
  learning: document.querySelector('#learning canvas'),
  notes: [...document.querySelectorAll('.head .note')], insides: [...document.querySelectorAll('.inside')], losses: [...document.querySelectorAll('.loss')],
};

/** Makes a new run of changed settings; a run that cannot be leaves the one before, with the reason on top. */
function change(changes, more = {}) {
  const state = {...page.state, ...changes};
  if (page.run && page.failed === '' && Object.keys(changes).length === 1 && ('across' in changes || 'up' in changes)) {
    page.state = state;
    page.run.lookAlong(state.across, state.up);
    showAll();
    return;
  }
  if (changes.data && changes.data !== page.state?.data && !changes.losses) state.losses = usualLosses(state);
  try {
    const run = new Run(engine, state);
    page.run?.raw.free();
    Object.assign(page, {state, run, keep: {}, goal: undefined, failed: '', fits: run.fits(catalogue)});
    setPrinted(more.print ?? page.printed);
  } catch (error) {
    const {message, field = ''} = error;
    page.run ??= new Run(engine, DEFAULTS);
    page.fits ??= page.run.fits(catalogue);
    Object.assign(page, {state, failed: message, playing: false});
    showSettings(parts.form, state, catalogue, change);
    showFault(parts.form, field);
  }
  if (!more.inStory) leaveStory();
  page.dirty = true;
  page.slowAt = 0;
  showAll();
}

function usualLosses({data, csv, target}) {
  if (data === 'csv') return looksLikeClasses(csv, target) ? ['mean-squared-error', 'cross-entropy'] : ['mean-squared-error', 'huber'];
  return data === 'line' ? ['mean-squared-error', 'huber'] : data === 'blobs' ? ['mean-squared-error', 'categorical-cross-entropy'] : [...DEFAULTS.losses];
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

function showAll() {
  showAlert();
  if (page.failed === '') showSettings(parts.form, page.state, catalogue, change);
  const {fits} = page;
  parts.losses.forEach((box, network) => showLossChoice(box, network, page.state, catalogue, fits, (loss) => {
    const losses = [...page.state.losses];
    losses[network] = loss;
    change({losses});
  }));
  offer(byId('another'), [['', 'no'], ...fits.map((name) => [name])]);
  byId('another').value = page.printed;
  parts.notes.forEach((note, network) => write(note, page.run.notes[network].join(' ')));
  showAxes(parts.form, page.run);
  showKey(byId('key'), page.run);
  showStory();
  page.dirty = true;
}

/** With more than two inputs, the picture shows two of them. */
function showAxes(form, {examples, view}) {
  for (const label of form.querySelectorAll('[data-axis]')) label.hidden = examples.columns <= 2 || view.kind === 'none';
  for (const [name, column] of [['across', view.across], ['up', view.up]]) {
    offer(form.elements[name], examples.names.map((each) => [each]));
    form.elements[name].value = examples.names[column] ?? '';
  }
}

function showKey(box, {examples}) {
  const entries = examples.classes.slice(0, CLASS_COLOURS.length).map((name, k) => [classColour(examples.classes, k), `class ${name}`]);
  if (examples.isHeldOut) entries.push(['held', 'held out']);
  entries.push(['now', 'in the last batch']);
  if (examples.odd.some(Boolean)) entries.push(['bad', examples.classes.length > 0 ? 'wrong label' : 'outlier']);
  entries.push(['lit', 'saturated unit'], ['dead', 'dead unit']);
  box.replaceChildren(...entries.map(([className, text]) => element('span', {}, element('i', {className}), text)));
}

function frame(time) {
  if (page.run) {
    train();
    if (page.dirty) {
      draw();
      if (time - page.slowAt >= SLOW_MILLIS) {
        drawSlowly();
        page.slowAt = time;
        page.dirty = page.playing;
      }
    }
  }
  requestAnimationFrame(frame);
}

/** What is due in this frame: a share of the way to the goal of a step of a story, or what the speed says. */
function train() {
  if (!page.playing) return;
  const {run} = page;
  if (page.goal) {
    const left = page.goal.batch - run.batch;
    trainOn(Math.min(left, page.goal.pace));
    if (page.goal && run.batch >= page.goal.batch) stop();
  } else {
    page.owed += Number(byId('speed').value);
    const due = Math.floor(page.owed);
    page.owed -= due;
    if (due > 0) trainOn(due);
  }
  page.dirty = true;
}

/** While training goes on, the surfaces take turns: thirty pictures a second of each look as smooth. */
function draw() {
  const {run} = page;
  page.turn = 1 - page.turn;
  parts.surfaces.forEach((canvas, network) => {
    if (!page.playing || page.turn === network) drawSurface(canvas, run, network, run.view);
  });
  drawGradient(parts.gradient, parts.gradientCaption, run, page.keep);
}

function drawSlowly() {
  const {run} = page;
  drawLearning(parts.learning, run, measure(), byId('log').checked);
  const layers = NETWORKS.map((_, network) => run.layers(network));
  const largest = Math.max(...layers.flat().map(({gradient}) => gradient).filter(Number.isFinite), 1e-12);
  parts.insides.forEach((box, network) => showInside(box, layers[network], largest));
  const rows = run.losses();
  showLosses(byId('losses'), rows, run.examples.isHeldOut, lossText(page.printed));
  offer(byId('measure'), rows.map(({name}) => [name]));
  byId('measure').value = measure();
  parts.time.max = run.furthest;
  parts.time.value = run.batch;
  const epoch = Math.floor(run.batch / run.batchesOfEpoch);
  write(parts.now, `${whole(run.batch)} (epoch ${whole(epoch)})`);
  write(parts.play, page.playing ? 'Pause' : 'Play');
  byId('restart').disabled = run.batch === 0;
  if (!page.playing) describe(rows);
  if (page.printed && !page.playing) showUnchanged();
  else write(byId('unchanged'), page.printed ? '' : 'The number changes, and nothing else.');
  if (!page.playing) remember();
}

/** Trains, unless a network has left the numbers: it goes no further, and the reason stands on top. */
function trainOn(batches) {
  try {
    page.run.step(batches);
  } catch (error) {
    Object.assign(page, {playing: false, goal: undefined, failed: error.message});
    showAlert();
  }
}

function showAlert() {
  parts.alert.hidden = page.failed === '';
  write(parts.alert, page.failed);
}

function measure() {
  const rows = page.run.losses();
  const chosen = page.measure || byId('measure').value;
  return rows.some(({name}) => name === chosen) ? chosen : rows[0].name;
}

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

function showUnchanged() {
  const digests = NETWORKS.map((name, network) => `${name} ${page.run.digest(network).slice(0, 8)}`).join(', ');
  write(byId('unchanged'), `The number changes, and nothing else: the weights of ${digests} are the same with and without it.`);
}

/** The address always leads back to what is shown. */
function remember() {
  const inStory = page.story ? {story: `${page.story.id}.${page.at + 1}`} : {};
  const address = page.story ? toAddress(DEFAULTS, inStory) : toAddress(page.state, {at: page.run.batch, print: page.printed});
  if (location.hash.slice(1) !== address) history.replaceState(null, '', `#${address}`);
  page.address = `#${address}`;
}

function stop() {
  page.playing = false;
  page.goal = undefined;
  page.dirty = true;
  page.slowAt = 0;
  say();
}

/** For those who hear the page: where training stands now. */
function say() {
  const {run} = page;
  write(byId('said'), `Batch ${run.batch}. ${run.losses().map(({name, training}) =>
    `${name}: A ${brief(training[0], 3)}, B ${brief(training[1], 3)}`).join('. ')}.`);
}

function play() {
  page.owed = 1;
  page.goal = undefined;
  page.playing = !page.playing;
  if (!page.playing) stop();
  page.dirty = true;
  page.slowAt = 0;
}

function advance(batches) {
  page.playing = false;
  page.goal = undefined;
  trainOn(batches);
  stop();
}

function goTo(batch) {
  page.failed = '';
  showAlert();
  page.playing = false;
  page.goal = undefined;
  page.run.goTo(batch);
  page.dirty = true;
  page.slowAt = 0;
}

function leaveStory() {
  if (page.story) page.left = {story: page.story, at: page.at};
  page.story = undefined;
  showStory();
}

function connect() {
  parts.play.addEventListener('click', play);
  byId('step').addEventListener('click', () => advance(1));
  byId('epoch').addEventListener('click', () => advance(page.run.batchesOfEpoch - page.run.batch % page.run.batchesOfEpoch));
  byId('restart').addEventListener('click', () => goTo(0));
  parts.time.addEventListener('input', () => goTo(Number(parts.time.value)));
  parts.time.addEventListener('change', say);
  byId('another').addEventListener('change', ({target}) => {
    setPrinted(target.value);
    page.slowAt = 0;
    page.dirty = true;
  });
  byId('measure').addEventListener('change', () => {
    page.measure = byId('measure').value;
    page.dirty = true;
  });
  byId('log').addEventListener('change', () => { page.dirty = true; });
  byId('stories').addEventListener('change', ({target}) => {
    const story = STORIES.find(({id}) => id === target.value);
    if (story) enter(story, 0);
    else leaveStory();
    page.dirty = true;
  });
  byId('next').addEventListener('click', () => enter(page.story, page.at + 1));
  byId('return').addEventListener('click', () => enter(page.left.story, page.left.at, true));
  byId('back').addEventListener('click', () => enter(page.story, page.at - 1, true));
  byId('defaults').addEventListener('click', () => change({...DEFAULTS}));
  connectSettings(parts.form, catalogue, change);
  connectFiles(byId('file'), (name, csv) => {
    const columns = columnsOf(csv);
    change({data: 'csv', csv, target: columns.at(-1), losses: usualLosses({data: 'csv', csv, target: columns.at(-1)})});
  }, (sentence) => {
    page.failed = sentence;
    showAll();
  });
  connectCopies();
  parts.surfaces.forEach((canvas, network) => readOff(canvas, parts.reads[network], network, () => page));
  new ResizeObserver(() => { page.dirty = true; }).observe(document.body);
  offerThemes(() => { page.dirty = true; });
  addEventListener('hashchange', () => { if (location.hash !== page.address) restore(location.hash); });
}

/** The values of a column, cell by cell, as far as that is needed to guess what they are. */
function looksLikeClasses(csv, target) {
  const columns = columnsOf(csv);
  const at = columns.indexOf(target);
  const delimiter = [',', ';', '\t'].find((each) => csv.split(/\r?\n/, 1)[0].includes(each)) ?? ',';
  const values = csv.trim().split(/\r?\n/).slice(1).map((row) => row.split(delimiter)[at] ?? '');
  return values.some((value) => value !== '' && !Number.isFinite(Number(value))) || new Set(values).size <= 2;
}

function connectCopies() {
  const done = (button, text, isDone) => {
    const before = button.textContent;
    write(button, isDone ? text : 'Not allowed here');
    write(byId('said'), isDone ? text : 'Copying is not allowed here');
    setTimeout(() => write(button, before), 1500);
  };
  byId('copy-link').addEventListener('click', async ({target}) => {
    remember();
    done(target, 'Link copied', await copied(location.href));
  });
  const dialog = byId('yaml');
  byId('copy-yaml').addEventListener('click', () => {
    write(byId('yaml-text'), page.run.raw.yaml('playground.csv'));
    write(byId('command'), page.run.raw.command());
    dialog.showModal();
  });
  byId('yaml-copy').addEventListener('click', async ({target}) => done(target, 'Copied', await copied(page.run.raw.yaml('playground.csv'))));
  byId('yaml-save').addEventListener('click', () => save('playground.yaml', page.run.raw.yaml('playground.csv'), 'application/yaml'));
  byId('csv-save').addEventListener('click', () => save('playground.csv', page.run.raw.csv(), 'text/csv'));
  byId('yaml-close').addEventListener('click', () => dialog.close());
}

/** Shows what an address says; without anything, the first story, or what the page was written with. */
function restore(hash) {
  const {state, rest} = fromAddress(hash);
  const [id, step] = (rest.story ?? '').split('.');
  const story = STORIES.find((each) => each.id === id);
  const given = JSON.parse(byId('given').textContent);
  if (story) {
    enter(story, Math.min(story.steps.length, Math.max(1, Number(step) || 1)) - 1, true);
    return;
  }
  if (rest.try) {
    page.state = stateFor(rest.try);
    change({});
    return;
  }
  if (hash.length <= 1 && !given) {
    enter(STORIES[0], 0, true);
    return;
  }
  page.state = hash.length <= 1 ? {...DEFAULTS, ...given} : withTable(state, given);
  change({}, {print: rest.print ?? ''});
  if (page.failed === '') page.run.goTo(Math.min(Number(rest.at) || 0, FARTHEST_IN_ADDRESS));
  if (page.state.data === 'csv' && page.state.csv === '') {
    page.failed = 'This address is of a table that is too large for it. Drop its CSV file on the page.';
    showAlert();
  }
}

/** The table is not in the address if it is large: then it is the one that is here already. */
function withTable(state, given) {
  return state.data === 'csv' && state.csv === '' ? {...state, csv: page.state?.csv || given?.csv || ''} : state;
}

/** A loss beside the squared error, on the first data that it can learn. */
function stateFor(loss) {
  const isProbability = catalogue.losses.find(({name}) => name === loss)?.predictions === 'from 0 to 1';
  const data = isProbability || loss === 'mean-squared-error' ? ['circles', 'blobs', 'line'] : ['line', 'circles', 'blobs'];
  const others = loss === 'mean-squared-error' ? ['binary-cross-entropy'] : ['mean-squared-error', 'hinge', loss];
  const states = data.flatMap((each) => others.map((other) => ({...DEFAULTS, data: each, outliers: each === 'line' ? 0.1 : 0, losses: [other, loss]})));
  return states.find(canRun) ?? states[0];
}

function canRun(state) {
  try {
    engine.create(forEngine(state, hasRate(catalogue, state))).free();
    return true;
  } catch {
    return false;
  }
}

const FARTHEST_IN_ADDRESS = 20_000;

async function start() {
  try {
    engine = await Gradus.load();
  } catch (error) {
    parts.alert.hidden = false;
    write(parts.alert, `The engine does not start in this browser: ${error.message}. It needs WebAssembly with garbage collection or JavaScript of 2020.`);
    return;
  }
  catalogue = engine.catalogue();
  offer(byId('stories'), [...STORIES.map(({id, title}) => [id, title]), ['', 'none: on your own']]);
  connect();
  restore(location.hash);
  write(byId('engine'), aboutEngine());
  requestAnimationFrame(frame);
}

function aboutEngine() {
  return engine.exact
    ? 'This page is Gradus itself, compiled for the browser: the same classes, and the same bits as the command on every machine. It is one file, and sends nothing anywhere.'
    : 'This page is Gradus itself, compiled to JavaScript, because this browser has no WebAssembly with garbage collection: the last digits can differ from those of the command. It is one file, and sends nothing anywhere.';
}

start();
