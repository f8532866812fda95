// Slices through losses, as maps with bands of equal height.

const BANDS = 14;

pictures.slices = (drawing, data, title) => {
  panels(drawing, data.panels, (box, {name, loss, at, losses}) => {
    const size = at.length;
    const values = losses.flat().map((value) => value ?? Infinity);
    const finite = values.filter(Number.isFinite);
    const [least, largest] = [Math.min(...finite), Math.max(...finite)];
    const logarithmic = least > 0 && largest > 30 * least;
    const height = (value) => (logarithmic ? Math.log(value) : value);
    const heights = values.map((value) => height(Number.isFinite(value) ? value : largest));
    const [low, high] = [height(least), height(largest)];
    const map = image(size, size, (x, y) => {
      const share = (between(heights, size, size, x, y) - low) / (high - low || 1);
      return [...cividis(1 - Math.floor(share * BANDS) / BANDS), 255];
    });
    const made = chart(box, `${title} ${name}: ${loss} along two random directions`, () => ({
      type: 'scatter',
      data: {
        datasets: [{data: [{x: 0, y: 0}], pointStyle: 'crossRot', pointRadius: 7, borderWidth: 2.5, borderColor: '#d55e00', pointHoverRadius: 7}],
      },
      options: options(
          axis('first direction, lengths of the weights', {min: at[0], max: at.at(-1)}),
          axis('second direction', {min: at[0], max: at.at(-1)}), {
            callbacks: {label: () => ' the weights that were learned'},
          }),
      plugins: [background(() => map)],
    }));
    readOff(box, made, (x, y) => {
      const place = (value) => (value - at[0]) / (at.at(-1) - at[0]) * (size - 1);
      const read = between(heights, size, size, place(x), place(y));
      return `${loss} ${brief(logarithmic ? Math.exp(read) : read)}`;
    });
    const scale = element('p', {className: 'scale'});
    scale.textContent = `${loss}: light ${brief(least)}, dark ${brief(largest)}${logarithmic ? ', bands of equal ratio' : ''}`;
    box.append(scale);
  });
};
