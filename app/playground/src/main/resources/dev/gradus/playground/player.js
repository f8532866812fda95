// Trains and draws, frame by frame.

/** DOM writes cost more than canvases, and nobody reads sixty numbers a second. */
const SLOW_MILLIS = 150;

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

/** Trains, unless a network has left the numbers: it goes no further, and the reason stands on top. */
function trainOn(batches) {
  try {
    page.run.step(batches);
  } catch (error) {
    Object.assign(page, {playing: false, goal: undefined, failed: error.message});
    showAlert();
  }
}

/** While training goes on, the pictures take turns: twenty a second of each look as smooth. */
function draw() {
  const {run} = page;
  page.turn = (page.turn + 1) % (NETWORKS.length + 1);
  parts.surfaces.forEach((canvas, network) => {
    if (!page.playing || page.turn === network) drawSurface(canvas, run, network, run.view);
  });
  if (!page.playing || page.turn === NETWORKS.length) drawGradient(parts.gradient, parts.gradientCaption, run, page.keep);
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

function measure() {
  const rows = page.run.losses();
  const chosen = page.measure || byId('measure').value;
  return rows.some(({name}) => name === chosen) ? chosen : rows[0].name;
}

function stop() {
  page.playing = false;
  page.goal = undefined;
  page.dirty = true;
  page.slowAt = 0;
  say();
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
  // A setting that cannot be stays wrong.
  if (page.run.state === page.state) page.failed = '';
  showAlert();
  page.playing = false;
  page.goal = undefined;
  page.run.goTo(batch);
  page.dirty = true;
  page.slowAt = 0;
}
