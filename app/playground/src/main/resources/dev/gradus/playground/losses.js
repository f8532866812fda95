// The choice of a loss for each network, and the table of all losses of all networks.

/** Fills the box of a network: which loss, its options, or a formula. */
function showLossChoice(box, network, state, catalogue, fits, changed) {
  const loss = state.losses[network];
  const {name, options} = parsed(loss);
  const shape = JSON.stringify([isFormula(loss) ? '=' : name, fits]);
  if (box.dataset.shape !== shape) {
    box.dataset.shape = shape;
    const known = isFormula(loss) || fits.includes(name) ? fits : [...fits, name];
    const select = element('select', {});
    select.setAttribute('aria-label', `Loss of network ${NETWORKS[network]}`);
    offer(select, [...known.map((each) => [each, each]), ['=', 'a formula…']]);
    select.value = isFormula(loss) ? '=' : name;
    select.title = catalogue.losses.find((each) => each.name === name)?.summary ?? '';
    select.addEventListener('change', () => changed(select.value === '=' ? '=(p - y)^2' : select.value));
    box.replaceChildren(select, ...(isFormula(loss) ? [formulaField(network, changed)]
      : optionFields(catalogue.losses.find((each) => each.name === name), () => parsed(current(box)).options, name, changed)));
  }
  box.dataset.loss = loss;
  for (const input of box.querySelectorAll('input')) {
    if (input === document.activeElement) continue;
    input.value = isFormula(loss) ? loss.slice(1) : options[input.name] ?? input.dataset.usual;
  }
}

function current(box) {
  return box.dataset.loss;
}

function formulaField(network, changed) {
  const input = element('input', {className: 'formula', spellcheck: false});
  input.setAttribute('aria-label', `Formula of the loss of network ${NETWORKS[network]}, with p for the prediction and y for the target`);
  input.addEventListener('change', () => changed(`=${input.value}`));
  return input;
}

function optionFields(plugin, chosen, name, changed) {
  return (plugin?.options ?? []).filter(({type}) => type === 'number').map((option) => {
    const input = element('input', {type: 'number', step: 'any', name: option.name});
    input.dataset.usual = option.default;
    input.addEventListener('change', () => {
      const options = {...chosen(input), [option.name]: Number(input.value)};
      if (input.value === '' || Number(input.value) === Number(option.default)) delete options[option.name];
      changed(asText(name, options));
    });
    return element('label', {title: option.summary ?? ''}, `${option.name} `, input);
  });
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
