// ROC curves: the mean over the classes in front, those of the classes thin behind it.

pictures.roc = (drawing, data, title) => {
  const single = data.curves.length === 1;
  const made = chart(drawing, `${title}: ${data.y} by ${data.x}`, () => ({
    type: 'scatter',
    data: {
      datasets: [
        ...(single ? [] : [rocOf(data.mean, {borderColor: colour('ink'), borderWidth: 3.5})]),
        ...data.curves.map((curve, k) => rocOf(curve, {
          borderColor: faded(look(k).name, single ? 1 : 0.8), borderWidth: single ? 2.5 : 1.2, borderDash: single ? [] : look(k).dash,
        })),
        diagonal(0, 1),
      ],
    },
    options: {
      ...options(shares(data.x, -0.03, 1.03), shares(data.y, -0.03, 1.03), {
        filter: (item) => item.dataset.label !== 'x = y',
        callbacks: {label: ({dataset, parsed}) => ` ${dataset.label}: ${brief(parsed.y)} found, ${brief(parsed.x)} false alarms`},
      }),
      interaction: {mode: 'nearest', axis: 'xy', intersect: false},
    },
  }));
  if (single) return;
  const names = [data.mean, ...data.curves].map(({name}) => name);
  const styles = [{name: 'ink', dash: [], marker: 'circle'}, ...data.curves.map((_, k) => look(k))];
  legend(drawing, names.map((name, k) => ({name, style: styles[k]})), (k, shown) => {
    made.current().setDatasetVisibility(k, shown);
    made.current().update();
  });
};

function rocOf({name, falseAlarms, found}, lineLook) {
  return {
    label: name, data: falseAlarms.map((x, i) => ({x, y: found[i]})), showLine: true, pointRadius: 0, pointHitRadius: 6, ...lineLook,
  };
}
