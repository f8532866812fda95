// Fields for the options of a plugin: a loss, an activation, an optimizer.

/** The plugins whose fields are made, so that they are not made again for each number. */
const optionsShown = new WeakMap();

/** A place for options, closed as long as all are usual. */
function moreOptions() {
  return element('details', {className: 'more'}, element('summary', {textContent: 'options'}), element('div', {className: 'options'}));
}

/** Shows the options of a plugin in such a place. */
function showMore(more, plugin, text, without, changed) {
  const [, box] = more.children;
  const before = optionsShown.get(box)?.name;
  showOptions(box, plugin, text, without, changed);
  more.hidden = box.children.length === 0;
  const {name, options} = parsed(text);
  if (name !== before) more.open = Object.keys(options).length > 0;
}

/**
 * Shows the options of a plugin in a box.
 *
 * @param text the plugin as it stands in the address
 * @param without the options that have a place of their own on the page
 * @param changed is given the plugin with another option
 */
function showOptions(box, plugin, text, without, changed) {
  const {name, options} = parsed(text);
  const offered = (plugin?.options ?? []).filter((option) => !without.includes(option.name) && ['number', 'int', 'boolean', 'word'].includes(option.kind));
  const shown = optionsShown.get(box) ?? {};
  Object.assign(shown, {options, changed});
  if (shown.name !== name) {
    shown.name = name;
    optionsShown.set(box, shown);
    const take = (option, value) => {
      const all = {...shown.options, [option.name]: value};
      if (value === '' || String(value) === String(option.default)) delete all[option.name];
      shown.changed(asText(name, all));
    };
    box.replaceChildren(...offered.map((option) => {
      const field = fieldOf(option);
      field.name = `option ${option.name}`;
      field.addEventListener('change', () => take(option, option.kind === 'boolean' ? field.checked : field.value));
      return element('label', {title: option.about}, `${option.name} `, field);
    }));
  }
  offered.forEach((option, i) => {
    const field = box.children[i].querySelector('input, select');
    if (field === document.activeElement) return;
    const value = options[option.name] ?? option.default;
    if (option.kind === 'boolean') field.checked = value === true;
    else field.value = value ?? '';
  });
}

function fieldOf(option) {
  if (option.kind === 'boolean') return element('input', {type: 'checkbox'});
  if (option.kind === 'word') {
    return element('select', {}, ...option.words.map((word) => element('option', {textContent: word})));
  }
  return element('input', {type: 'number', step: option.kind === 'int' ? 1 : 'any'});
}
