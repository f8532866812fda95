// The address leads to what is shown, and back.

const FARTHEST_IN_ADDRESS = 20_000;

/** The address always leads back to what is shown. */
function remember() {
  const inStory = page.story ? {story: `${page.story.id}.${page.at + 1}`} : {};
  const address = page.story ? toAddress(DEFAULTS, inStory) : toAddress(page.state, {at: page.run.batch, print: page.printed});
  // Nothing is written over an address that the reader has just given, and that is yet to be followed.
  if (page.address === `#${address}`) return;
  page.address = `#${address}`;
  history.replaceState(null, '', page.address);
}

/** Shows what an address says; without anything, the first story, or what the page was written with. */
function restore(hash) {
  page.address = hash;
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
