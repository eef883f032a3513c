import { Time } from '../core/format.js';
import { html } from '../core/view.js';
import { Diff } from './routes-diff.js';
import { fileAddress, routeAddress } from './routes-graph.js';

/** A mistake with its place, which leads to the editor. @param {{of: any}} properties */
export function Problem({ of }) {
  const place = of.file + (of.line > 0 ? ':' + of.line + (of.column > 0 ? ':' + of.column : '') : '');
  return html`<a href=${fileAddress(of.file, of.line || null)}><code>${place}</code></a> ${of.message}`;
}

/** What is wrong with the files or the routes, above everything else. @param {{of: import('../core/source.js').Source}} properties */
export function Standing({ of }) {
  if (of.data === null) return null;
  const { refused, unread, down, without } = of.data;
  const stopped = Object.entries(down);
  return html`
    ${refused && html`<div class="fault" role="alert">
      <strong>✕ An edit was refused <${Time} at=${refused.at} />; the former files keep running</strong>
      <ul class="reasons">${refused.problems.map((/** @type {any} */ one) => html`<li><${Problem} of=${one} /></li>`)}</ul>
      <details><summary>What was edited: ${refused.files.join(', ')}${refused.author ? ` by ${refused.author}` : ''}</summary><${Diff} of=${refused.diff} /></details>
    </div>`}
    ${stopped.length > 0 && html`<div class="fault" role="alert"><strong>✕ Needed routes do not run</strong>
      <ul class="reasons">${stopped.map(([id, state]) => html`<li><a href=${routeAddress(id)}><code>${id}</code></a> ${state}</li>`)}</ul></div>`}
    ${unread.length > 0 && html`<div class="note warn"><strong>! Files that nobody reads</strong>
      <ul class="reasons">${unread.map((/** @type {any} */ one) => html`<li><code>${one.file}</code> ${one.message}</li>`)}</ul></div>`}
    ${without.length > 0 && html`<p class="note">Left out on purpose by <code>trainyard.routes.without</code>: ${without.map((/** @type {string} */ id, /** @type {number} */ i) => html`${i > 0 && ', '}<code>${id}</code>`)}</p>`}`;
}
