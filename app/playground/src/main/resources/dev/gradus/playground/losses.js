// The choice of a loss for each network, and the table of all losses of all networks.

/** Fills the box of a network: which loss, its options, or a formula. */
function showLossChoice(box, network, state, catalogue, fits, changed) {
  const loss = state.losses[network];
  const name = nameOf(loss);
  if (!box.firstChild) box.append(...lossFields(network, changed));
  const [select, formula, more] = box.children;
  const known = fits.includes(name) || name === '=' ? fits : [...fits, name];
  offer(select, [...known.map((each) => [each]), ['=', 'a formula…']]);
  select.value = name;
  const plugin = catalogue.losses.find((each) => each.name === name);
  select.title = plugin?.summary ?? '';
  select.removeAttribute('aria-invalid');
  showFormula(formula, loss);
  showMore(more, plugin, name === '=' ? '' : loss, [], changed);
}

/** Shows the field of a formula, if there is one, but writes none that is being written. */
function showFormula(field, text) {
  field.hidden = !isFormula(text);
  field.removeAttribute('aria-invalid');
  if (isFormula(text) && field !== document.activeElement) field.value = text.slice(1);
}

function lossFields(network, changed) {
  const select = element('select');
  select.setAttribute('aria-label', `Loss of network ${NETWORKS[network]}`);
  select.addEventListener('change', () => changed(select.value === '=' ? '=(p - y)^2' : select.value));
  const formula = element('input', {className: 'formula', spellcheck: false, title: 'p is the prediction, y the target; numbers may have names: d * abs(p - y); d = 2'});
  formula.setAttribute('aria-label', `Formula of the loss of network ${NETWORKS[network]}: p is the prediction, y the target`);
  formula.addEventListener('change', () => changed(`=${formula.value}`));
  return [select, formula, moreOptions()];
}

/** Writes the table: a row for each loss, a column for each network and part. */
function showLosses(table, rows, hasHeldOut, printed) {
  const parts = hasHeldOut ? ['training', 'heldOut'] : ['training'];
  const shape = JSON.stringify([rows.map(({name, trains}) => [name, trains]), parts, printed]);
  if (table.dataset.shape !== shape) {
    table.dataset.shape = shape;
    table.replaceChildren(headOf(parts), element('tbody', {}, ...rows.map((row) => bodyRow(row, parts, printed))));
  }
  const cells = table.querySelectorAll('tbody td');
  let at = 0;
  for (const row of rows) {
    for (let network = 0; network < NETWORKS.length; network++) {
      for (const part of parts) write(cells[at++], brief(row[part][network]));
    }
  }
}

function headOf(parts) {
  const names = {training: 'training', heldOut: 'held out'};
  const first = NETWORKS.map((name, n) => element('th', {scope: 'colgroup', colSpan: parts.length, className: 'ab'[n], textContent: `Network ${name}`}));
  const second = NETWORKS.flatMap(() => parts.map((part) => element('th', {scope: 'col', textContent: names[part]})));
  return element('thead', {}, element('tr', {className: 'halves'}, element('td', {rowSpan: 2}), ...first), element('tr', {}, ...second));
}

function bodyRow(row, parts, printed) {
  const cells = NETWORKS.flatMap((name, network) => parts.map((part) => element('td', {
    className: row.trains.includes(network) && part === 'training' ? `trained ${'ab'[network]}` : '',
  })));
  const trained = row.trains.map((network) => NETWORKS[network]).join(' and ');
  const note = trained ? ` – ${trained} learns by it` : row.name === printed ? ' – printed, nothing learns by it' : '';
  return element('tr', {className: row.name === printed ? 'printed' : ''},
      element('th', {scope: 'row', textContent: `${row.name}${note.replace('A and B learns', 'A and B learn')}`}), ...cells);
}
