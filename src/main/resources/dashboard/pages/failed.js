import { get, post, request } from '../core/api.js';
import { absolute, count, Time, words } from '../core/format.js';
import { CHOICES, Filter, useList } from '../core/list.js';
import { setQuery, to, useRoute } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useState } from '../core/view.js';
import { Action, Empty, Fault, Id, Json, Page, Panel, Shown, Table, Tabs, tell } from '../core/widgets.js';

const FILTERS = ['kind', 'stage', 'error_class', 'strategy', 'symbol', 'exchange', 'timeframe', 'replayed', 'failed_after', 'failed_before'];
const STAGES = ['DATA_PREPARATION', 'OPTIMIZATION', 'VALIDATION', 'SAVE_CONFIGURATION'];

/** The filter as an operation takes it: without what is not given. @param {Record<string, string>} values */
const bodyOf = values => Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' && name !== 'replayed'));

/** Pages of a list, up to a number of items. @param {string} path @param {Record<string, string>} query @param {number} most */
async function all(path, query, most) {
  /** @type {any[]} */
  const items = [];
  let cursor = null;
  do {
    const page = await get(path, { ...query, limit: 500, cursor });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < most);
  return { items, isAll: cursor === null };
}

/** Failed jobs that wait for somebody: what went wrong, and what to do. */
export default function Failed() {
  const { query } = useRoute();
  const list = useList('failed-jobs', FILTERS, { events: ['dead-letter'], every: 60_000 });
  const view = query.get('view') === 'groups' ? 'groups' : 'list';
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ options = undefined, placeholder = '') =>
    html`<${Filter} name=${name} label=${label} value=${list.values[name]} set=${list.set} options=${options} placeholder=${placeholder} />`;
  const replayAll = async () => {
    const batch = await post('failed-jobs/replay', bodyOf(list.values));
    list.source.reload();
    if (batch.jobs === 0) tell('Nothing to replay: all of these are replayed already', 'calm');
    else tell(html`${count(batch.jobs)} jobs are replayed as <a href=${to(['batches', batch.batch_id])}>one batch</a>`);
  };
  return html`<${Page} title="Dead letters" sub="Jobs that failed for good. A replay is a new job with the same inputs."
      actions=${html`<${ReplayAll} values=${list.values} replay=${replayAll} />`}>
    <div class="filters">
      ${field('error_class', 'Error', undefined, 'UnknownSeriesException')}
      ${field('kind', 'Kind', CHOICES.kind)}
      ${field('stage', 'Stage', STAGES.map(stage => [stage, words(stage)]))}
      ${field('strategy', 'Strategy')}
      ${field('symbol', 'Market', undefined, 'BTC/USDT')}
      ${field('timeframe', 'Timeframe', CHOICES.timeframe)}
      ${field('replayed', 'Replayed', [['false', 'not yet'], ['true', 'yes']])}
      ${field('failed_after', 'After', undefined, '2026-01-31T00:00:00Z')}
      ${list.isFiltered && html`<button type="button" onClick=${list.clear}>Clear</button>`}
    </div>
    <${Tabs} current=${view} tabs=${[['list', 'One by one'], ['groups', 'By error']]}
      onChoose=${(/** @type {string} */ id) => setQuery({ view: id === 'groups' ? id : null, cursor: null })} />
    ${view === 'groups' ? html`<${Groups} values=${list.values} />` : html`<${Shown} of=${list.source}>${(/** @type {any} */ page) => html`
      ${page.items.length === 0
        ? html`<${Empty} title=${list.isFiltered ? 'No dead letter is like that' : 'No dead letters'}>
            ${list.isFiltered ? html`<button type="button" onClick=${list.clear}>Show all</button>` : 'Every job that has ended did so by itself.'}<//>`
        : html`<${Letters} items=${page.items} changed=${list.source.reload} />`}
      ${list.pager(page)}`}<//>`}
  <//>`;
}

/**
 * Asks how many there are before all are replayed.
 *
 * @param {{values: Record<string, string>, replay: () => Promise<void>}} properties
 */
function ReplayAll({ values, replay }) {
  const [found, setFound] = useState(/** @type {string | null} */ (null));
  const look = async () => {
    const { items, isAll } = await all('failed-jobs', { ...values, replayed: 'false' }, 5000);
    setFound(isAll ? count(items.length) : 'more than ' + count(items.length));
  };
  return found === null
    ? html`<${Action} onClick=${look}>Replay what the filter shows …<//>`
    : html`<span>${found} not replayed yet</span>
      <${Action} kind="primary" disabled=${found === '0'} onClick=${async () => { await replay(); setFound(null); }}>Replay ${found}<//>
      <button type="button" onClick=${() => setFound(null)}>Back</button>`;
}

/** @param {{items: any[], changed: () => void}} properties */
function Letters({ items, changed }) {
  const [open, setOpen] = useState('');
  const replay = async (/** @type {any} */ letter) => {
    const made = await post(`failed-jobs/${letter.id}/replay`);
    changed();
    tell(html`Replayed as <a href=${to(['jobs', made.job_id])}>a new job</a>`);
  };
  const discard = async (/** @type {any} */ letter) => {
    await request('DELETE', `failed-jobs/${letter.id}`);
    changed();
    tell('Discarded; the job stays FAILED');
  };
  return html`<${Table} label="Dead letters" rows=${items} id=${(/** @type {any} */ one) => one.id}
    onRow=${(/** @type {any} */ one) => setOpen(open === one.id ? '' : one.id)}
    below=${(/** @type {any} */ one) => html`<div class="stack"><span class="bad-text">${one.message}</span>
      ${open === one.id && html`<${Letter} id=${one.id} />`}</div>`}
    columns=${[
      { title: 'When', cell: (/** @type {any} */ one) => html`<${Time} at=${one.failed_at} />` },
      { title: 'Error', cell: (/** @type {any} */ one) => html`<strong>${one.error_class}</strong>` },
      { title: 'Kind', class: 'rare', cell: (/** @type {any} */ one) => one.kind },
      { title: 'Stage', class: 'rare', cell: (/** @type {any} */ one) => words(one.stage) },
      { title: 'Job', cell: (/** @type {any} */ one) => html`<a href=${to(['jobs', one.job_id])}>${one.strategy} ${one.symbol} ${one.timeframe}</a>` },
      { title: 'Attempts', class: 'num rare', cell: (/** @type {any} */ one) => one.attempts },
      { title: 'Kept until', class: 'rare', cell: (/** @type {any} */ one) => html`<${Time} at=${one.expires_at} />` },
      { title: '', cell: (/** @type {any} */ one) => html`<span class="actions small">
        <button type="button" aria-expanded=${open === one.id} onClick=${() => setOpen(open === one.id ? '' : one.id)}>Details</button>
        ${one.replayed_as ? html`<a href=${to(['jobs', one.replayed_as])}>replayed</a>` : html`<${Action} onClick=${() => replay(one)}>Replay<//>`}
        <${Action} kind="danger" confirm=${`The dead letter of ${absolute(one.failed_at)} is thrown away.`} sure="Discard" onClick=${() => discard(one)}>Discard<//></span>` },
    ]} />`;
}

/** All of one letter, when somebody asks for it. @param {{id: string}} properties */
function Letter({ id }) {
  const letter = useSource('failed-jobs/' + id, {}, { every: 0 });
  return html`<${Shown} of=${letter}>${(/** @type {any} */ one) => html`
    <dl class="facts"><dt>Worker</dt><dd>${one.worker_id ?? '–'}</dd><dt>Failed</dt><dd>${absolute(one.failed_at)}</dd></dl>
    ${one.stack && html`<details><summary>Stack trace</summary><pre class="code" tabindex="0">${one.stack}</pre></details>`}
    <details><summary>Request</summary><${Json} of=${one.request} /></details>`}<//>`;
}

/** Dead letters by their error, the most frequent first. @param {{values: Record<string, string>}} properties */
function Groups({ values }) {
  const [state, setState] = useState(/** @type {{key: string, groups?: any[], isAll?: boolean, error?: any}} */ ({ key: '' }));
  const key = JSON.stringify(values);
  const load = async () => {
    setState({ key });
    try {
      const { items, isAll } = await all('failed-jobs', values, 5000);
      /** @type {Map<string, any>} */
      const groups = new Map();
      for (const one of items) {
        const name = one.error_class + ' ' + one.kind;
        const group = groups.get(name) ?? { name, error_class: one.error_class, kind: one.kind, newest: one, count: 0, open: 0 };
        group.count++;
        if (!one.replayed_as) group.open++;
        groups.set(name, group);
      }
      setState({ key, isAll, groups: [...groups.values()].sort((a, b) => b.count - a.count) });
    } catch (error) {
      setState({ key, error });
    }
  };
  if (state.key !== key) {
    load();
    return null;
  }
  if (state.error) return html`<${Fault} error=${state.error} again=${load} />`;
  if (!state.groups) return html`<p class="waiting" role="status">Loading …</p>`;
  if (state.groups.length === 0) return html`<${Empty} title="No dead letters" />`;
  const replay = async (/** @type {any} */ group) => {
    const batch = await post('failed-jobs/replay', { ...bodyOf(values), error_class: group.error_class, kind: group.kind });
    tell(batch.batch_id ? html`${count(batch.jobs)} jobs are replayed as <a href=${to(['batches', batch.batch_id])}>one batch</a>` : 'All of these are replayed already');
    load();
  };
  return html`${!state.isAll && html`<p class="note">Of the newest 5,000 dead letters; older ones are not counted here.</p>`}
    <${Panel}><${Table} label="Dead letters by error" rows=${state.groups} id=${(/** @type {any} */ one) => one.name}
      below=${(/** @type {any} */ one) => html`<span class="sub">${one.newest.message}</span>`} columns=${[
        { title: 'Error', cell: (/** @type {any} */ one) => html`<a href=${to(['failed'], { ...values, error_class: one.error_class, kind: one.kind })}>${one.error_class}</a>` },
        { title: 'Kind', cell: (/** @type {any} */ one) => one.kind },
        { title: 'Dead letters', class: 'num', cell: (/** @type {any} */ one) => count(one.count) },
        { title: 'Not replayed', class: 'num', cell: (/** @type {any} */ one) => count(one.open) },
        { title: 'Newest', cell: (/** @type {any} */ one) => html`<${Time} at=${one.newest.failed_at} />` },
        { title: 'For example', class: 'rare', cell: (/** @type {any} */ one) => html`<${Id} of=${one.newest.job_id} href=${to(['jobs', one.newest.job_id])} />` },
        { title: '', cell: (/** @type {any} */ one) => one.open > 0 && html`<${Action} confirm=${`${count(one.open)} failed jobs become new jobs, in one batch.`} sure=${'Replay ' + count(one.open)} onClick=${() => replay(one)}>Replay<//>` },
      ]} /><//>`;
}
