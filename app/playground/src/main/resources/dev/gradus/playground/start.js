// What happens when something is pressed, and how the page starts.

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
  connectFiles(byId('file'), (csv) => change({data: 'csv', csv, target: columnsOf(csv).at(-1), scale: '', start: '', output: ''}), (sentence) => {
    Object.assign(page, {failed: sentence, fault: ''});
    showAll();
  });
  connectCopies();
  parts.surfaces.forEach((canvas, network) => readOff(canvas, parts.reads[network], network, () => page));
  const redraw = () => {
    sizes.clear();
    page.dirty = true;
  };
  const resized = new ResizeObserver(redraw);
  // A window on another screen, or zoomed, has other pixels, also where no size changes.
  const watchPixels = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
    redraw();
    watchPixels();
  }, {once: true});
  watchPixels();
  [document.body, ...document.querySelectorAll('canvas')].forEach((each) => resized.observe(each));
  offerThemes(() => { page.dirty = true; });
  addEventListener('hashchange', () => { if (location.hash !== page.address) restore(location.hash); });
}

function connectCopies() {
  const done = (button, text, isDone) => {
    button.dataset.text ??= button.textContent;
    write(button, isDone ? text : 'Not allowed here');
    write(byId('said'), isDone ? text : 'Copying is not allowed here');
    setTimeout(() => write(button, button.dataset.text), 1500);
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

async function start() {
  try {
    if (!Gradus.exact) await javascriptBeside();
    engine = await Gradus.load();
  } catch (error) {
    parts.alert.hidden = false;
    write(parts.alert, error.message);
    write(byId('engine'), '');
    return;
  }
  catalogue = engine.catalogue();
  offer(byId('stories'), [...STORIES.map(({id, title}) => [id, title]), ['', 'none: on your own']]);
  connect();
  restore(location.hash);
  write(byId('engine'), aboutEngine());
  requestAnimationFrame(frame);
}

/** The engine for browsers that cannot run the one in the page lies beside it, if it is anywhere. */
function javascriptBeside() {
  return new Promise((done, failed) => {
    const script = element('script', {src: 'engine-javascript.js'});
    script.addEventListener('load', done);
    script.addEventListener('error', () => failed(Error('This browser is too old for the page: it has no WebAssembly with garbage collection. Take Chrome or Edge from 119, Firefox from 120 or Safari from 18.2; or write the page with gradus playground --old-browsers, and keep its two files together.')));
    document.head.append(script);
  });
}

function aboutEngine() {
  return engine.exact
    ? 'This page is Gradus itself, compiled for the browser: the same classes, and the same bits as the command on every machine. It is one file, and sends nothing anywhere.'
    : 'This page is Gradus itself, compiled to JavaScript, because this browser has no WebAssembly with garbage collection: the last digits can differ from those of the command. It is one file, and sends nothing anywhere.';
}

start();
