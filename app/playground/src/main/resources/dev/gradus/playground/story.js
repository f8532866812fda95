// Goes through the steps of a story.

const FRAMES_OF_A_STEP = 150;

/** The settings, the batch and so on at a step: all that the steps up to there said. */
function sceneAt(story, step) {
  const scene = {state: {...DEFAULTS, losses: [...DEFAULTS.losses]}, to: 0, print: '', look: '', measure: '', log: false};
  for (const each of story.steps.slice(0, step + 1)) {
    if (each.set) {
      Object.assign(scene.state, each.set);
      scene.to = 0;
    }
    scene.to = each.to ?? scene.to;
    scene.print = each.print ?? scene.print;
    scene.measure = each.measure ?? scene.measure;
    scene.log = each.log ?? scene.log;
    scene.look = each.look ?? '';
  }
  return scene;
}

/** Goes to a step of a story: sets what it says, and trains to its batch in front of the reader's eyes. */
function enter(story, at, isInstant = false) {
  const scene = sceneAt(story, at);
  Object.assign(page, {story, at, playing: false, goal: undefined, measure: scene.measure});
  byId('log').checked = scene.log;
  if (!page.run || page.failed || JSON.stringify(scene.state) !== JSON.stringify(page.state)) {
    page.state = {...scene.state};
    change({}, {inStory: true, print: scene.print});
  } else {
    setPrinted(scene.print);
  }
  const {run} = page;
  const ahead = scene.to - run.batch;
  if (ahead < 0 || isInstant || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    run.goTo(scene.to);
  } else if (ahead > 0) {
    page.goal = {batch: scene.to, pace: Math.max(1, Math.ceil(ahead / FRAMES_OF_A_STEP))};
    page.playing = true;
  }
  page.slowAt = 0;
  showAll();
  lookAt(scene.look);
}

/** Brings the part that a step speaks of into view. */
function lookAt(look) {
  if (!look) return;
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  const part = document.querySelector(look);
  // Of a part that is too high for the screen, the end alone would be in view.
  part.scrollIntoView({block: part.offsetHeight > 0.75 * innerHeight ? 'start' : 'nearest', behavior});
}

function showStory() {
  const {story, at} = page;
  byId('stories').value = story?.id ?? '';
  const step = story?.steps[at];
  write(byId('sentence'), step?.text ?? 'Change what you like: both networks start from the same weights and see the same batches; only their loss differs.');
  write(byId('place'), story ? `${at + 1} of ${story.steps.length}` : '');
  byId('back').hidden = byId('next').hidden = !story;
  byId('story').classList.toggle('free', !story);
  byId('return').hidden = Boolean(story) || !page.left;
  byId('back').disabled = at === 0;
  byId('next').disabled = !story || at + 1 >= story.steps.length;
  document.querySelectorAll('.shown').forEach((each) => each.classList.remove('shown'));
  if (step?.look) document.querySelectorAll(step.look).forEach((each) => each.classList.add('shown'));
}
