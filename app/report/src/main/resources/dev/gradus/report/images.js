// Small images, whose pixels are attributes of their canvases.

for (const canvas of document.querySelectorAll('canvas.pixels')) {
  drawn(() => {
    const {width, height} = canvas;
    const values = bytes(canvas.dataset.pixels);
    const channels = values.length / width / height;
    const signed = 'signed' in canvas.dataset;
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const rgb = signed ? diverging(values[i]) : channels === 3 ? values.slice(3 * i, 3 * i + 3) : Array(3).fill(values[i]);
      pixels.data.set([...rgb, 255], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  });
}

/** White for 0, which is the byte 128; blue below, orange above, in the colours of the page. */
function diverging(byte) {
  const share = Math.max(-1, (byte - 128) / 127);
  const end = numbers(share < 0 ? 's0' : 's1');
  const middle = numbers('panel');
  return middle.map((c, i) => c + Math.abs(share) * (end[i] - c));
}
