import { request } from '../core/api.js';
import { count, number, percent, Time } from '../core/format.js';
import { useList } from '../core/list.js';
import { go, to } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useMemo } from '../core/view.js';
import { Action, Bar, Empty, Id, Page, Panel, Shown, Status, Table, tell } from '../core/widgets.js';
import { useEverything } from './series.js';

const STATES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** @param {{route: import('../core/router.js').Route}} properties */
export default function Batches({ route }) {
  return route.rest.length > 0 ? html`<${Batch} id=${route.rest[0]} />` : html`<${List} />`;
}

/** Counts by state, each a link to its jobs. @param {{of: any}} properties */
const Counts = ({ of }) => html`<span class="actions">${STATES.filter(state => of.status[state] > 0).map(state =>
  html`<a href=${to(['jobs'], { batch_id: of.batch_id, status: state })}><${Status} of=${state} /> ${count(of.status[state])}</a>`)}</span>`;

function List() {
  const list = useList('batches', [], { events: ['state'], every: 60_000 });
  return html`<${Page} title="Batches" sub="Many jobs, submitted together" actions=${html`<a class="button primary" href=${to(['train'], { mode: 'matrix' })}>New batch</a>`}>
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`${page.items.length === 0
      ? html`<${Empty} title="There are no batches"><a class="button primary" href=${to(['train'], { mode: 'matrix' })}>Train many strategies on many markets</a><//>`
      : html`<${Table} label="Batches" rows=${page.items} id=${(/** @type {any} */ one) => one.batch_id} onRow=${(/** @type {any} */ one) => go(to(['batches', one.batch_id]))} columns=${[
        { title: 'Batch', cell: (/** @type {any} */ one) => html`<${Id} of=${one.batch_id} href=${to(['batches', one.batch_id])} />` },
        { title: 'Submitted', cell: (/** @type {any} */ one) => html`<${Time} at=${one.created_at} />` },
        { title: 'By', class: 'rare', cell: (/** @type {any} */ one) => one.created_by ?? '–' },
        { title: 'Jobs', class: 'num', cell: (/** @type {any} */ one) => count(one.jobs) },
        { title: 'Progress', cell: (/** @type {any} */ one) => html`<${Bar} percentage=${one.percentage} label="Progress of the batch" />` },
        { title: 'States', cell: (/** @type {any} */ one) => html`<${Counts} of=${one} />` },
      ]} />`}${list.pager(page)}`}<//>
  <//>`;
}

/** What a cell says in one sign. @type {Record<string, [string, string]>} */
const CELLS = { EDGE: ['✓', 'good'], NO_EDGE: ['✕', 'bad'], OVERFIT: ['!', 'bad'], INSUFFICIENT_DATA: ['?', 'warn'], FAILED: ['⚠', 'fail'], CANCELLED: ['⊘', 'calm'], RUNNING: ['◐', 'busy'], PENDING: ['○', 'calm'], COMPLETED: ['·', 'calm'] };

/** @param {{id: string}} properties */
function Batch({ id }) {
  const batch = useSource('batches/' + id, {}, { events: ['state'], of: { batch_id: id }, every: 30_000, pace: 2000 });
  const one = batch.data;
  const isOpen = one && one.status.PENDING + one.status.RUNNING > 0;
  const cancel = async () => {
    const answer = await request('DELETE', 'batches/' + id);
    batch.reload();
    tell(answer?.cancelled !== undefined ? `${count(answer.cancelled)} jobs are cancelled` : 'Cancelled');
  };
  return html`<${Page} title="Batch" sub=${html`<code>${id}</code>${one && html`, submitted <${Time} at=${one.created_at} />${one.created_by ? ' by ' + one.created_by : ''}`}`}
      actions=${one && html`<a class="button" href=${to(['jobs'], { batch_id: id })}>Its jobs</a>
        ${isOpen && html`<${Action} kind="danger" confirm=${`${count(one.status.PENDING)} waiting and ${count(one.status.RUNNING)} running jobs are cancelled; what has ended stays.`} sure="Cancel them" onClick=${cancel}>Cancel what is left<//>`}`}>
    <${Shown} of=${batch}>${(/** @type {any} */ found) => html`
      <${Panel}><div class="stack"><${Bar} percentage=${found.percentage} label="Progress of the batch" tone=${found.percentage >= 100 ? 'good' : ''} /><${Counts} of=${found} />
        ${found.cancelled_at && html`<p class="sub">Cancelled <${Time} at=${found.cancelled_at} /></p>`}</div><//>
      <${Cells} id=${id} turn=${STATES.map(state => found.status[state]).join()} />`}<//>
  <//>`;
}

/** The jobs as a map of verdicts: strategies down, markets across. @param {{id: string, turn: string}} properties turn: changes when a job does */
function Cells({ id, turn }) {
  const jobs = useEverything('jobs', { batch_id: id }, turn);
  return html`<${Shown} of=${jobs}>${(/** @type {any} */ page) => html`<${HeatMap} jobs=${page.items} />`}<//>`;
}

/** @param {{jobs: any[]}} properties */
function HeatMap({ jobs }) {
  const { rows, columns, cells } = useMemo(() => {
    /** @type {Map<string, any>} */
    const byPlace = new Map();
    for (const job of jobs) {
      const symbol = job.request.symbol ?? job.request.symbols.join(',');
      byPlace.set(`${job.request.strategy}|${symbol} ${job.request.timeframe}`, job);
    }
    const places = [...byPlace.keys()].map(key => key.split('|'));
    return { cells: byPlace, rows: [...new Set(places.map(([row]) => row))].sort(), columns: [...new Set(places.map(([, column]) => column))].sort() };
  }, [jobs]);
  /** @type {Record<string, number>} */
  const verdicts = {};
  for (const job of jobs) {
    const word = job.verdict ?? job.status;
    verdicts[word] = (verdicts[word] ?? 0) + 1;
  }
  return html`<${Panel} title="Verdicts">
    <p class="actions">${Object.entries(CELLS).filter(([word]) => verdicts[word]).map(([word, [sign, tone]]) => html`<span key=${word}><span class=${'cell-key ' + tone} aria-hidden="true">${sign}</span> ${word.replaceAll('_', ' ')}: ${count(verdicts[word])}</span>`)}</p>
    <div class="table" tabindex="0" role="region" aria-label="Verdicts by strategy and market"><table class="heat"><thead><tr><th scope="col">Strategy</th>${columns.map(column => html`<th scope="col" key=${column}>${column}</th>`)}</tr></thead>
      <tbody>${rows.map(row => html`<tr key=${row}><th scope="row">${row}</th>${columns.map(column => {
        const job = cells.get(`${row}|${column}`);
        if (!job) return html`<td key=${column}></td>`;
        const word = job.verdict ?? job.status;
        const [sign, tone] = CELLS[word] ?? CELLS.PENDING;
        const more = job.status === 'RUNNING' ? percent(job.percentage / 100, 0) : job.best_score === null || job.best_score === undefined ? '' : number(job.best_score);
        return html`<td key=${column} class=${'cell ' + tone}><a href=${job.config_id ? to(['configurations', job.config_id]) : to(['jobs', job.job_id])}
          title=${`${row} on ${column}: ${word.replaceAll('_', ' ')}${job.error?.message ? ', ' + job.error.message : ''}`}><span aria-hidden="true">${sign}</span> <span class="heard">${word.replaceAll('_', ' ')}</span> ${more}</a></td>`;
      })}</tr>`)}</tbody></table></div>
    <p class="sub">The number is the best score of the search, which is in sample: the sign is what it is worth.</p>
  <//>`;
}
