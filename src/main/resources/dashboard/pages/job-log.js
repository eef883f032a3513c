/** The log of a job: filtered, followed, downloaded. */
import { url } from '../core/api.js';
import { absolute, count, words, zone } from '../core/format.js';
import { useSettings } from '../core/settings.js';
import { useSource } from '../core/source.js';
import { setQuery, useRoute } from '../core/router.js';
import { html, useLayoutEffect, useMemo, useRef, useState } from '../core/view.js';
import { Empty, Fault, Panel } from '../core/widgets.js';

const LEVELS = ['INFO', 'WARN', 'ERROR'];
const NEAR = 24;
/** Lines that are shown at first; the earlier ones on request. */
const AT_ONCE = 500;

/**
 * @param {object} properties
 * @param {string} properties.id of the job
 * @param {import('./job-story.js').Line[]} properties.lines
 * @param {number} properties.dropped older lines that are not kept
 * @param {boolean} properties.isLive
 */
export function Log({ id, lines, dropped, isLive }) {
  const { zone: chosen } = useSettings();
  const { query } = useRoute();
  const level = LEVELS.includes(query.get('level') ?? '') ? /** @type {string} */ (query.get('level')) : 'INFO';
  const text = query.get('text') ?? '';
  const [follows, setFollows] = useState(isLive);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = useMemo(() => {
    const wanted = text.toLowerCase();
    const least = LEVELS.indexOf(level);
    return lines.filter(line => LEVELS.indexOf(line.level) >= least
      && (wanted === '' || `${line.stage ?? ''} ${line.message}`.toLowerCase().includes(wanted)));
  }, [lines, level, text]);
  const [most, setMost] = useState(AT_ONCE);
  // A line is drawn once: a log grows at its end
  const drawn = useMemo(() => new WeakMap(), [chosen]);
  const rowOf = (/** @type {import('./job-story.js').Line} */ line) => {
    let row = drawn.get(line);
    if (!row) {
      const at = absolute(line.at);
      row = html`<li key=${line.id} class=${line.level}>
        <time datetime=${line.at} title=${at}>${at.slice(11, 19)}</time>
        <span class="level">${line.level}</span>
        <span class="stage rare">${line.stage ? words(line.stage) : ''}</span>
        <span class="message">${line.message}</span></li>`;
      drawn.set(line, row);
    }
    return row;
  };
  // Only the service knows whether an ended job has lost its log
  const missing = useSource(lines.length === 0 && !isLive ? `jobs/${id}/logs` : null, { limit: 1 }, { every: 0 });
  const hidden = Math.max(0, shown.length - most);
  useLayoutEffect(() => {
    if (follows && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [shown, follows]);
  const scrolled = () => {
    const element = list.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    // To scroll up is to read: following begins again at the end
    if (isAtEnd !== follows && (isLive || !isAtEnd)) setFollows(isAtEnd);
  };
  return html`<${Panel}>
    <div class="filters">
      <div class="field"><label for="log-level">Level, at least</label>
        <select id="log-level" value=${level} onChange=${(/** @type {any} */ e) => setQuery({ level: e.target.value === 'INFO' ? null : e.target.value })}>
          ${LEVELS.map(one => html`<option key=${one} value=${one} selected=${one === level}>${one}</option>`)}</select></div>
      <div class="field"><label for="log-text">Contains</label>
        <input id="log-text" type="search" value=${text} onInput=${(/** @type {any} */ e) => setQuery({ text: e.target.value })} /></div>
      <label class="field row"><input type="checkbox" checked=${follows} onChange=${(/** @type {any} */ e) => setFollows(e.target.checked)} /> Follow</label>
      <span class="sub" role="status">${shown.length === lines.length ? `${count(lines.length)} lines` : `${count(shown.length)} of ${count(lines.length)} lines`}${dropped > 0 ? `; ${count(dropped)} older ones are in the download` : ''}; times are in ${zone()}</span>
      <a class="button last" download=${`job-${id}.log`} href=${url(`jobs/${id}/logs.txt`, { level: level === 'INFO' ? null : level, text }).href}>Download ${level === 'INFO' && !text ? '' : 'these lines'}</a>
    </div>
    ${lines.length === 0 && missing.error ? html`<${Fault} error=${missing.error} again=${missing.reload} />`
      : lines.length === 0 ? html`<${Empty} title="Nothing is logged yet">The first line comes when a worker takes the job.<//>`
      : html`<ol class="log" ref=${list} tabindex="0" aria-label="Log" onScroll=${scrolled}>
        ${hidden > 0 && html`<li key="earlier"><button type="button" onClick=${() => { setFollows(false); setMost(most + 2 * AT_ONCE); }}>Show ${count(Math.min(hidden, 2 * AT_ONCE))} of ${count(hidden)} earlier lines</button></li>`}
        ${(hidden > 0 ? shown.slice(hidden) : shown).map(rowOf)}
        ${shown.length === 0 && html`<li key="none"><span class="message">No line is like that.</span></li>`}
      </ol>`}
  <//>`;
}
