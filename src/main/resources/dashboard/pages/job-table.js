/** The trials of a job as a table, a page at a time. */
import { change, count, figure } from '../core/format.js';
import { setQuery, to, useRoute } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useState } from '../core/view.js';
import { Empty, Pager, Panel, Shown, Table } from '../core/widgets.js';
import { url } from '../core/api.js';

/**
 * @param {object} properties
 * @param {any} properties.job
 * @param {number} properties.total
 * @param {boolean} properties.isLive
 * @param {number | null} properties.winner
 */
export function TrialTable({ job, total, isLive, winner }) {
  const { query } = useRoute();
  const sort = query.get('sort') === 'score' ? 'score' : 'number';
  const feasible = query.get('feasible') ?? '';
  const from = query.get('from') ?? '';
  const cursor = query.get('cursor');
  const chosen = query.get('trial');
  const [jump, setJump] = useState(from);
  const source = useSource(`jobs/${job.job_id}/trials`, { sort, feasible, from, cursor, limit: 50 }, { every: isLive ? 5000 : 0 });
  const place = { cursor: null };
  return html`<${Panel}>
    <form class="filters" onSubmit=${(/** @type {Event} */ e) => { e.preventDefault(); setQuery({ ...place, from: /^\d+$/.test(jump.trim()) ? jump.trim() : null }); }}>
      <div class="field"><label for="trial-sort">Order</label>
        <select id="trial-sort" onChange=${(/** @type {any} */ e) => setQuery({ ...place, from: null, sort: e.target.value === 'score' ? 'score' : null })}>
          <option value="number" selected=${sort === 'number'}>by number</option><option value="score" selected=${sort === 'score'}>best score first</option></select></div>
      <div class="field"><label for="trial-feasible">Constraints</label>
        <select id="trial-feasible" onChange=${(/** @type {any} */ e) => setQuery({ ...place, feasible: e.target.value })}>
          <option value="" selected=${feasible === ''}>any</option><option value="true" selected=${feasible === 'true'}>feasible only</option><option value="false" selected=${feasible === 'false'}>infeasible only</option></select></div>
      <div class="field"><label for="trial-from">Jump to number</label>
        <input id="trial-from" inputmode="numeric" value=${jump} onInput=${(/** @type {any} */ e) => setJump(e.target.value)} /></div>
      <button type="submit">Go</button>
      ${winner !== null && html`<button type="button" onClick=${() => { setJump(String(winner)); setQuery({ ...place, from: winner, trial: winner }); }}>To the winner</button>`}
      ${(from || feasible || sort === 'score') && html`<button type="button" onClick=${() => { setJump(''); setQuery({ ...place, from: null, feasible: null, sort: null }); }}>Clear</button>`}
      <a class="button last" href=${url(`jobs/${job.job_id}/trials`, { sort, feasible }).href} onClick=${download(job.job_id, { sort, feasible })}>Download CSV</a>
    </form>
    <${Shown} of=${source}>${(/** @type {any} */ page) => {
      if (page.items.length === 0) return html`<${Empty} title=${total === 0 ? 'No trials yet' : 'No trial is like that'}>${total === 0 ? 'They come when the search begins.' : ''}<//>`;
      const names = Object.keys(page.items[0].parameters);
      return html`<${Table} label="Trials" rows=${page.items} id=${(/** @type {any} */ trial) => trial.number}
        tone=${(/** @type {any} */ trial) => (String(trial.number) === (chosen ?? from) ? 'chosen' : '')}
        onRow=${(/** @type {any} */ trial) => setQuery({ trial: trial.number })} columns=${[
          { title: 'Trial', class: 'num', cell: (/** @type {any} */ trial) => html`${trial.number === winner ? html`<span title="The winner">★ </span>` : ''}<a href=${to(['jobs', job.job_id], { trial: trial.number })} title="Show it in the charts">${count(trial.number)}</a>` },
          { title: 'Score', class: 'num', hint: `Value of ${job.request.objective}, the objective`, cell: (/** @type {any} */ trial) => html`<strong>${figure(trial.score)}</strong>` },
          { title: 'Feasible', hint: 'Whether it keeps all constraints', cell: (/** @type {any} */ trial) => (trial.feasible ? '✓ yes' : '✕ no') },
          { title: 'Net profit', class: 'num', cell: (/** @type {any} */ trial) => change(trial.metrics.net_profit_pct) },
          { title: 'Drawdown', class: 'num', cell: (/** @type {any} */ trial) => change(trial.metrics.max_drawdown_pct) },
          { title: 'Trades', class: 'num', cell: (/** @type {any} */ trial) => count(trial.metrics.total_trades) },
          ...names.map(name => ({ title: name, class: 'num', cell: (/** @type {any} */ trial) => figure(trial.parameters[name]) })),
        ]} />
        <${Pager} shown=${page.items.length} cursor=${cursor} next=${page.next_cursor} onBack=${() => history.back()}
          onGo=${(/** @type {string | null} */ next) => setQuery({ cursor: next }, { replace: false })} />`;
    }}<//>
  <//>`;
}

/**
 * A link cannot say that it wants CSV, so the page asks for it.
 *
 * @param {string} id
 * @param {import('../core/api.js').Query} query
 */
const download = (id, query) => async (/** @type {Event} */ e) => {
  e.preventDefault();
  const answer = await fetch(url(`jobs/${id}/trials`, query), { headers: { Accept: 'text/csv' } });
  if (!answer.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `trials-${id}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
