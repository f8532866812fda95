// Colours, as the style sheet has them for the theme that is shown.

const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 4]];
const MARKERS = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot', 'rectRounded'];
const COLOURS = 7;

const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

/** A colour by its name in the style sheet. */
function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** The same, let through. */
function faded(name, alpha) {
  const [r, g, b] = numbers(name);
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

/** Its red, green and blue, 0 to 255. */
function numbers(name) {
  return colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** How series number k looks; after seven colours, dashes and markers shift against them. */
function look(k) {
  return {
    name: `s${k % COLOURS}`,
    dash: DASHES[(k + Math.floor(k / COLOURS)) % DASHES.length],
    marker: MARKERS[(k + Math.floor(k / COLOURS)) % MARKERS.length],
  };
}

/** The button that turns light into dark and back; without it, the page follows the system. */
function offerThemes(changed) {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = document.getElementById('theme');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    changed();
  };
  button.hidden = false;
  button.textContent = isDark() ? 'Light' : 'Dark';
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  system.addEventListener('change', show);
}

/** Paper is light; what is drawn must be drawn again for it. */
function lightenForPrint(changed) {
  const root = document.documentElement;
  let before;
  addEventListener('beforeprint', () => {
    before = root.dataset.theme;
    root.dataset.theme = 'light';
    printing = true;
    changed();
  });
  addEventListener('afterprint', () => {
    printing = false;
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    changed();
  });
}
