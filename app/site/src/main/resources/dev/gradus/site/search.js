// The search. Its index is a separate script, which the first search loads.
'use strict';
{
  const root = document.currentScript.dataset.root;
  const MOST = 12;
  const plain = (text) => text.toLowerCase().normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

  // How well a word matches a field: the whole field, its beginning, the beginning of a word, or anywhere.
  const fit = (field, word) => {
    const at = field.indexOf(word);
    if (at < 0) return 0;
    if (field === word) return 8;
    if (at === 0) return 4;
    return field.includes(' ' + word) ? 3 : 1;
  };

  const score = (entry, words, whole) => {
    let sum = 8 * (entry.title === whole) + 3 * entry.names.includes(whole);
    for (const word of words) {
      const best = Math.max(4 * fit(entry.title, word), 3 * fit(entry.words, word), fit(entry.text, word) > 1);
      if (best === 0) return 0;
      sum += best;
    }
    return sum;
  };

  const load = () => new Promise((done) => {
    const script = document.createElement('script');
    script.src = root + 'assets/search-index.js';
    script.onload = () => done(window.gradusIndex.map((entry) => ({
      link: root + entry[0], shown: entry[1], kind: entry[2], prose: entry[4],
      title: plain(entry[1]), names: entry[3].split(' ').map(plain), words: plain(entry[3] + ' ' + entry[2]), text: plain(entry[4]),
    })));
    document.head.append(script);
  });

  const find = (index, query) => {
    const whole = plain(query);
    const words = whole.split(' ');
    return index.map((entry) => ({entry, score: score(entry, words, whole)}))
        .filter((found) => found.score > 0)
        .sort((a, b) => b.score - a.score || a.entry.title.length - b.entry.title.length)
        .slice(0, MOST)
        .map((found) => found.entry);
  };

  // The text around the first match.
  const excerpt = (entry, query) => {
    const at = entry.prose.toLowerCase().indexOf(query.toLowerCase().split(/\s+/)[0]);
    const from = at > 40 ? entry.prose.indexOf(' ', at - 30) : 0;
    return (from > 0 ? '… ' + entry.prose.slice(from + 1) : entry.prose).slice(0, 140);
  };

  document.addEventListener('DOMContentLoaded', () => {
    const search = document.getElementById('site-search');
    const input = search.querySelector('input');
    const results = document.getElementById('site-results');
    let index;

    const element = (tag, text) => Object.assign(document.createElement(tag), {textContent: text});
    const item = (entry) => {
      const link = document.createElement('a');
      link.href = entry.link;
      link.append(element('b', entry.shown), element('i', entry.kind), element('p', excerpt(entry, input.value)));
      const row = document.createElement('li');
      row.append(link);
      return row;
    };
    const show = async () => {
      index ??= load();
      const entries = await index;
      const query = input.value.trim();
      const found = plain(query) ? find(entries, query) : [];
      results.replaceChildren(...found.map(item));
      if (plain(query) && found.length === 0) {
        const row = document.createElement('li');
        row.append(element('p', 'Nothing is found.'));
        results.append(row);
      }
      results.hidden = !plain(query);
    };
    const links = () => [...results.querySelectorAll('a')];

    search.hidden = false;
    // The navigation may be longer than the window.
    document.querySelector('nav [aria-current]')?.scrollIntoView({block: 'nearest'});
    input.addEventListener('focus', show);
    input.addEventListener('input', show);
    document.addEventListener('click', (event) => {
      if (!search.contains(event.target)) results.hidden = true;
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === '/' && !event.target.matches('input') && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
    search.addEventListener('keydown', (event) => {
      const at = links().indexOf(document.activeElement);
      if (event.key === 'Escape') {
        results.hidden = true;
        input.blur();
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        ([input, ...links()][at + 1 + (event.key === 'ArrowDown' ? 1 : -1)] ?? input).focus();
      } else if (event.key === 'Enter' && document.activeElement === input) {
        links()[0]?.click();
      }
    });
  });
}
