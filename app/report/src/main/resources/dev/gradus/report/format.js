// Numbers as people read them.

/** Four significant digits, powers of ten where that would be long: as in the text of the page. */
function brief(value) {
  if (value === null || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 1e7 || size < 1e-4 ? exponential(value)
      : size >= 1000 ? whole(Math.round(value)) : String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}

/** A whole number with commas. */
function whole(value) {
  return value.toLocaleString('en');
}

function exponential(value) {
  return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
}

/** The label of a tick: what adding up steps leaves in the last digits is rounded away. */
function tick(value) {
  return brief(Number(value.toPrecision(6)));
}
