// Numbers as people read them, and elements.

/** Four significant digits, powers of ten where that would be long: as in the reports. */
function brief(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 1e7 || size < 1e-4 ? exponential(value, digits)
      : size >= 1000 ? whole(Math.round(value)) : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−');
}

/** A whole number with commas. */
function whole(value) {
  return value.toLocaleString('en');
}

function exponential(value, digits) {
  return value.toExponential(digits - 1).replace(/\.?0+e/, 'e').replace('e+', 'e');
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

/** Fills a list of choices; the value stays chosen where it is still offered. */
function offer(select, choices) {
  const wanted = JSON.stringify(choices);
  if (select.dataset.choices === wanted) return;
  const before = select.value;
  select.dataset.choices = wanted;
  select.replaceChildren(...choices.map(([value, text]) => element('option', {value, textContent: text ?? value})));
  if (choices.some(([value]) => value === before)) select.value = before;
}

/** Writes text only where it changes, since the browser lays a page out anew for each write. */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
