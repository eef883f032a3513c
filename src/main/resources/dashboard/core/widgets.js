/** The parts that all pages are made of. */
import { ApiError, may, me, outage, toJson } from './api.js';
import { absolute, count, number } from './format.js';
import { useSettings } from './settings.js';
import { html, store, useEffect, useLayoutEffect, useRef, useState, useStore } from './view.js';

/** @typedef {any} Content */
/** @typedef {import('./source.js').Source} Source */

/**
 * The frame of a page: its title, its actions, its content.
 *
 * @param {{title: string, sub?: Content, actions?: Content, asOf?: string | number | null, children?: Content}} properties
 */
export function Page({ title, sub, actions, asOf, children }) {
  useSettings();
  useEffect(() => {
    document.title = title + ' · Trainyard';
  }, [title]);
  return html`
    <header class="page-head">
      <div><h1 tabindex="-1">${title}</h1>${sub && html`<p class="sub">${sub}</p>`}</div>
      <div class="actions">
        ${asOf && html`<span class="as-of" title="All figures of this page are of one moment">as of ${absolute(asOf)}</span>`}
        ${actions}
      </div>
    </header>
    ${children}`;
}

/**
 * A part of a page with its heading.
 *
 * @param {{title?: Content, actions?: Content, class?: string, children?: Content}} properties
 */
export function Panel({ title, actions, class: kind = '', children }) {
  return html`<section class=${'panel ' + kind}>
    ${(title || actions) && html`<div class="panel-head">${title && html`<h2>${title}</h2>`}<div class="actions">${actions}</div></div>`}
    ${children}
  </section>`;
}

/**
 * Shows what a source has; waiting and faults are told, never an endless wheel.
 *
 * @param {{of: Source, children: (data: any) => Content}} properties
 */
export function Shown({ of, children }) {
  if (of.data !== null) {
    return html`${of.error && html`<p class="stale" role="status">Not up to date: ${of.error.message}. It is asked for again.</p>`}${children(of.data)}`;
  }
  if (of.error) return html`<${Fault} error=${of.error} again=${of.reload} />`;
  return html`<${Waiting} />`;
}

/** Says that something is on its way, and after a while what may be wrong. */
export function Waiting() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 5000);
    return () => clearTimeout(timer);
  }, []);
  return html`<p class="waiting" role="status">${isLong ? 'Still waiting for the service; it is asked for 20 seconds at most …' : 'Loading …'}</p>`;
}

/**
 * Why something is not there, and what to do.
 *
 * @param {{error: ApiError, again?: () => void}} properties
 */
export function Fault({ error, again }) {
  const title = error.status === 404 ? 'Not here' : error.status === 410 ? 'Removed' : error.status === 403 ? 'Not allowed' : error.status === 400 || error.status === 422 ? 'Not understood'
    : error.passes ? 'No answer' : 'It did not work';
  return html`<div class="fault" role="alert">
    <strong>${title}</strong>
    <p>${error.message}</p>
    ${(error.problem?.errors ?? []).map(/** @param {any} one */ one => html`<p><code>${one.field}</code> ${one.message}</p>`)}
    ${error.problem?.error_id && html`<p class="sub">The log has more under <code>${error.problem.error_id}</code>.</p>`}
    ${again && error.status !== 410 && html`<button type="button" onClick=${again}>Try again</button>`}
  </div>`;
}

/**
 * What to do where nothing is yet.
 *
 * @param {{title: string, children?: Content}} properties
 */
export const Empty = ({ title, children }) => html`<div class="empty"><strong>${title}</strong><div>${children}</div></div>`;

const SIGNS = /** @type {Record<string, [string, string]>} */ ({
  PENDING: ['○', 'calm'], RUNNING: ['◐', 'busy'], COMPLETED: ['✓', 'good'], FAILED: ['✕', 'bad'], CANCELLED: ['⊘', 'calm'],
  EDGE: ['✓', 'good'], NO_EDGE: ['✕', 'bad'], OVERFIT: ['!', 'bad'], INSUFFICIENT_DATA: ['?', 'warn'],
  PAPER: ['1', 'calm'], DISCOVERY: ['2', 'calm'], VALIDATION: ['3', 'busy'], MATURE: ['4', 'good'], DECAY: ['↓', 'bad'],
  UP: ['✓', 'good'], DEGRADED: ['!', 'warn'], DOWN: ['✕', 'bad'], OUT_OF_SERVICE: ['✕', 'bad'], UNKNOWN: ['?', 'calm'],
  active: ['✓', 'good'], expired: ['⊘', 'calm'], revoked: ['⊘', 'calm'],
  fired: ['✓', 'good'], manual: ['✓', 'good'], skipped: ['⊘', 'calm'], refused: ['✕', 'bad'],
  done: ['✓', 'good'], denied: ['✕', 'bad'], pending: ['○', 'calm'], delivered: ['✓', 'good'], dead: ['✕', 'bad'],
  applied: ['✓', 'good'], rolled_back: ['↶', 'calm'],
  Started: ['✓', 'good'], Stopped: ['✕', 'bad'], Suspended: ['!', 'warn'],
});

/**
 * A state, by sign and word, so that its colour is not needed.
 *
 * @param {{of: string | null | undefined, title?: string}} properties
 */
export function Status({ of, title }) {
  if (!of) return html`<span class="none">–</span>`;
  const [sign, tone] = SIGNS[of] ?? ['·', 'calm'];
  return html`<span class=${'status ' + tone} title=${title}><span aria-hidden="true">${sign}</span> ${of.replaceAll('_', ' ')}</span>`;
}

/**
 * How far something is.
 *
 * @param {{percentage: number, label: string, tone?: string}} properties
 */
export function Bar({ percentage, label, tone = '' }) {
  const shown = percentage >= 100 ? '100' : number(Math.floor(percentage * 10) / 10, 1);
  return html`<div class=${'bar ' + tone} role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${shown}>
    <div style=${{ width: Math.min(100, Math.max(0, percentage)) + '%' }}></div><span>${shown} %</span>
  </div>`;
}

/** @type {import('./view.js').Store<{id: number, text: Content, tone: string}[]>} */
const toasts = store(/** @type {any[]} */ ([]));
let toastCount = 0;

/**
 * Tells something in passing.
 *
 * @param {Content} text
 * @param {'good' | 'bad' | 'calm'} [tone]
 */
export function tell(text, tone = 'good') {
  const id = ++toastCount;
  toasts.set([...toasts.get().slice(-3), { id, text, tone }]);
  setTimeout(() => toasts.set(toasts.get().filter(one => one.id !== id)), tone === 'bad' ? 12_000 : 5000);
}

/** Where {@link tell} tells. */
export function Toasts() {
  const all = useStore(toasts);
  return html`<div class="toasts" role="status" aria-live="polite">
    ${all.map(one => html`<div key=${one.id} class=${'toast ' + one.tone}>${one.text}
      <button type="button" class="plain" aria-label="Close" onClick=${() => toasts.set(toasts.get().filter(other => other.id !== one.id))}>×</button></div>`)}
  </div>`;
}

/**
 * A button that does something: it is off while that lasts, and a fault is told.
 *
 * @param {object} properties
 * @param {() => any} properties.onClick
 * @param {'viewer' | 'operator' | 'admin'} [properties.role] who may; others do not see it
 * @param {string} [properties.kind] `primary`, `danger` or `plain`
 * @param {string} [properties.title]
 * @param {boolean} [properties.disabled]
 * @param {Content} [properties.confirm] what is asked first
 * @param {string} [properties.sure] what the button says that confirms
 * @param {Content} [properties.children]
 */
export function Action({ onClick, role = 'operator', kind = '', title, disabled = false, confirm, sure, children }) {
  useStore(me);
  const [isBusy, setBusy] = useState(false);
  if (!may(role)) return null;
  const act = async () => {
    if (confirm && !(await ask(confirm, sure ?? 'Yes', kind === 'danger'))) return;
    setBusy(true);
    try {
      await onClick();
    } catch (e) {
      tell(e instanceof ApiError ? e.message : String(e), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return html`<button type="button" class=${kind} title=${title} disabled=${disabled || isBusy} aria-busy=${isBusy} onClick=${act}>${children}</button>`;
}

/** @type {import('./view.js').Store<null | {question: Content, sure: string, isDangerous: boolean, answer: (yes: boolean) => void}>} */
const question = store(/** @type {any} */ (null));

/**
 * Asks before something is done.
 *
 * @param {Content} text what will happen, with its count
 * @param {string} sure what the button says that does it
 * @param {boolean} [isDangerous]
 * @returns {Promise<boolean>}
 */
export function ask(text, sure, isDangerous = false) {
  question.get()?.answer(false);
  return new Promise(answer => {
    question.set({
      question: text, sure, isDangerous,
      answer: yes => {
        question.set(null);
        answer(yes);
      },
    });
  });
}

/** Where {@link ask} asks. */
export function Question() {
  const open = useStore(question);
  if (!open) return null;
  return html`<${Dialog} title=${open.isDangerous ? 'Are you sure?' : 'Please confirm'} onClose=${() => open.answer(false)}>
    <div class="question">${open.question}</div>
    <div class="actions end">
      <button type="button" onClick=${() => open.answer(false)}>Back</button>
      <button type="button" class=${open.isDangerous ? 'danger' : 'primary'} onClick=${() => open.answer(true)}>${open.sure}</button>
    </div>
  <//>`;
}

/**
 * A window above the page; Escape closes it and the focus goes back.
 *
 * @param {{title: string, onClose: () => void, wide?: boolean, children?: Content}} properties
 */
export function Dialog({ title, onClose, wide = false, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return html`<dialog ref=${dialog} class=${wide ? 'wide' : ''} aria-label=${title}
      onCancel=${(/** @type {Event} */ e) => { e.preventDefault(); onClose(); }}
      onClick=${(/** @type {MouseEvent} */ e) => e.target === dialog.current && onClose()}>
    <div class="dialog-body">
      <div class="panel-head"><h2>${title}</h2><button type="button" class="plain" aria-label="Close" onClick=${onClose}>×</button></div>
      ${children}
    </div>
  </dialog>`;
}

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: any) => Content} cell
 * @property {string} [class] `num` for figures, `wide` for what may be wrapped, `rare` for what a phone leaves out
 * @property {string} [hint] what the column means
 */

/**
 * A table.
 *
 * @param {object} properties
 * @param {string} properties.label what it lists, for those who hear it
 * @param {Column[]} properties.columns
 * @param {any[]} properties.rows
 * @param {(row: any) => string | number} properties.id
 * @param {(row: any) => Content} [properties.below] a line below the row
 * @param {(row: any) => string} [properties.tone] class of the row
 * @param {(row: any) => void} [properties.onRow] what a click on the row does
 */
export function Table({ label, columns, rows, id, below, tone, onRow }) {
  const body = useKeptPlace();
  return html`<div class="table" tabindex="0" role="region" aria-label=${label}><table>
    <thead><tr>${columns.map(column => html`<th scope="col" class=${column.class ?? ''} title=${column.hint}>${column.title}</th>`)}</tr></thead>
    <tbody ref=${body}>${rows.flatMap(row => {
      const more = below?.(row);
      return [
        html`<tr key=${id(row)} class=${(tone?.(row) ?? '') + (onRow ? ' can' : '')} onClick=${onRow && ((/** @type {MouseEvent} */ e) => {
          if (!(/** @type {Element} */ (e.target).closest('a,button,input,select,label'))) onRow(row);
        })}>${columns.map(column => html`<td class=${column.class ?? ''}>${column.cell(row)}</td>`)}</tr>`,
        more && html`<tr key=${id(row) + '+'} class="below"><td colspan=${columns.length}>${more}</td></tr>`,
      ];
    })}</tbody>
  </table></div>`;
}

/**
 * Keeps the rows that one reads where they are while others come and go above them. A table scrolls sideways in a box of
 * its own, of which a browser keeps the place as a whole only.
 */
function useKeptPlace() {
  const body = useRef(/** @type {HTMLTableSectionElement | null} */ (null));
  /** @type {HTMLTableRowElement | undefined} */
  let read;
  let top = 0;
  // While a table is being drawn, the page still shows the rows before
  if (body.current && body.current.rows.length > 0 && body.current.rows[0].getBoundingClientRect().top < 0) {
    read = [...body.current.rows].find(row => row.getBoundingClientRect().top >= 0);
    top = read?.getBoundingClientRect().top ?? 0;
  }
  useLayoutEffect(() => {
    const moved = read?.isConnected ? read.getBoundingClientRect().top - top : 0;
    if (Math.abs(moved) >= 1) scrollBy(0, moved);
  });
  return body;
}

/**
 * The pages of a list: first, next, and how many are shown.
 *
 * @param {{shown: number, cursor: string | null, next: string | null, onGo: (cursor: string | null) => void, onBack: () => void}} properties
 */
export function Pager({ shown, cursor, next, onGo, onBack }) {
  if (!cursor && !next) return null;
  return html`<nav class="pager" aria-label="Pages of the list">
    <button type="button" disabled=${!cursor} onClick=${() => onGo(null)}>First</button>
    <button type="button" disabled=${!cursor} onClick=${onBack}>Back</button>
    <span>${count(shown)} on this page</span>
    <button type="button" disabled=${!next} onClick=${() => onGo(next)}>Next</button>
  </nav>`;
}

/**
 * Tabs, of which the address names one.
 *
 * @param {{tabs: [string, Content][], current: string, onChoose: (id: string) => void}} properties
 */
export function Tabs({ tabs, current, onChoose }) {
  const move = (/** @type {KeyboardEvent} */ e) => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = tabs.findIndex(([id]) => id === current);
    onChoose(tabs[(at + step + tabs.length) % tabs.length][0]);
    const list = /** @type {HTMLElement} */ (e.currentTarget);
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (list.querySelector('[aria-selected=true]'))?.focus());
  };
  return html`<div class="tabs" role="tablist" onKeyDown=${move}>${tabs.map(([id, title]) => html`
    <button key=${id} type="button" role="tab" aria-selected=${id === current} tabindex=${id === current ? 0 : -1} onClick=${() => onChoose(id)}>${title}</button>`)}</div>`;
}

/**
 * A figure with its name; `hint` explains it: the formula, and of how many.
 *
 * @param {{name: string, value: Content, hint?: string, tone?: string, href?: string}} properties
 */
export function Figure({ name, value, hint, tone = '', href }) {
  return html`<div class=${'figure ' + tone} title=${hint}>
    <span class="name">${hint ? html`<abbr title=${hint} tabindex="0">${name}</abbr>` : name}</span>
    <span class="value">${href ? html`<a href=${href}>${value}</a>` : value}</span>
  </div>`;
}

/** Puts a text on the clipboard. @param {{text: string | (() => string), children?: Content}} properties */
export function Copy({ text, children = 'Copy' }) {
  const copy = async () => {
    const copied = typeof text === 'string' ? text : text();
    try {
      await navigator.clipboard.writeText(copied);
      tell('Copied');
    } catch {
      // Without TLS a browser gives no clipboard
      prompt('Copy this:', copied);
    }
  };
  return html`<button type="button" onClick=${copy}>${children}</button>`;
}

/** An id in short, whole when one points at it. @param {{of: string | null | undefined, href?: string}} properties */
export function Id({ of, href }) {
  if (!of) return html`<span class="none">–</span>`;
  const short = of.length > 13 ? of.slice(0, 8) + '…' + of.slice(-4) : of;
  return href ? html`<a class="id" href=${href} title=${of}>${short}</a>` : html`<span class="id" title=${of}>${short}</span>`;
}

/** JSON for people. @param {{of: any}} properties */
export const Json = ({ of }) => html`<pre class="code" tabindex="0">${toJson(of, 2)}</pre>`;

/** The banner over all pages while the service does not answer. */
export function Outage() {
  const now = useStore(outage);
  useSettings();
  if (!now) return null;
  return html`<div class="outage" role="alert">No answer since ${absolute(now.since)}: ${now.reason}. What you see is older; it is asked for again by itself.</div>`;
}
