/** The keyboard: shortcuts, their list, and the palette that goes anywhere. */
import { may, me } from './api.js';
import { NAVIGATION } from './pages.js';
import { go, to } from './router.js';
import { choose, settings } from './settings.js';
import { Dialog } from './widgets.js';
import { html, store, useEffect, useState, useStore } from './view.js';

const open = store(/** @type {'' | 'palette' | 'shortcuts'} */ (''));

/** @returns {import('./pages.js').Entry[]} */
const entries = () => NAVIGATION.flat().filter(entry => may(entry.role ?? 'viewer'));

/** Whether the key belongs to a field that is being filled in. @param {EventTarget | null} target */
const isTyping = target =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Listens while the page is shown. */
export function useKeys() {
  useEffect(() => {
    let isGoing = false;
    /** @type {number | undefined} */
    let timer;
    const press = (/** @type {KeyboardEvent} */ e) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault();
        open.set(open.get() === 'palette' ? '' : 'palette');
        return;
      }
      if (isTyping(e.target) || e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return;
      if (isGoing) {
        isGoing = false;
        const entry = entries().find(one => one.key === e.key);
        if (entry) {
          e.preventDefault();
          go(to(entry.path ? [entry.path] : []));
        }
      } else if (e.key === 'g') {
        isGoing = true;
        clearTimeout(timer);
        timer = setTimeout(() => {
          isGoing = false;
        }, 1500);
      } else if (e.key === '?') {
        open.set('shortcuts');
      } else if (e.key === '/') {
        const field = /** @type {HTMLElement | null} */ (document.querySelector('main input[type=search], main .filters input'));
        if (field) {
          e.preventDefault();
          field.focus();
        }
      } else if (e.key === 'z') {
        choose({ zone: settings.get().zone === 'utc' ? 'local' : 'utc' });
      }
    };
    const palette = () => open.set('palette');
    addEventListener('keydown', press);
    addEventListener('trainyard-palette', palette);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('trainyard-palette', palette);
    };
  }, []);
}

/** The list of shortcuts. */
export function Shortcuts() {
  if (useStore(open) !== 'shortcuts') return null;
  const rows = [
    ['Ctrl K', 'Go to a page, a job or a configuration'],
    ['/', 'Search or filter on this page'],
    ['z', 'Times in UTC or local'],
    ['?', 'This list'],
    ...entries().filter(entry => entry.key).map(entry => [`g ${entry.key}`, entry.title]),
  ];
  return html`<${Dialog} title="Shortcuts" onClose=${() => open.set('')}>
    <dl class="shortcuts">${rows.map(([keys, what]) => html`<dt>${keys.split(' ').map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd>`)}</dl>
  <//>`;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @param {string} text @returns {{title: string, path: string}[]} */
function found(text) {
  const wanted = text.trim();
  if (ID.test(wanted)) {
    return [['jobs', 'Job'], ['configurations', 'Configuration'], ['batches', 'Batch']]
      .map(([page, kind]) => ({ title: `${kind} ${wanted}`, path: to([page, wanted.toLowerCase()]) }));
  }
  const pages = entries().filter(entry => entry.title.toLowerCase().includes(wanted.toLowerCase()))
    .map(entry => ({ title: entry.title, path: to(entry.path ? [entry.path] : []) }));
  if (wanted === '') return pages;
  const upper = wanted.toUpperCase();
  const markets = [
    { title: `Configurations of market “${upper}”`, path: to(['configurations'], { symbol: upper }) },
    { title: `Jobs of market “${upper}”`, path: to(['jobs'], { symbol: upper }) },
  ];
  const strategies = [
    { title: `Configurations of strategy “${upper}”`, path: to(['configurations'], { strategy: upper }) },
    { title: `Jobs of strategy “${upper}”`, path: to(['jobs'], { strategy: upper }) },
  ];
  return [
    ...pages,
    ...(wanted.includes('/') ? [...markets, ...strategies] : [...strategies, ...markets]),
    { title: `Jobs whose error holds “${wanted}”`, path: to(['jobs'], { error: wanted }) },
  ];
}

/** Goes anywhere by a few letters. */
export function Palette() {
  const isOpen = useStore(open) === 'palette';
  useStore(me);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    setText('');
    setAt(0);
  }, [isOpen]);
  if (!isOpen) return null;
  const rows = found(text);
  const take = (/** @type {{path: string} | undefined} */ row) => {
    if (!row) return;
    open.set('');
    go(row.path);
  };
  const press = (/** @type {KeyboardEvent} */ e) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      e.preventDefault();
      setAt((at + step + rows.length) % rows.length);
    } else if (e.key === 'Enter') {
      e.preventDefault();
      take(rows[at]);
    }
  };
  return html`<${Dialog} title="Go to" onClose=${() => open.set('')}>
    <input type="text" class="palette" autofocus placeholder="A page, an id, a market, a strategy, a part of an error" aria-label="Where to"
      role="combobox" aria-expanded="true" aria-controls="palette-rows" aria-activedescendant=${'palette-' + at}
      value=${text} onInput=${(/** @type {any} */ e) => { setText(e.target.value); setAt(0); }} onKeyDown=${press} />
    <ul id="palette-rows" class="palette-rows" role="listbox" aria-label="Places">${rows.map((row, i) => html`
      <li key=${row.path} id=${'palette-' + i} role="option" aria-selected=${i === at} onMouseEnter=${() => setAt(i)} onClick=${() => take(row)}>${row.title}</li>`)}</ul>
  <//>`;
}
