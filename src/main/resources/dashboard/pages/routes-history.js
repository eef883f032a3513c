import { get, may, post } from '../core/api.js';
import { Time } from '../core/format.js';
import { useList } from '../core/list.js';
import { html } from '../core/view.js';
import { Action, ask, Empty, Shown, Status, tell } from '../core/widgets.js';
import { Diff, extentOf } from './routes-diff.js';
import { Problem } from './routes-standing.js';

/** The last edits of the files, and the way back. */
export function History() {
  const list = useList('routes/edits', [], { events: ['route-edit'], every: 60_000 });
  const rollback = async () => {
    const undoing = await get('routes/rollback');
    const question = html`<p>These files are changed on disk, and then run: ${undoing.files.map((/** @type {string} */ file, /** @type {number} */ i) => html`${i > 0 && ', '}<code>${file}</code>`)}</p><${Diff} of=${undoing.diff} />`;
    if (!(await ask(question, 'Roll back', true))) return;
    await post('routes/rollback');
    tell('Rolled back: what was before runs again');
    list.source.reload();
  };
  return html`
    <div class="actions history-actions">
      <${Action} role="admin" kind="danger" title="Shows first what it changes" onClick=${rollback}>Roll back the last edit …<//>
      ${!may('admin') && html`<span class="sub">Rolling back needs the role admin.</span>`}
    </div>
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`
      ${page.items.length === 0 && html`<${Empty} title="No edit yet">Save a file of <code>routes/</code>, or edit one here: it is checked, and applied while the service runs. The last 50 edits are kept.<//>`}
      ${page.items.map((/** @type {any} */ edit) => html`<${Edit} key=${edit.id} of=${edit} />`)}
      ${list.pager(page)}`}<//>`;
}

/** @param {{of: any}} properties */
function Edit({ of }) {
  return html`<section class="panel edit" aria-label=${`Edit ${of.outcome}`}>
    <div class="panel-head">
      <${Status} of=${of.outcome} title=${{ applied: 'It runs, or ran until the next', refused: 'The former files kept running', rolled_back: 'It brought back what was before another edit' }[/** @type {'applied'} */ (of.outcome)]} />
      <span><${Time} at=${of.at} exact />${of.author ? html` by <strong>${of.author}</strong>` : ''}</span>
      <span class="sub">${extentOf(of.diff)}</span>
    </div>
    <p>${of.files.map((/** @type {string} */ file, /** @type {number} */ i) => html`${i > 0 && ', '}<code>${file}</code>`)} <span class="sub">found by <code>${of.process}</code></span></p>
    ${of.problems.length > 0 && html`<ul class="reasons">${of.problems.map((/** @type {any} */ one) => html`<li><${Problem} of=${one} /></li>`)}</ul>`}
    <details><summary>Difference</summary><${Diff} of=${of.diff} /></details>
  </section>`;
}
