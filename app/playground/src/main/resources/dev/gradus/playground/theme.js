// Colours, as the style sheet has them for the theme that is shown.

const NETWORKS = ['A', 'B'];
/** By network: its colour in the style sheet. */
const NETWORK_COLOURS = ['s2', 's3'];
const CLASS_COLOURS = ['s0', 's1', 's4', 's6', 's5'];
const NAMED_COLOURS = {blue: 's0', orange: 's1', yellow: 's4', green: 's4'};

/** The colour of a class in the style sheet. */
function classColour(classes, k) {
  return NAMED_COLOURS[classes[k]] ?? CLASS_COLOURS[k % CLASS_COLOURS.length];
}

const known = new Map();
const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

/** A colour by its name in the style sheet. */
function colour(name) {
  if (!known.has(name)) {
    probe.style.color = `var(--${name})`;
    known.set(name, getComputedStyle(probe).color);
  }
  return known.get(name);
}

/** Its red, green and blue, 0 to 255. */
function numbers(name) {
  return colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** The same, let through. */
function faded(name, alpha) {
  return `rgba(${numbers(name).join(', ')}, ${alpha})`;
}

const CIVIDIS = ['00204d', '00336f', '39486b', '575c6d', '707173', '8a8779', 'a69d75', 'c4b56c', 'ffea46']
    .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));

/** A colour for a share in [0, 1], dark to light; evenly spaced to any common colour vision. */
function cividis(share) {
  const place = Math.min(1, Math.max(0, share || 0)) * (CIVIDIS.length - 1);
  const below = Math.min(CIVIDIS.length - 2, Math.floor(place));
  return CIVIDIS[below].map((c, i) => Math.round(c + (place - below) * (CIVIDIS[below + 1][i] - c)));
}

/** The button that turns light into dark and back; without it, the page follows the system. */
function offerThemes(changed) {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = byId('theme');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    known.clear();
    changed();
  };
  button.textContent = isDark() ? 'Light' : 'Dark';
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  system.addEventListener('change', show);
  // Paper is light.
  addEventListener('beforeprint', () => {
    const {theme} = root.dataset;
    root.dataset.theme = 'light';
    show();
    draw();
    drawSlowly();
    addEventListener('afterprint', () => {
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      show();
    }, {once: true});
  });
}
