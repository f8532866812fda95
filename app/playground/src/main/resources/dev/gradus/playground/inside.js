// The units and the gradients of a network, layer by layer.

/**
 * Writes a table of layers: units with the share of examples that saturate them, and the norm of the gradient.
 *
 * @param largest norm of both networks, whose bar is as long as there is room
 */
function showInside(target, layers, largest) {
  let table = target.querySelector('table');
  if (table?.tBodies[0].rows.length !== layers.length) {
    table = emptyTable(layers.length);
    target.replaceChildren(table);
  }
  layers.forEach((layer, l) => fillRow(table.tBodies[0].rows[l], layer, largest));
}

function emptyTable(count) {
  const heads = ['layer', 'units', 'gradient', 'norm'].map((textContent) => element('th', {scope: 'col', textContent}));
  const rows = Array.from({length: count}, () => element('tr', {},
      element('th', {scope: 'row'}),
      element('td', {}, element('span', {className: 'units'}), element('span', {className: 'only-heard'})),
      element('td', {className: 'norm'}, element('span', {className: 'bar'})),
      element('td')));
  return element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows));
}

function fillRow(row, layer, largest) {
  const [head, units, norm, number] = row.cells;
  write(head, layer.name);
  const boxes = units.firstChild;
  while (boxes.children.length > layer.saturated.length) boxes.lastChild.remove();
  while (boxes.children.length < layer.saturated.length) boxes.append(element('i'));
  layer.saturated.forEach((share, u) => fillUnit(boxes.children[u], u, share, layer.dead[u]));
  const dead = layer.dead.filter(Boolean).length;
  const lit = layer.saturated.filter((share, u) => share >= 0.5 && !layer.dead[u]).length;
  write(units.lastChild, `${layer.saturated.length} unit${layer.saturated.length === 1 ? '' : 's'}, ${lit} saturated, ${dead} dead`);
  norm.firstChild.style.setProperty('--share', `${Math.min(100, 100 * layer.gradient / largest || 0)}%`);
  write(number, brief(layer.gradient, 2));
}

function fillUnit(box, unit, share, isDead) {
  const percent = Math.round(100 * share);
  box.style.setProperty('--share', `${percent}%`);
  box.classList.toggle('dead', isDead);
  box.title = `unit ${unit + 1}: ${isDead ? 'dead, no example sends a gradient through it' : `saturated for ${percent} % of the examples`}`;
}
