// Draws every picture into its figure.

Chart.defaults.font.family = getComputedStyle(document.documentElement).getPropertyValue('--sans');
const redrawAll = () => redraws.forEach((draw) => draw());
for (const [id, {kind, title, data}] of Object.entries(JSON.parse(document.getElementById('data').textContent))) {
  pictures[kind](document.querySelector(`#${id} .drawing`), data, title);
}
offerThemes(redrawAll);
lightenForPrint(redrawAll);
