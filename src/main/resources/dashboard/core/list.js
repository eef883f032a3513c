/** Lists whose filters and place stand in the address. */
import { setQuery, useRoute } from './router.js';
import { useSource } from './source.js';
import { Pager } from './widgets.js';
import { html, useEffect, useLatest, useState } from './view.js';

/**
 * A list of the service.
 *
 * @param {string} path
 * @param {string[]} names of its filters, as the service and the address have them
 * @param {object} [options] those of {@link useSource}
 * @param {string[]} [options.events]
 * @param {number} [options.every]
 */
export function useList(path, names, options = {}) {
  const { query } = useRoute();
  const values = Object.fromEntries(names.map(name => [name, query.get(name) ?? '']));
  const cursor = query.get('cursor');
  const source = useSource(path, { ...values, cursor, limit: 50 }, options);
  return {
    source,
    values,
    isFiltered: names.some(name => values[name] !== ''),
    set: (/** @type {string} */ name, /** @type {string} */ value) => setQuery({ [name]: value, cursor: null }),
    clear: () => setQuery({ ...Object.fromEntries(names.map(name => [name, null])), cursor: null }),
    pager: (/** @type {{items: any[], next_cursor: string | null}} */ page) => html`<${Pager} shown=${page.items.length}
      cursor=${cursor} next=${page.next_cursor} onBack=${() => history.back()}
      onGo=${(/** @type {string | null} */ to) => setQuery({ cursor: to }, { replace: false })} />`,
  };
}

/**
 * One filter: a choice when there are options, else a text that counts when one stops typing.
 *
 * @param {object} properties
 * @param {string} properties.name
 * @param {string} properties.label
 * @param {string} properties.value
 * @param {(name: string, value: string) => void} properties.set
 * @param {(string | [string, string])[]} [properties.options] values, or values with what is shown
 * @param {string} [properties.type] of the input
 * @param {string} [properties.placeholder]
 */
export function Filter({ name, label, value, set, options, type = 'text', placeholder }) {
  const [text, setText] = useState(value);
  const latest = useLatest({ text, value });
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === latest.current.value) return undefined;
    const timer = setTimeout(() => set(name, text.trim()), 400);
    return () => clearTimeout(timer);
  }, [text]);
  const id = 'filter-' + name;
  return html`<div class="field"><label for=${id}>${label}</label>
    ${options
      ? html`<select id=${id} value=${value} onChange=${(/** @type {any} */ e) => set(name, e.target.value)}>
          <option value="">any</option>
          ${options.map(option => {
            const [key, shown] = Array.isArray(option) ? option : [option, option];
            return html`<option key=${key} value=${key} selected=${key === value}>${shown}</option>`;
          })}</select>`
      : html`<input id=${id} type=${type} value=${text} placeholder=${placeholder} spellcheck=${false}
          onInput=${(/** @type {any} */ e) => setText(e.target.value)}
          onKeyDown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Enter' && set(name, text.trim())} />`}
  </div>`;
}

/** The choices that several pages have. */
export const CHOICES = {
  status: ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'],
  timeframe: ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '1d'],
  verdict: ['EDGE', 'NO_EDGE', 'OVERFIT', 'INSUFFICIENT_DATA'],
  lifecycle: ['PAPER', 'DISCOVERY', 'VALIDATION', 'MATURE', 'DECAY'],
  kind: ['transient', 'permanent', 'timeout', 'lost'],
  priority: ['high', 'normal', 'low'],
};
