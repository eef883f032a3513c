import { may, me, post, request } from '../core/api.js';
import { absolute, count, duration, Elapsed, figure, Time, words } from '../core/format.js';
import { CHOICES, Filter, useList } from '../core/list.js';
import { useProgress, withProgress } from '../core/progress.js';
import { to } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useEffect, useState, useStore } from '../core/view.js';
import { Action, ask, Bar, Empty, Page, Panel, Shown, Status, Table, tell } from '../core/widgets.js';

const USUAL = ['status', 'strategy', 'symbol', 'timeframe', 'error'];
const RARE = ['exchange', 'priority', 'created_by', 'batch_id', 'created_after', 'created_before'];

/** The most ids that one request names. */
const IDS_AT_ONCE = 500;

/** The service ends a request after twenty seconds and says what remains. */
const BULK_TIMEOUT = 60_000;

/** @typedef {{ids: Set<string>, all: null | {jobs: number, newest_id: string}}} Chosen `all`: what the filter shows, and not single jobs */
/** @typedef {(next: Chosen | ((chosen: Chosen) => Chosen)) => void} Choose */

/** @type {Chosen} */
const NOBODY = { ids: new Set(), all: null };

/** All jobs, newest first: what they do, what became of them, and what can be done about it. */
export default function Jobs() {
  const list = useList('jobs', [...USUAL, ...RARE], { events: ['state'], every: 30_000 });
  const counted = useSource('jobs/count', list.values, { events: ['state'], every: 60_000, pace: 5000 });
  const progress = useProgress(list.source.at);
  const [chosen, choose] = useState(NOBODY);
  const key = JSON.stringify(list.values);
  useEffect(() => choose(NOBODY), [key]);
  const changed = () => {
    list.source.reload();
    counted.reload();
  };
  return html`<${Page} title="Jobs" sub=${counted.data && `${count(counted.data.jobs)} ${counted.data.jobs === 1 ? 'job' : 'jobs'}${list.isFiltered ? ' of this filter' : ''}`}
      actions=${html`<${Begin} />`}>
    <${Filters} list=${list} />
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => page.items.length === 0
      ? html`<${Panel}><${Nothing} list=${list} /><//>`
      : html`<${Panel}>
          <${Bulk} chosen=${chosen} choose=${choose} page=${page} counted=${counted.data} values=${list.values} isFiltered=${list.isFiltered} changed=${changed} />
          <${Rows} jobs=${page.items.map((/** @type {any} */ job) => withProgress(job, progress[job.job_id]))} chosen=${chosen} choose=${choose} changed=${changed} />
          ${list.pager(page)}<//>`}<//>
  <//>`;
}

function Begin() {
  useStore(me);
  return may('operator') && html`<a class="button primary" href="#/train">Train</a>`;
}

/** @param {{list: any}} properties */
function Filters({ list }) {
  /** @param {string} name @param {string} label @param {any} [options] @param {string} [placeholder] */
  const field = (name, label, options, placeholder) =>
    html`<${Filter} name=${name} label=${label} value=${list.values[name]} set=${list.set} options=${options} placeholder=${placeholder} />`;
  const isOpen = RARE.some(name => list.values[name] !== '');
  return html`<div class="filters">
    ${field('status', 'Status', CHOICES.status)}
    ${field('error', 'Error contains', null, 'timeout')}
    ${field('strategy', 'Strategy', null, 'LIQUIDITY_SWEEP')}
    ${field('symbol', 'Market', null, 'BTC/USDT')}
    ${field('timeframe', 'Timeframe', CHOICES.timeframe)}
    ${list.isFiltered && html`<button type="button" onClick=${list.clear}>Clear</button>`}
    <details class="more-filters" open=${isOpen}><summary>More filters</summary><div class="filters">
      ${field('priority', 'Priority', CHOICES.priority)}
      ${field('exchange', 'Exchange', null, 'binance')}
      ${field('created_by', 'Submitted by')}
      ${field('batch_id', 'Batch')}
      ${field('created_after', 'Submitted from', null, '2026-01-31T00:00:00Z')}
      ${field('created_before', 'and before', null, '2026-02-01T00:00:00Z')}
    </div></details>
  </div>`;
}

/** @param {{list: any}} properties */
function Nothing({ list }) {
  useStore(me);
  if (list.isFiltered) {
    return html`<${Empty} title="No job is like that"><button type="button" onClick=${list.clear}>Show all jobs</button><//>`;
  }
  return html`<${Empty} title="No jobs yet">${may('operator')
    ? html`<ol class="steps"><li>Get candles: <a href="#/market-data">upload a file or fetch them from an exchange</a>.</li>
        <li><a href="#/train">Train a strategy</a> on them; the job then stands here.</li></ol>`
    : 'An operator can start one.'}<//>`;
}

/** What can be done to many. Each says the states in which it may be done. */
const ACTIONS = /** @type {const} */ ([
  { path: 'cancel', title: 'Cancel', done: 'cancelled', role: 'operator', kind: '', from: ['PENDING', 'RUNNING'], more: 'They can never complete after that.' },
  { path: 'retry', title: 'Retry', done: 'retried', role: 'operator', kind: '', from: ['FAILED', 'CANCELLED'], more: 'Each goes on from its stored trials, unless its failure was permanent.' },
  { path: 'delete', title: 'Delete', done: 'deleted', role: 'admin', kind: 'danger', from: ['COMPLETED', 'FAILED', 'CANCELLED'], more: 'Their trials, logs and events go with them and cannot be brought back. Configurations stay.' },
]);

/** @param {number} number */
const jobs = number => `${count(number)} ${number === 1 ? 'job' : 'jobs'}`;

/**
 * The requests that name what is chosen.
 *
 * @param {Chosen} chosen
 * @param {Record<string, string>} values
 * @param {boolean} isFiltered
 * @returns {any[]}
 */
function selections(chosen, values, isFiltered) {
  if (chosen.all) {
    const filter = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    return [{ ...(isFiltered ? filter : { all: true }), up_to: chosen.all.newest_id }];
  }
  const ids = [...chosen.ids];
  return Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, i) => ({ job_ids: ids.slice(i * IDS_AT_ONCE, (i + 1) * IDS_AT_ONCE) }));
}

/**
 * Does something to all that is chosen, request after request until nothing remains.
 *
 * @param {string} path
 * @param {any[]} bodies
 * @param {boolean} dryRun
 * @param {(changed: number) => void} [onProgress]
 */
async function runAll(path, bodies, dryRun, onProgress = () => {}) {
  let changed = 0;
  /** @type {Map<string, number>} */
  const skipped = new Map();
  for (const body of bodies) {
    let answer;
    do {
      answer = await request('POST', 'jobs/' + path, { body: { ...body, dry_run: dryRun }, timeout: BULK_TIMEOUT });
      changed += answer.changed;
      onProgress(changed);
    } while (answer.remaining > 0 && answer.changed > 0);
    for (const group of answer.skipped) {
      const reason = group.reason === 'wrong_state' ? `${group.job_status}: ${group.message}` : group.message;
      skipped.set(reason, (skipped.get(reason) ?? 0) + group.jobs);
    }
  }
  return { changed, skipped: [...skipped] };
}

/** @param {{skipped: [string, number][]}} properties */
const Skipped = ({ skipped }) => skipped.length > 0 && html`<p>Left as they are:</p>
  <ul class="reasons">${skipped.map(([reason, number]) => html`<li key=${reason}>${jobs(number)}, ${reason}</li>`)}</ul>`;

/**
 * @param {object} properties
 * @param {Chosen} properties.chosen
 * @param {Choose} properties.choose
 * @param {any} properties.page
 * @param {any} properties.counted
 * @param {Record<string, string>} properties.values
 * @param {boolean} properties.isFiltered
 * @param {() => void} properties.changed
 */
function Bulk({ chosen, choose, page, counted, values, isFiltered, changed }) {
  useStore(me);
  const [running, setRunning] = useState('');
  if (!may('operator')) return null;
  const ids = page.items.map((/** @type {any} */ job) => job.job_id);
  const isWhole = chosen.all !== null || ids.every((/** @type {string} */ id) => chosen.ids.has(id));
  const number = chosen.all ? chosen.all.jobs : chosen.ids.size;
  const choosePage = (/** @type {boolean} */ on) => choose(old => (
    { ids: new Set(on ? [...old.ids, ...ids] : [...old.ids].filter(id => !ids.includes(id))), all: null }));
  const act = async (/** @type {typeof ACTIONS[number]} */ action) => {
    const bodies = selections(chosen, values, isFiltered);
    const asked = await runAll(action.path, bodies, true);
    if (asked.changed === 0) {
      tell(html`Nothing to ${action.title.toLowerCase()}. <${Skipped} skipped=${asked.skipped} />`, 'calm');
      return;
    }
    const question = html`<p><strong>${jobs(asked.changed)} will be ${action.done}.</strong> ${action.more}</p><${Skipped} skipped=${asked.skipped} />`;
    if (!(await ask(question, `${action.title} ${jobs(asked.changed)}`, action.kind === 'danger'))) return;
    setRunning(`${action.title}: 0 of ${count(asked.changed)} …`);
    try {
      const done = await runAll(action.path, bodies, false, now => setRunning(`${action.title}: ${count(now)} of ${count(asked.changed)} …`));
      tell(`${jobs(done.changed)} ${action.done}`);
      choose(NOBODY);
    } finally {
      setRunning('');
      changed();
    }
  };
  return html`<div class="bulk">
    <label class="field row"><input type="checkbox" checked=${isWhole} onChange=${(/** @type {any} */ e) => choosePage(e.target.checked)} /> All ${count(ids.length)} on this page</label>
    ${chosen.all === null && counted?.newest_id && counted.jobs > ids.length && html`<button type="button" class="plain" onClick=${() => choose({ ids: new Set(), all: counted })}>
      All ${count(counted.jobs)} that ${isFiltered ? 'the filter shows' : 'there are'}</button>`}
    ${number > 0 && html`<strong role="status">${jobs(number)} chosen</strong>
      ${ACTIONS.map(action => html`<${Action} key=${action.path} role=${action.role} kind=${action.kind} disabled=${running !== ''} onClick=${() => act(action)}>${action.title} …<//>`)}
      <button type="button" class="plain" onClick=${() => choose(NOBODY)}>None</button>`}
    ${running && html`<span role="status">${running}</span>`}
  </div>`;
}

/**
 * @param {object} properties
 * @param {any[]} properties.jobs
 * @param {Chosen} properties.chosen
 * @param {Choose} properties.choose
 * @param {() => void} properties.changed
 */
function Rows({ jobs: rows, chosen, choose, changed }) {
  useStore(me);
  const isChosen = (/** @type {any} */ job) => chosen.all !== null || chosen.ids.has(job.job_id);
  const toggle = (/** @type {any} */ job) => choose(old => {
    const ids = old.all ? new Set(rows.map(row => row.job_id)) : new Set(old.ids);
    if (!ids.delete(job.job_id)) ids.add(job.job_id);
    return { ids, all: null };
  });
  const retry = async (/** @type {any} */ job) => {
    await post(`jobs/${job.job_id}/retry`);
    changed();
    tell('It waits again');
  };
  const cancel = async (/** @type {any} */ job) => {
    await request('DELETE', `jobs/${job.job_id}`);
    changed();
    tell('Cancelled');
  };
  /** @type {import('../core/widgets.js').Column[]} */
  const columns = [
    { title: 'Job', cell: job => html`<a href=${to(['jobs', job.job_id])} title=${job.job_id}>${job.request.strategy}</a>
      <div class="sub">${(job.request.symbols ?? [job.request.symbol]).join(', ')} ${job.request.timeframe} · ${job.request.exchange}${job.priority !== 'normal' && html` · <strong>${job.priority}</strong>`}</div>` },
    { title: 'Status', cell: job => html`<${Status} of=${job.status} /><${Detail} job=${job} />` },
    { title: 'Verdict', hint: 'What validation says on candles that the search has not seen', cell: job => (job.verdict
      ? html`<a href=${to(['configurations', job.config_id])}><${Status} of=${job.verdict} /></a>`
      : html`<span class="none">${job.config_id ? 'not validated' : '–'}</span>`) },
    { title: 'Best score', class: 'num', hint: 'Value of the objective in the best trial, on the candles of the search: in sample', cell: job => figure(job.best_score) },
    { title: 'Ran for', class: 'num rare', hint: 'From its first claim to its end', cell: job => html`<${Ran} job=${job} />` },
    { title: 'Attempts', class: 'num rare', hint: 'The current or last attempt, of those after which a failure is final', cell: job => `${job.attempt} of ${job.max_attempts}` },
    { title: 'By', class: 'rare', cell: job => job.created_by ?? html`<span class="none">–</span>` },
    { title: 'Age', class: 'rare', cell: job => html`<${Time} at=${job.created_at} />` },
    { title: '', class: 'rare', cell: job => html`<span class="actions small">${job.status === 'PENDING' || job.status === 'RUNNING'
      ? html`<${Action} confirm=${`${job.request.strategy} on ${job.request.symbol ?? job.request.symbols.join(', ')} is cancelled and can never complete.`} sure="Cancel the job" onClick=${() => cancel(job)}>Cancel<//>`
      : job.status === 'CANCELLED' && html`<${Action} onClick=${() => retry(job)}>Retry<//>`}</span>` },
  ];
  if (may('operator')) {
    columns.unshift({ title: '', cell: job => html`<input type="checkbox" aria-label=${'Choose ' + job.request.strategy + ' of ' + absolute(job.created_at)}
      checked=${isChosen(job)} onChange=${() => toggle(job)} />` });
  }
  return html`<${Table} label="Jobs" rows=${rows} id=${(/** @type {any} */ job) => job.job_id} columns=${columns}
    tone=${(/** @type {any} */ job) => (isChosen(job) ? 'chosen' : '')}
    below=${(/** @type {any} */ job) => job.error && job.status !== 'COMPLETED' && html`<div class="why">
      ${job.status === 'FAILED' && html`<span class="small"><${Action} onClick=${() => retry(job)}>Retry<//></span>`}
      <div><strong class="bad-text">${job.error.class}</strong> ${job.error.message}
        <div class="sub">${words(job.error.kind)}${job.error.stage && `, in ${words(job.error.stage).toLowerCase()}`}${job.finished_at && html`, <${Time} at=${job.finished_at} />`}${job.status === 'PENDING' && ', is tried again'}</div></div></div>`} />`;
}

/** What its state means at the moment. @param {{job: any}} properties */
function Detail({ job }) {
  if (job.status === 'RUNNING') {
    return html`<${Bar} percentage=${job.percentage} label=${'Progress of ' + job.request.strategy} /><div class="sub">${words(job.stage)}</div>`;
  }
  if (job.status === 'PENDING') {
    return html`<div class="sub">${job.queue_position ? `${count(job.queue_position)}. in the queue` : html`due <${Time} at=${job.run_at} />`}</div>`;
  }
  return job.status !== 'COMPLETED' && job.percentage > 0 ? html`<div class="sub">at ${figure(job.percentage, 3)} %</div>` : null;
}

/** @param {{job: any}} properties */
function Ran({ job }) {
  if (!job.started_at) return html`<span class="none">–</span>`;
  if (job.finished_at) return html`<span>${duration(new Date(job.finished_at).getTime() - new Date(job.started_at).getTime())}</span>`;
  return job.status === 'RUNNING' ? html`<${Elapsed} since=${job.started_at} />` : html`<span class="none">–</span>`;
}
