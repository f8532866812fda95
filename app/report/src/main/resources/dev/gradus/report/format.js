// Numbers as people read them.

const MINUS = '−';

/** Four significant digits, powers of ten where that would be long: the same as in the text of the page. */
function brief(value) {
  if (value === null || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size === Infinity) return `${sign}∞`;
  if (size === 0) return '0';
  if (size >= 1000 && size < 1e7) return sign + Math.round(size).toLocaleString('en-US');
  return sign + (size >= 1e-4 && size < 1000 ? String(Number(size.toPrecision(4))) : exponential(size));
}

function exponential(size) {
  const [digits, power] = size.toExponential(3).split('e');
  return `${Number(digits)}e${power.replace('+', '').replace('-', MINUS)}`;
}
