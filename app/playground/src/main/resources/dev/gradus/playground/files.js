// What goes into the page, a CSV file, and what comes out of it: YAML, CSV, a link.

const LARGEST_FILE = 2_000_000;

/** The names in the first line; enough to choose a target, since the engine reads the file itself. */
function columnsOf(csv) {
  const [first = ''] = csv.replace(/^\ufeff/, '').split(/\r?\n/, 1);
  const delimiter = ['\t', ';'].find((each) => first.includes(each)) ?? ',';
  // Not within quotes
  return first.split(RegExp(`${delimiter}(?=(?:[^"]*"[^"]*")*[^"]*$)`)).map((name) => name.trim().replace(/^"(.*)"$/, '$1').replaceAll('""', '"').trim());
}

/** Takes files that are dropped anywhere, or chosen. */
function connectFiles(input, taken, failed) {
  const read = async (file) => {
    if (!file) return;
    if (file.size > LARGEST_FILE) {
      failed(`${file.name} has ${whole(Math.round(file.size / 1000))} kB; the page takes at most ${whole(LARGEST_FILE / 1000)} kB. Use gradus train for larger tables.`);
      return;
    }
    const text = await file.text().catch(() => undefined);
    if (text === undefined) failed(`${file.name} cannot be read; choose a file.`);
    else taken(text);
  };
  input.addEventListener('change', () => {
    read(input.files[0]);
    input.value = '';
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    read(event.dataTransfer.files[0]);
  });
}

/** Copies a text, also where the clipboard is denied, as from a file in some browsers. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element('textarea', {value: text, className: 'only-heard'});
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  element('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
