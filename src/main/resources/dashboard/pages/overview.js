import { axis, Plot, timeAxis } from '../charts/plot.js';
import { may, me, outage, post } from '../core/api.js';
import { absolute, count, duration, Elapsed, figure, Time, useNow, words } from '../core/format.js';
import { useEvents } from '../core/live.js';
import { useProgress, withProgress } from '../core/progress.js';
import { to } from '../core/router.js';
import { colour } from '../core/settings.js';
import { useSource } from '../core/source.js';
import { html, useEffect, useMemo, useRef, useState, useStore } from '../core/view.js';
import { Action, Bar, Empty, Figure, Id, Page, Panel, Shown, Status, Table, Tabs, tell } from '../core/widgets.js';

/** The service reads its figures once a second: what happened is in those that are read after that. */
const SETTLED = 1200;

const NEWS = ['state', 'queue', 'worker', 'dead-letter', 'route-edit', 'schedule', 'forward'];

/** What the operator wants to know first: may I sleep, and if not, why not? */
export default function Overview() {
  const overview = useSource('overview');
  const progress = useProgress(overview.data?.as_of);
  const timer = useRef(/** @type {number | undefined} */ (undefined));
  useEvents(NEWS, {}, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      overview.reload();
    }, SETTLED);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const steer = async (/** @type {'pause' | 'resume'} */ what) => {
    await post('queue/' + what);
    tell(what === 'pause' ? 'Paused: running jobs go on to their end, no other starts' : 'Resumed');
    await new Promise(done => setTimeout(done, SETTLED));
    overview.reload();
  };
  const now = overview.data;
  return html`<${Page} title="Overview" asOf=${now?.as_of} actions=${now && (now.queue.paused
      ? html`<${Action} kind="primary" onClick=${() => steer('resume')}>Resume the queue<//>`
      : html`<${Action} confirm=${`No job starts until the queue is resumed. ${now.queue.running === 1 ? 'The running job goes' : count(now.queue.running) + ' running jobs go'} on to the end.`}
          sure="Pause" onClick=${() => steer('pause')}>Pause the queue<//>`)}>
    <${Shown} of=${overview}>${(/** @type {any} */ data) => html`
      <${Sleep} sleep=${data.sleep} />
      <${Running} jobs=${data.running} all=${data.queue.running} progress=${progress} queue=${data.queue} />
      <div class="grid">
        <${Queue} queue=${data.queue} />
        <${Failures} groups=${data.failures} counts=${data.counts.day} />
      </div>
      <${Trends} trends=${data.trends} counts=${data.counts} />
      <div class="grid">
        <${Workers} workers=${data.workers} asOf=${data.as_of} />
        <${Health} health=${data.health} />
      </div>`}<//>
  <//>`;
}

const SIGNS = /** @type {Record<string, [string, string, string]>} */ ({
  critical: ['✕', 'bad-text', 'Urgent'],
  warning: ['!', 'warn-text', 'Look at it'],
  info: ['·', '', 'To know'],
});

/** @param {{sleep: {ok: boolean, reasons: any[]}}} properties */
function Sleep({ sleep }) {
  const away = useStore(outage);
  if (away) {
    return html`<${Panel}><p class="headline bad-text"><span aria-hidden="true">✕</span> Nobody knows: the service does not answer.</p>
      <p>No answer since ${absolute(away.since)}. Look whether its process runs; what follows is of before.</p><//>`;
  }
  const first = sleep.reasons[0];
  const answer = sleep.ok ? 'Yes, you may sleep.' : first.severity === 'critical' ? 'No, do not sleep yet.' : 'Not without a look at this.';
  const tone = sleep.ok ? 'good-text' : first.severity === 'critical' ? 'bad-text' : 'warn-text';
  return html`<${Panel} class="answer">
    <p class=${'headline ' + tone}><span aria-hidden="true">${sleep.ok ? '✓' : first.severity === 'critical' ? '✕' : '!'}</span> ${answer}</p>
    ${sleep.reasons.length === 0
      ? html`<p class="sub">Jobs are handed out, workers live, routes run, and nothing has failed in the last hour.</p>`
      : html`<ul class="signed">${sleep.reasons.map(reason => {
        const [sign, kind, title] = SIGNS[reason.severity];
        return html`<li key=${reason.message}><span class=${kind} title=${title} aria-label=${title} role="img">${sign}</span>
          <span>${reason.message}${reason.link_to !== '#/' && html` <a href=${reason.link_to}>Show</a>`}</span></li>`;
      })}</ul>`}
  <//>`;
}

/** @param {{at: string | null}} properties */
function Left({ at }) {
  const now = useNow();
  if (!at) return html`<span class="none" title="Known once some trials are done">–</span>`;
  const millis = new Date(at).getTime() - now;
  return html`<span title=${'Expected end ' + absolute(at)}>${millis > 0 ? duration(millis) : 'any moment'}</span>`;
}

/** @param {{jobs: any[], all: number, progress: Record<string, any>, queue: any}} properties */
function Running({ jobs, all, progress, queue }) {
  const rows = jobs.map(job => withProgress(job, progress[job.job_id]));
  return html`<${Panel} title=${html`Running: ${count(all)} of ${count(queue.slots)} slots`}
      actions=${html`<a href=${to(['jobs'], { status: 'RUNNING' })}>All running jobs</a>`}>
    ${rows.length === 0 ? html`<${Nothing} queue=${queue} />` : html`<${Table} label="Running jobs" rows=${rows} id=${(/** @type {any} */ job) => job.job_id} columns=${[
      { title: 'Job', cell: (/** @type {any} */ job) => html`<a href=${to(['jobs', job.job_id])}>${job.strategy}</a>
        <div class="sub">${job.symbol} ${job.timeframe} · ${job.exchange}</div>` },
      { title: 'Progress', cell: (/** @type {any} */ job) => html`<${Bar} percentage=${job.percentage} label=${`${job.strategy} ${job.symbol}`} />
        <div class="sub">${words(job.stage)}</div>` },
      { title: 'Left', class: 'num', hint: 'Time to its end at the current pace', cell: (/** @type {any} */ job) => html`<${Left} at=${job.estimated_completion} />` },
      { title: 'Best score', class: 'num', hint: 'Value of the objective in the best trial, on the candles of the search', cell: (/** @type {any} */ job) => figure(job.best_score) },
      { title: 'Runs for', class: 'num rare', cell: (/** @type {any} */ job) => job.started_at && html`<${Elapsed} since=${job.started_at} />` },
      { title: 'Attempt', class: 'num rare', cell: (/** @type {any} */ job) => job.attempt },
      { title: 'Worker', class: 'rare', cell: (/** @type {any} */ job) => html`<${Id} of=${job.worker_id} />` },
    ]} />`}
    ${all > rows.length && rows.length > 0 && html`<p class="sub">The oldest ${count(rows.length)} of ${count(all)}.</p>`}
  <//>`;
}

/** @param {{queue: any}} properties */
function Nothing({ queue }) {
  useStore(me);
  const due = queue.ready.high + queue.ready.normal + queue.ready.low;
  if (due > 0) return html`<p class="sub">Nothing runs${queue.paused ? ': the queue is paused' : queue.workers === 0 ? ': no worker lives' : ' at this moment'}.</p>`;
  return html`<${Empty} title="Nothing runs and nothing waits">
    ${may('operator') ? html`<a href="#/train">Train a strategy</a>; candles come from <a href="#/market-data">files or exchanges</a>.` : 'Who may train can start a job here.'}<//>`;
}

/** @param {{queue: any}} properties */
function Queue({ queue }) {
  const most = Math.max(1, queue.ready.high, queue.ready.normal, queue.ready.low);
  return html`<${Panel} title="Queue" actions=${queue.paused && html`<${Status} of="PAUSED" />`}>
    <div class="figures">
      <${Figure} name="Oldest wait" value=${queue.oldest_wait_seconds > 0 ? duration(queue.oldest_wait_seconds * 1000) : 'none waits'} hint="How long the job has been due that waits longest" />
      <${Figure} name="Due later" value=${count(queue.delayed)} hint="Jobs with a run_at to come, and those that wait for their next attempt" />
      <${Figure} name="Slots used" value=${`${count(queue.running)} of ${count(queue.slots)}`} hint="Jobs that run, of those that all living workers can run at once" />
    </div>
    <dl class="depth">${['high', 'normal', 'low'].map(priority => html`
      <dt>${words(priority)}</dt>
      <dd><meter min="0" max=${most} value=${queue.ready[priority]} aria-label=${'Waiting, priority ' + priority}></meter>
        <a href=${to(['jobs'], { status: 'PENDING', priority })}>${count(queue.ready[priority])}</a></dd>`)}</dl>
  <//>`;
}

/** @param {{groups: any[], counts: any}} properties */
function Failures({ groups, counts }) {
  return html`<${Panel} title=${html`Failures of the day: ${count(counts.failed)}`} actions=${html`<a href="#/failed">Dead letters</a>`}>
    ${groups.length === 0 ? html`<p class="sub">No job has failed since ${absolute(counts.since, { seconds: false })}.</p>`
      : html`<ul class="rows">${groups.slice(0, 8).map(group => html`<li key=${group.error_class}>
        <div class="row-head">
          <a href=${to(['failed'], { error_class: group.error_class, failed_after: counts.since })}>${group.error_class}</a>
          <a class="amount" href=${to(['jobs'], { status: 'FAILED', error: group.error_class })} title="The jobs that are still failed by it">${count(group.jobs)} ${group.jobs === 1 ? 'job' : 'jobs'}</a>
        </div>
        <div class="sub">${words(group.kind)}, ${group.not_replayed === 0 ? 'all retried or replayed' : count(group.not_replayed) + ' neither retried nor replayed'},
          newest <${Time} at=${group.newest_at} /></div>
        <div class="sub cut" title=${group.message}>${group.message}</div></li>`)}</ul>
        ${groups.length > 8 && html`<p class="sub">and ${count(groups.length - 8)} other errors</p>`}`}
  <//>`;
}

const LINES = [
  { name: 'completed', tone: 'good', dash: undefined },
  { name: 'failed', tone: 'bad', dash: [6, 3] },
  { name: 'cancelled', tone: 'soft', dash: [2, 3] },
];

const options = () => ({
  cursor: { y: false },
  legend: { live: true },
  scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ _least, /** @type {number} */ most) => [0, Math.max(1, most * 1.05)] } },
  axes: [timeAxis(), axis({ size: 46, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000] })],
  series: [{ value: (/** @type {any} */ _, /** @type {number | null} */ time) => (time === null ? '–' : absolute(time * 1000, { seconds: false })) }, ...LINES.map(line => ({
    label: line.name, stroke: () => colour(line.tone), width: 2, dash: line.dash, points: { show: false },
    fill: line.name === 'completed' ? () => colour('good-bg') : undefined,
  }))],
});

/** @param {{trends: any, counts: any}} properties */
function Trends({ trends, counts }) {
  const [period, setPeriod] = useState(/** @type {'hour' | 'day'} */ ('hour'));
  const points = trends[period];
  const data = useMemo(() => [
    points.map((/** @type {any} */ point) => new Date(point.at).getTime() / 1000),
    ...LINES.map(line => points.map((/** @type {any} */ point) => point[line.name])),
  ], [points]);
  const sum = counts[period];
  const step = period === 'hour' ? 'minute' : 'quarter of an hour';
  return html`<${Panel} title=${period === 'hour' ? 'Last hour, by minutes' : 'Last day, by quarters of an hour'} actions=${html`
      <${Tabs} tabs=${[['hour', 'Hour'], ['day', 'Day']]} current=${period} onChoose=${(/** @type {any} */ id) => setPeriod(id)} />`}>
    <div class="figures">
      <${Figure} name="Submitted" value=${count(sum.submitted)} href=${to(['jobs'], { created_after: sum.since })} />
      <${Figure} name="Completed" tone="good" value=${count(sum.completed)} />
      <${Figure} name="Failed" tone=${sum.failed > 0 ? 'bad' : ''} value=${count(sum.failed)} href=${to(['failed'], { failed_after: sum.since })}
        hint="Jobs that failed for good since then; they count here even if they were retried" />
      <${Figure} name="Cancelled" value=${count(sum.cancelled)} />
    </div>
    <${Plot} kind=${period} height=${180} options=${options} data=${data}
      label=${`Jobs by ${step} since ${absolute(sum.since)}: ${count(sum.completed)} completed, ${count(sum.failed)} failed, ${count(sum.cancelled)} cancelled`} />
  <//>`;
}

/** @param {{workers: any[], asOf: string}} properties */
function Workers({ workers, asOf }) {
  return html`<${Panel} title=${html`Workers: ${count(workers.length)}`} actions=${html`<a href="#/workers">More</a>`}>
    ${workers.length === 0 ? html`<${Empty} title="No worker lives">Jobs wait until one starts: <code>java -jar trainyard.jar --trainyard.role=worker</code> with the same database and Redis.<//>`
      : html`<ul class="rows">${workers.map(worker => html`<li key=${worker.id}>
        <div class="row-head"><code class="cut">${worker.id}</code>
          <span class="amount">${worker.running} of ${worker.slots} ${worker.slots === 1 ? 'slot' : 'slots'}</span>
          <span class=${'status ' + (worker.state === 'late' ? 'warn' : 'good')}>${worker.state === 'late' ? '! late' : '✓ living'}</span></div>
        <div class="sub">${worker.host}, last heartbeat <span title=${absolute(worker.last_heartbeat)}>${duration(new Date(asOf).getTime() - new Date(worker.last_heartbeat).getTime())}</span> before
          ${worker.job_ids.map((/** @type {string} */ id) => html` · <${Id} of=${id} href=${to(['jobs', id])} />`)}</div></li>`)}</ul>`}
  <//>`;
}

/** @param {{health: any}} properties */
function Health({ health }) {
  return html`<${Panel} title="This process" actions=${html`<${Status} of=${health.status} />`}>
    <ul class="rows">${health.components.map((/** @type {any} */ part) => html`<li key=${part.name}>
      <div class="row-head"><span>${{ db: 'PostgreSQL', redis: 'Redis', routes: 'Routes', queue: 'Fetching of jobs', disk: 'Disk' }[/** @type {string} */ (part.name)] ?? part.name}</span>
        <span class="amount"><${Status} of=${part.status} /></span></div>
      ${part.reason && html`<div class="sub">${part.reason}</div>`}</li>`)}</ul>
  <//>`;
}
