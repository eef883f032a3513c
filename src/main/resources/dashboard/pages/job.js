/** One job: what it does, how it went, and everything that it tried. */
import { ApiError, me, post, request, url } from '../core/api.js';
import { absolute, count, duration, Elapsed, Time, useNow, words } from '../core/format.js';
import { METRICS, VERDICTS } from '../core/metrics.js';
import { useStory } from '../core/live.js';
import { setQuery, to, useRoute } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useEffect, useMemo, useState, useStore } from '../core/view.js';
import { Action, Bar, Copy, Empty, Fault, Id, Json, Page, Panel, Shown, Status, Table, Tabs, tell } from '../core/widgets.js';
import { Log } from './job-log.js';
import { Search } from './job-search.js';
import { createStory, FINAL } from './job-story.js';
import { TrialTable } from './job-table.js';
import { useTrials } from './job-trials.js';

const STAGES = ['DATA_PREPARATION', 'OPTIMIZATION', 'VALIDATION', 'SAVE_CONFIGURATION'];

/** @param {{route: import('../core/router.js').Route}} properties */
export default function Job({ route }) {
  const id = route.rest[0];
  const job = useSource(`jobs/${encodeURIComponent(id)}`, {}, { every: 30_000 });
  if (job.data === null) {
    return html`<${Page} title="Job" sub=${html`<code>${id}</code>`}>
      ${job.error?.status === 404
        ? html`<${Empty} title="There is no such job">It may have been deleted after its time of keeping. <a href="#/jobs">To all jobs</a><//>`
        : html`<${Shown} of=${job}>${() => null}<//>`}
    <//>`;
  }
  return html`<${Present} source=${job} />`;
}

/**
 * A job that exists.
 *
 * @param {{source: import('../core/source.js').Source}} properties
 */
function Present({ source }) {
  const job = source.data;
  const id = job.job_id;
  const [story] = useState(createStory);
  const told = useStore(story.now);
  const [turn, setTurn] = useState(0);
  useStory(`jobs/${id}/events`, ['state', 'progress', 'trial', 'log'], turn, story.hear, story.isOver, source.reload);

  // The stream says first what the job has become; the rest of the job is asked for then
  useEffect(() => {
    if (told.states > 0) source.reload();
  }, [told.states]);
  // Somebody else may have started it again after its stream had ended
  const isAgain = told.isOver && !FINAL.includes(job.status) && Date.parse(job.updated_at) > Date.parse(told.at);
  useEffect(() => {
    if (isAgain) setTurn(n => n + 1);
  }, [isAgain]);
  const restarted = () => {
    source.reload();
    setTurn(n => n + 1);
  };

  // What is newer: the answer to a request, or the last event
  const isStale = told.state && told.state.status !== job.status && Date.parse(told.state.at) > Date.parse(job.updated_at);
  const { status, stage, attempt, at, worker_id, config_id, error } = isStale ? told.state : job;
  const present = isStale
    ? { ...job, status, stage, attempt, worker_id, config_id: config_id ?? job.config_id, error: error ?? null, finished_at: FINAL.includes(status) ? at : null }
    : job;
  const trials = useTrials(id, told.trials, told.begun, told.isOver);
  return html`<${View} job=${present} told=${told} trials=${trials} changed=${source.reload} restarted=${restarted} error=${source.error} />`;
}

/**
 * @param {object} properties
 * @param {any} properties.job
 * @param {import('./job-story.js').Told} properties.told
 * @param {ReturnType<typeof useTrials>} properties.trials
 * @param {() => void} properties.changed
 * @param {() => void} properties.restarted
 * @param {any} properties.error
 */
function View({ job, told, trials, changed, restarted, error }) {
  const { query } = useRoute();
  const { request: asked, status } = job;
  const isLive = !FINAL.includes(status);
  const progress = told.progress ?? { percentage: job.percentage, current_step: job.stage };
  const title = `${asked.strategy} on ${asked.symbols ? asked.symbols.length + ' markets' : asked.symbol}, ${asked.timeframe}`;
  const total = trials.data?.total ?? 0;
  const usual = status === 'FAILED' && trials.data?.total === 0 ? 'log' : 'search';
  const tab = query.get('tab') ?? usual;
  return html`<${Page} title=${title}
      sub=${html`${asked.exchange} · ${asked.optimizer}, ${count(asked.n_iterations)} trials for the best ${words(asked.objective).toLowerCase()} · ${job.priority} priority · <${Id} of=${job.job_id} />`}
      actions=${html`<${Buttons} job=${job} restarted=${restarted} changed=${changed} />`}>
    ${error && html`<p class="stale" role="status">Not up to date: ${error.message}. It is asked for again.</p>`}
    <${Panel}>
      <div class="state-line"><${Status} of=${status} /><span><${Words} job=${job} progress=${progress} /></span></div>
      ${isLive && html`<${Bar} percentage=${progress.percentage ?? 0} label="Progress of the job" tone=${status === 'RUNNING' ? '' : 'calm'} />`}
      <${Timeline} job=${job} logs=${told.logs} progress=${progress} />
    <//>
    ${status === 'FAILED' && html`<${Failure} job=${job} restarted=${restarted} />`}
    ${status === 'COMPLETED' && html`<${Outcome} job=${job} />`}
    <${Tabs} current=${tab} onChoose=${(/** @type {string} */ one) => setQuery({ tab: one === usual ? null : one })} tabs=${[
      ['search', 'Search'], ['trials', total > 0 ? `Trials (${count(total)})` : 'Trials'], ['log', `Log (${count(told.logs.length)})`],
      ['attempts', `Attempts (${count(job.attempts.length)})`], ['request', 'Request']]} />
    <div role="tabpanel" aria-label=${tab}>
      ${tab === 'trials' ? html`<${TrialTable} job=${job} total=${total} isLive=${isLive} winner=${trials.data?.winner ?? null} />`
        : tab === 'log' ? html`<${Log} id=${job.job_id} lines=${told.logs} dropped=${told.dropped} isLive=${isLive} />`
        : tab === 'attempts' ? html`<${Attempts} job=${job} />`
        : tab === 'request' ? html`<${Request} job=${job} />`
        : trials.data === null
          ? trials.error ? html`<${Fault} error=${trials.error} again=${trials.reload} />` : html`<p class="waiting" role="status">Loading the trials …</p>`
          : html`<${Search} job=${job} columns=${trials.data} isLive=${isLive} />`}
    </div>
  <//>`;
}

/** What can be done with the job. @param {{job: any, restarted: () => void, changed: () => void}} properties */
function Buttons({ job, restarted, changed }) {
  const isLive = !FINAL.includes(job.status);
  const cancel = async () => {
    try {
      await request('DELETE', `jobs/${job.job_id}`);
    } catch (e) {
      // Somebody was faster, or the job has just ended: the page shows how
      if (!(e instanceof ApiError) || e.status !== 409) throw e;
      tell('It has ended already');
      changed();
      return;
    }
    changed();
    tell(job.status === 'RUNNING' ? 'It is being stopped: its worker ends within a second' : 'Cancelled');
  };
  useStore(me);
  return html`
    ${isLive && html`<${Action} kind="danger" sure="Cancel the job" onClick=${cancel}
      confirm=${`The job ends without a result. ${job.status === 'RUNNING' ? 'Its trials so far are kept, so that a retry goes on from them.' : ''}`}>Cancel<//>`}
    ${job.status === 'CANCELLED' && html`<${Retry} job=${job} restarted=${restarted} />`}
    ${me.get()?.role !== 'viewer' && html`<a class="button" href=${to(['train'], { from: job.job_id })} title="A new job, with the form filled in as this one was asked for">Same again with …</a>`}
    <${Copy} text=${() => location.href}>Copy link<//>`;
}

/** @param {{job: any, restarted: () => void}} properties */
function Retry({ job, restarted }) {
  const retry = async () => {
    await post(`jobs/${job.job_id}/retry`);
    restarted();
    tell('It waits again');
  };
  const isFresh = job.error?.kind === 'permanent';
  return html`<${Action} kind="primary" onClick=${retry} title=${isFresh ? 'The same job from its beginning' : 'The same job, from the trials that are stored'}>Retry<//>`;
}

/** The state in words. @param {{job: any, progress: any}} properties */
function Words({ job, progress }) {
  const now = useNow();
  if (job.status === 'PENDING') {
    const due = new Date(job.run_at).getTime();
    if (due > now) return html`${job.attempt > 0 && job.error ? 'It failed and is tried again' : 'It starts'} <${Time} at=${job.run_at} />.`;
    return html`It waits for a free slot${job.queue_position ? html`, at position <strong>${count(job.queue_position)}</strong> of the queue` : ''}, since <${Elapsed} since=${job.run_at} />.`;
  }
  if (job.status === 'RUNNING') {
    const end = progress.estimated_completion;
    return html`Attempt ${job.attempt} of ${job.max_attempts} on <code>${job.worker_id}</code>${job.helpers?.length > 0 && html`, helped by <span title=${job.helpers.join(', ')}>${count(job.helpers.length)} other ${job.helpers.length === 1 ? 'worker' : 'workers'}</span>`}: ${progress.step_details ?? words(progress.current_step).toLowerCase()}.
      ${end ? html` It is expected to end <strong><${Time} at=${end} /></strong>.` : ' When it ends is not known yet.'}`;
  }
  const took = job.started_at ? html`, <${Elapsed} since=${job.started_at} until=${job.finished_at} /> after its first start` : '';
  if (job.status === 'COMPLETED') return html`It completed <${Time} at=${job.finished_at} />${took}.`;
  if (job.status === 'FAILED') return html`It failed <${Time} at=${job.finished_at} /> in ${words(job.error?.stage ?? job.stage).toLowerCase()}, at attempt ${job.attempt} of ${job.max_attempts}.`;
  return html`It was cancelled <${Time} at=${job.finished_at} />${took}.`;
}

/**
 * The stages with their times, taken from the log.
 *
 * @param {{job: any, logs: import('./job-story.js').Line[], progress: any}} properties
 */
function Timeline({ job, logs, progress }) {
  const begun = useMemo(() => {
    /** @type {Record<string, string>} */
    const first = {};
    for (const line of logs) if (line.stage && !first[line.stage]) first[line.stage] = line.at;
    if (job.started_at) first.DATA_PREPARATION ??= job.started_at;
    return first;
  }, [logs, job.started_at]);
  const current = job.status === 'COMPLETED' ? STAGES.length : STAGES.indexOf(job.status === 'FAILED' ? job.error?.stage ?? job.stage : progress.current_step ?? job.stage);
  return html`<ol class="timeline" aria-label="Stages">${STAGES.map((stage, i) => {
    const next = STAGES.slice(i + 1).map(other => begun[other]).find(Boolean) ?? job.finished_at;
    const [tone, sign, word] = i < current ? ['good', '✓', 'done'] : i > current || current < 0 ? ['', '○', 'not yet']
      : job.status === 'FAILED' ? ['bad', '✕', 'failed here'] : job.status === 'CANCELLED' ? ['', '⊘', 'cancelled here']
      : job.status === 'RUNNING' ? ['busy', '◐', 'runs'] : ['', '◌', 'goes on here'];
    const at = begun[stage];
    const isReached = i <= current && at;
    return html`<li key=${stage} class=${tone} aria-current=${tone === 'busy' ? 'step' : undefined}>
      <span class="mark" aria-hidden="true">${sign}</span>
      <span class="stage">${words(stage)}</span>
      <span class="sub">${isReached
        ? html`<span title=${absolute(at)}>${absolute(at).slice(11)}</span>${i < current && next
            ? html`, ${duration(new Date(next).getTime() - new Date(at).getTime())}` : tone === 'busy' ? html`, <${Elapsed} since=${at} />` : ''}`
        : word}</span>
      <span class="heard">${word}</span>
    </li>`;
  })}</ol>`;
}

/** What to do after a failure of a kind. @type {Record<string, string>} */
const ADVICE = {
  permanent: 'Trying the same again cannot help by itself. Mend what the message names: change the request with “Same again with …”, or bring the data it asks for and retry.',
  transient: 'Something was away for a time. Retry when it is back; the job goes on from its stored trials.',
  timeout: 'It took longer than its timeout. Retry goes on from its stored trials; or ask again with a longer timeout_seconds or fewer trials.',
  lost: 'The processes that ran it died again and again, most often for want of memory. Look at their logs, give them more memory, or ask with fewer candles; then retry.',
};

/** Why it failed, and what to do. @param {{job: any, restarted: () => void}} properties */
function Failure({ job, restarted }) {
  const error = job.error ?? {};
  const letters = useSource('failed-jobs', { job_id: job.job_id, limit: 1 }, { every: 0 });
  const letter = letters.data?.items[0];
  return html`<section class="fault" aria-label="Why it failed">
    <div class="panel-head"><strong>${error.class ?? 'Failed'}</strong>
      <div class="actions"><${Retry} job=${job} restarted=${restarted} /></div></div>
    <p class="wrap">${error.message ?? 'It did not say why.'}</p>
    <dl class="facts">
      <dt>Kind</dt><dd>${error.kind ?? 'unknown'}</dd>
      <dt>Stage</dt><dd>${words(error.stage)}</dd>
      <dt>When</dt><dd><${Time} at=${job.finished_at} exact=${true} /></dd>
      <dt>Attempts</dt><dd>${job.attempt} of ${job.max_attempts}; <a href=${to(['jobs', job.job_id], { tab: 'attempts' })}>why each ended</a></dd>
      <dt>What to do</dt><dd>${ADVICE[error.kind] ?? 'The message and the log say what is known.'}</dd>
      ${letter && html`<dt>Dead letter</dt><dd><a href=${to(['failed', letter.id ?? letter.failed_job_id])}>with its stack trace</a></dd>`}
    </dl>
  </section>`;
}

/** Figures that are shown here; the page of the configuration has all. */
const FIGURES = METRICS.filter(metric => ['net_profit_pct', 'sharpe_ratio', 'max_drawdown_pct', 'profit_factor', 'gross_win_rate', 'total_trades'].includes(metric.key));

/** What it found: the verdict first. @param {{job: any}} properties */
function Outcome({ job }) {
  const results = useSource(job.config_id ? `jobs/${job.job_id}/results` : null, {}, { every: 0 });
  if (!job.config_id) return html`<${Panel} title="Result"><p>Its configuration was deleted.</p><//>`;
  return html`<${Shown} of=${results}>${(/** @type {any} */ found) => {
    const verdict = found.validation?.verdict;
    const said = VERDICTS[verdict];
    return html`<section class=${'panel verdict ' + (said?.tone ?? 'warn')}>
      <div class="panel-head"><h2>${verdict && html`<${Status} of=${verdict} />`} ${said?.headline ?? 'Not validated: no candles were held out, and figures on the candles that the parameters were chosen on say nothing about the future.'}</h2>
        <div class="actions"><a class="button primary" href=${to(['configurations', found.config_id])}>To the configuration</a></div></div>
      <div class="judged"><div>
        ${found.validation?.reasons?.length > 0 && html`<ul class="reasons">${found.validation.reasons.map((/** @type {string} */ reason) => html`<li>${reason}</li>`)}</ul>`}
        ${said && html`<p class="sub">${said.what.replace(' below', '')}</p>`}
      </div><div>
        <${Table} label="In sample beside out of sample" rows=${FIGURES} id=${(/** @type {any} */ metric) => metric.key} columns=${[
          { title: 'Figure', cell: (/** @type {any} */ metric) => html`<abbr tabindex="0" title=${metric.hint}>${metric.name}</abbr>` },
          { title: 'Search part', class: 'num', hint: 'On the candles that the parameters were chosen on', cell: (/** @type {any} */ metric) => metric.show(found.in_sample?.[metric.key]) },
          { title: 'Hold-out', class: 'num', hint: 'On the candles that no trial has seen', cell: (/** @type {any} */ metric) => (found.out_of_sample ? html`<strong>${metric.show(found.out_of_sample[metric.key])}</strong>` : '–') },
        ]} />
      </div></div>
    </section>`;
  }}<//>`;
}

/** @type {Record<string, string>} */
const ENDS = {
  completed: 'stored its configuration', failed: 'failed', lost: 'its worker was lost', timeout: 'ran past its deadline',
  released: 'was handed back unharmed, as at a shutdown', cancelled: 'was cancelled',
};

/** Who worked on it, and why each claim ended. @param {{job: any}} properties */
function Attempts({ job }) {
  if (job.attempts.length === 0) return html`<${Panel}><${Empty} title="No worker has taken it yet">It waits for a free slot. <a href="#/workers">Who works on what</a><//><//>`;
  return html`<${Panel}><${Table} label="Attempts" rows=${job.attempts} id=${(/** @type {any} */ one) => one.started_at} columns=${[
    { title: 'Attempt', class: 'num', hint: 'A release does not use one up', cell: (/** @type {any} */ one) => one.number },
    { title: 'Worker', cell: (/** @type {any} */ one) => html`<code>${one.worker_id}</code>` },
    { title: 'Started', cell: (/** @type {any} */ one) => html`<${Time} at=${one.started_at} exact=${true} />` },
    { title: 'Took', class: 'num', cell: (/** @type {any} */ one) => html`<${Elapsed} since=${one.started_at} until=${one.finished_at} />` },
    { title: 'Why it ended', class: 'wide', cell: (/** @type {any} */ one) => (one.outcome === null ? html`<${Status} of="RUNNING" />`
      : html`${ENDS[one.outcome] ?? one.outcome}${one.error ? html`: <code>${one.error.class}</code> (${one.error.kind}) ${one.error.message}` : ''}`) },
  ]} /><//>`;
}

/** The request, to be sent again from anywhere. @param {{job: any}} properties */
function Request({ job }) {
  useStore(me);
  const curl = () => {
    const key = me.get()?.mode && me.get()?.mode !== 'off' ? ' \\\n  -H "Authorization: Bearer $TRAINYARD_KEY"' : '';
    const body = JSON.stringify(job.request).replaceAll("'", "'\\''");
    return `curl -s -H 'Content-Type: application/json'${key} \\\n  -d '${body}' \\\n  '${url('start').href}'`;
  };
  return html`<${Panel} title="Request with its defaults" actions=${html`<${Copy} text=${curl}>Copy as curl<//><${Copy} text=${() => JSON.stringify(job.request, null, 2)}>Copy JSON<//>`}>
    <dl class="facts"><dt>Submitted</dt><dd><${Time} at=${job.created_at} exact=${true} />${job.created_by ? ` by ${job.created_by}` : ''}</dd>
      ${job.batch_id && html`<dt>Batch</dt><dd><${Id} of=${job.batch_id} href=${to(['batches', job.batch_id])} /></dd>`}
      ${job.replay_of && html`<dt>Replay of</dt><dd><${Id} of=${job.replay_of} href=${to(['jobs', job.replay_of])} /></dd>`}
      ${job.trace_id && html`<dt>Trace</dt><dd><code>${job.trace_id}</code></dd>`}</dl>
    <${Json} of=${job.request} />
  <//>`;
}
