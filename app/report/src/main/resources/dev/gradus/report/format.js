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

/** The label of a tick: short, and on a logarithmic axis only where it does not crowd. */
function tick(value, logarithmic, range) {
  if (!logarithmic) return brief(Number(value.toPrecision(6)));
  const leading = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  const digit = Math.abs(leading - Math.round(leading)) < 1e-6 ? Math.round(leading) : 0;
  const decades = Math.log10(range.max / range.min);
  const shown = decades > 8 ? Math.round(Math.log10(value)) % 2 === 0 && digit === 1
      : decades > 2 ? digit === 1 : [1, 2, 5].includes(digit);
  return shown ? brief(value) : '';
}
