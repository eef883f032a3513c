import { get, post, request, url } from '../core/api.js';
import { absolute, change, count, figure, number, percent, Time, words } from '../core/format.js';
import { METRICS, VERDICTS } from '../core/metrics.js';
import { go, setQuery, to } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useState } from '../core/view.js';
import { Action, Empty, Figure, Json, Page, Panel, Shown, Status, Table, Tabs, tell } from '../core/widgets.js';
import { Equity, ForwardCurve } from '../charts/equity.js';
import { TradeChart } from '../charts/candles.js';

/**
 * What training has found, and how far to trust it.
 *
 * @param {{id: string, route: import('../core/router.js').Route}} properties
 */
export default function Configuration({ id, route }) {
  const source = useSource('configurations/' + id, {}, { events: ['forward'], every: 120_000 });
  const one = source.data;
  const title = one ? `${one.strategy} ${one.symbol} ${one.timeframe}` : 'Configuration';
  return html`<${Page} title=${title} sub=${one && html`${one.exchange}, trained <${Time} at=${one.created_at} /> on ${count(one.candles)} candles by <a href=${to(['jobs', one.job_id])}>this job</a>`}
      actions=${one && html`<${Actions} of=${one} changed=${source.reload} />`}>
    <${Shown} of=${source}>${(/** @type {any} */ found) => html`<${Content} of=${found} route=${route} />`}<//>
  <//>`;
}

/** @param {{of: any, changed: () => void}} properties */
function Actions({ of, changed }) {
  const activate = async () => {
    const answer = await post(`configurations/${of.config_id}/${of.is_active ? 'deactivate' : 'activate'}`);
    changed();
    if (answer.warning) tell(answer.warning, 'bad');
    else tell(answer.is_active ? 'Active: trading systems are to use it' : 'Not active any more');
  };
  const save = async () => {
    const content = await get(`configurations/${of.config_id}/export`);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([typeof content === 'string' ? content : JSON.stringify(content, null, 2)], { type: 'application/json' }));
    link.download = `${of.strategy}-${of.symbol.replaceAll(/[^A-Z0-9]+/g, '-')}-${of.timeframe}-${of.config_id.slice(-6)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const remove = async () => {
    await request('DELETE', 'configurations/' + of.config_id);
    tell('Deleted');
    go(to(['configurations']));
  };
  const warning = of.is_active ? 'Trading systems are told not to use it any more.'
    : of.lifecycle_stage === 'DECAY' ? 'Its edge is gone, as candles after its training show. Is it to be used all the same?'
      : of.verdict === 'EDGE' ? undefined
        : of.verdict ? `Its verdict is ${of.verdict.replaceAll('_', ' ')}: ${VERDICTS[of.verdict].what} Is it to be used all the same?` : 'It was never validated: nobody knows what it is worth. Is it to be used all the same?';
  return html`${of.is_active && html`<${Status} of="active" title=${'Trading systems are to use it; by ' + (of.activated_by ?? 'somebody')} />`}
    <${Action} kind=${of.verdict === 'EDGE' && !of.is_active ? 'primary' : ''} confirm=${warning} sure=${of.is_active ? 'Deactivate' : 'Activate'} onClick=${activate}>${of.is_active ? 'Deactivate' : 'Activate'}<//>
    <a class="button" href=${url(`configurations/${of.config_id}/report`).href} target="_blank" rel="noopener">Report</a>
    <${Action} role="viewer" onClick=${save}>Export<//>
    <a class="button" href=${to(['train'], { from: of.job_id })}>Same again with …</a>
    <a class="button" href=${to(['compare'], { ids: of.config_id })}>Compare …</a>
    <${Action} role="admin" kind="danger" confirm=${`The configuration of ${of.strategy} on ${of.symbol} is deleted, with its figures.`} sure="Delete" onClick=${remove}>Delete<//>`;
}

/** @param {{of: any, route: import('../core/router.js').Route}} properties */
function Content({ of, route }) {
  const tab = route.query.get('tab') ?? 'equity';
  const backtest = useSource(`configurations/${of.config_id}/backtest`, {}, { every: 0 });
  /** @type {[string, string][]} */
  const tabs = [['equity', 'Equity'], ['trades', 'Candles and trades'], ['windows', 'Windows'], ['forward', 'Since the training'], ['robustness', 'Robustness'], ['inputs', 'Parameters and inputs']];
  return html`
    <${Verdict} of=${of} />
    <${Figures} of=${of} />
    <${Tabs} current=${tab} tabs=${tabs} onChoose=${(/** @type {string} */ id) => setQuery({ tab: id === 'equity' ? null : id })} />
    ${tab === 'equity' && html`<${Shown} of=${backtest}>${(/** @type {any} */ run) => html`<${Panel} title="Equity" actions=${html`<${Proof} of=${of} run=${run} again=${backtest.reload} />`}><${Equity} of=${of} run=${run} /><//>`}<//>`}
    ${tab === 'trades' && html`<${Shown} of=${backtest}>${(/** @type {any} */ run) => html`<${Trades} of=${of} run=${run} route=${route} />`}<//>`}
    ${tab === 'windows' && html`<${Windows} of=${of} />`}
    ${tab === 'forward' && html`<${Forward} of=${of} />`}
    ${tab === 'robustness' && html`<${Robustness} of=${of} />`}
    ${tab === 'inputs' && html`<${Inputs} of=${of} />`}`;
}

/** The verdict in words, before any figure. @param {{of: any}} properties */
function Verdict({ of }) {
  const said = VERDICTS[of.verdict];
  const tone = of.lifecycle_stage === 'DECAY' ? 'bad' : said?.tone ?? 'warn';
  return html`<section class=${'panel verdict ' + tone}>
    <p class="headline">${of.verdict && html`<${Status} of=${of.verdict} />`} ${of.lifecycle_stage === 'DECAY' ? 'Decayed: candles after its training show that its edge is gone.' : said?.headline ?? 'Never validated: nobody knows what it is worth.'}</p>
    ${of.lifecycle_stage === 'DECAY' && of.forward?.reason && html`<p>${of.forward.reason}</p>`}
    <ul class="reasons">${(of.validation?.reasons ?? []).map((/** @type {string} */ reason) => html`<li>${reason}</li>`)}</ul>
    <p class="sub">${said?.what}
      ${of.confidence !== null && html` Confidence <strong>${percent(of.confidence, 0)}</strong>.`} Stage <${Status} of=${of.lifecycle_stage} />.
      ${of.holdout_uses !== null && of.holdout_uses !== undefined && html` <abbr tabindex="0" title="Each look at the same hold-out makes its verdict weaker: choose among many, and one looks good by luck. Jobs whose hold-out shares candles with this one are counted.">This hold-out was looked at ${count(of.holdout_uses)} ${of.holdout_uses === 1 ? 'time' : 'times'}</abbr>.`}</p>
  </section>`;
}

/** In sample beside out of sample: never one alone. @param {{of: any}} properties */
function Figures({ of }) {
  const range = (/** @type {any} */ block) => (block?.from ? `${absolute(block.from, { seconds: false })} to ${absolute(block.to, { seconds: false })}` : '');
  const rows = METRICS.map(metric => ({ metric, a: of.in_sample?.[metric.key], b: of.out_of_sample?.[metric.key], c: of.walk_forward?.[metric.key] }));
  return html`<${Panel} title="In sample beside out of sample">
    <${Table} label="Figures in sample and out of sample" rows=${rows} id=${(/** @type {any} */ row) => row.metric.key} columns=${[
      { title: 'Figure', cell: (/** @type {any} */ row) => html`<abbr tabindex="0" title=${row.metric.hint}>${row.metric.name}</abbr>` },
      { title: 'In sample', class: 'num', hint: range(of.in_sample), cell: (/** @type {any} */ row) => html`<span class="sub">${row.metric.show(row.a)}</span>` },
      { title: 'Hold-out', class: 'num', hint: range(of.out_of_sample), cell: (/** @type {any} */ row) => html`<strong>${of.out_of_sample ? row.metric.show(row.b) : 'not validated'}</strong>` },
      { title: 'Walk-forward', class: 'num rare', hint: 'The winners of earlier windows on the candles after each', cell: (/** @type {any} */ row) => (row.c === undefined ? '' : row.metric.show(row.c)) },
    ]} />
    <p class="sub">The search has seen ${range(of.in_sample) || 'all candles'}.${of.out_of_sample && html` The hold-out is ${range(of.out_of_sample)}.`} Point at a name for its formula. A year has ${count(of.in_sample?.bars_per_year)} bars here: crypto markets never close.</p>
  <//>`;
}

/** Whether the same comes out again. @param {{of: any, run: any, again: () => void}} properties */
function Proof({ of, run, again }) {
  const keys = Object.keys(run.metrics).filter(key => typeof run.metrics[key] === 'number' && typeof of.full_sample?.[key] === 'number');
  const other = keys.filter(key => run.metrics[key] !== of.full_sample[key]);
  return html`<span class="sub" role="status">${run.data_changed
    ? html`<span class="warn-text">! The candles are others than at the training, so the figures differ.</span>`
    : keys.length === 0 ? 'Nothing to compare with'
      : other.length === 0 ? html`<span class="good-text">✓ Run again just now: all ${count(keys.length)} figures are equal to those of the training, to the last digit.</span>`
        : html`<span class="bad-text">✕ Run again just now: ${other.join(', ')} differ from the training.</span>`}</span>
    <button type="button" onClick=${again}>Reproduce</button>`;
}

const PER_PAGE = 50;

/** @param {{of: any, run: any, route: import('../core/router.js').Route}} properties */
function Trades({ of, run, route }) {
  const chosen = route.query.has('trade') ? Number(route.query.get('trade')) : null;
  const numbered = run.trades.map((/** @type {any} */ trade, /** @type {number} */ i) => ({ ...trade, i }));
  const [page, setPage] = useState(chosen === null ? 0 : Math.floor((numbered.length - 1 - chosen) / PER_PAGE));
  const newest = [...numbered].reverse();
  const shown = newest.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  const choose = (/** @type {number | null} */ i) => {
    if (i !== null) document.querySelector('.candles')?.scrollIntoView({ block: 'nearest' });
    if (i !== null) setPage(Math.floor((numbered.length - 1 - i) / PER_PAGE));
    setQuery({ trade: i });
  };
  if (run.trades.length === 0) return html`<${Empty} title="It does not trade on these candles" />`;
  return html`<${Panel} title="Candles with trades"><${TradeChart} of=${of} run=${run} trades=${numbered} chosen=${chosen} choose=${choose} /><//>
    <${Panel} title=${`${count(run.total_trades)} trades${run.total_trades > run.trades.length ? `, the newest ${count(run.trades.length)} are shown` : ''}`}>
      <${Table} label="Trades" rows=${shown} id=${(/** @type {any} */ trade) => trade.i} onRow=${(/** @type {any} */ trade) => choose(trade.i === chosen ? null : trade.i)}
        tone=${(/** @type {any} */ trade) => (trade.i === chosen ? 'chosen' : '')} columns=${[
        { title: '#', class: 'num', cell: (/** @type {any} */ trade) => html`<button type="button" class="plain small" aria-pressed=${trade.i === chosen} title="Show it in the chart" onClick=${() => choose(trade.i === chosen ? null : trade.i)}>${count(run.total_trades - run.trades.length + trade.i + 1)}</button>` },
        ...(run.trades.some((/** @type {any} */ trade) => trade.symbol) ? [{ title: 'Market', cell: (/** @type {any} */ trade) => trade.symbol }] : []),
        { title: 'Entry', cell: (/** @type {any} */ trade) => absolute(trade.entry_time, { seconds: false }) },
        { title: 'Exit', class: 'rare', cell: (/** @type {any} */ trade) => absolute(trade.exit_time, { seconds: false }) },
        { title: 'Side', cell: (/** @type {any} */ trade) => (trade.side === 'LONG' ? '▲ long' : '▼ short') },
        { title: 'In at', class: 'num rare', cell: (/** @type {any} */ trade) => figure(trade.entry_price, 7) },
        { title: 'Out at', class: 'num rare', cell: (/** @type {any} */ trade) => figure(trade.exit_price, 7) },
        { title: 'Stop', class: 'num rare', cell: (/** @type {any} */ trade) => figure(trade.stop_price, 7) },
        { title: 'Target', class: 'num rare', cell: (/** @type {any} */ trade) => (trade.target_price === null ? '' : figure(trade.target_price, 7)) },
        { title: 'Result', class: 'num', hint: 'After costs, in per cent of the size', cell: (/** @type {any} */ trade) => html`<span class=${trade.pnl >= 0 ? 'good-text' : 'bad-text'}>${change(trade.pnl_pct * 100)}</span>` },
        { title: 'Money', class: 'num rare', cell: (/** @type {any} */ trade) => number(trade.pnl) },
        { title: 'Costs', class: 'num rare', cell: (/** @type {any} */ trade) => number(trade.costs) },
        { title: 'Closed by', cell: (/** @type {any} */ trade) => REASONS[trade.reason] ?? words(trade.reason) },
        { title: 'Seen', class: 'rare', cell: (/** @type {any} */ trade) => (trade.out_of_sample === null ? '' : trade.out_of_sample ? 'hold-out' : html`<span class="sub">search</span>`) },
      ]} />
      ${newest.length > PER_PAGE && html`<nav class="pager" aria-label="Pages of trades"><button type="button" disabled=${page === 0} onClick=${() => setPage(page - 1)}>Newer</button>
        <span>${count(page * PER_PAGE + 1)} to ${count(Math.min(newest.length, (page + 1) * PER_PAGE))} of ${count(newest.length)}</span>
        <button type="button" disabled=${(page + 1) * PER_PAGE >= newest.length} onClick=${() => setPage(page + 1)}>Older</button></nav>`}
    <//>`;
}

/** @type {Record<string, string>} */
const REASONS = { TP: 'target', SL: 'stop', MAX_HOLD: 'holding limit', SIGNAL: 'signal', END_OF_DATA: 'end of the candles' };

/** @param {{of: any}} properties */
function Windows({ of }) {
  const windows = of.validation?.windows ?? [];
  if (windows.length === 0) return html`<${Empty} title="There was no walk-forward">Train with validation to have one.<//>`;
  return html`<${Panel} title="Walk-forward windows">
    <p class="sub">Each window is searched anew, and its winner runs on the candles after it. Efficiency: annualised return of the test over that of the search. Together: ${number(of.walk_forward?.efficiency)}; stability ${percent(of.walk_forward?.stability, 0)}.</p>
    <${Table} label="Windows" rows=${windows} id=${(/** @type {any} */ one) => one.number} columns=${[
      { title: '#', class: 'num', cell: (/** @type {any} */ one) => one.number },
      { title: 'Test', cell: (/** @type {any} */ one) => (one.out_of_sample ? `${absolute(one.out_of_sample.from, { seconds: false, named: false })} to ${absolute(one.out_of_sample.to, { seconds: false })}` : 'no trial was feasible') },
      { title: 'Search', class: 'num', hint: 'Net profit in sample', cell: (/** @type {any} */ one) => html`<span class="sub">${change(one.in_sample?.net_profit_pct)}</span>` },
      { title: 'Test', class: 'num', hint: 'Net profit out of sample', cell: (/** @type {any} */ one) => html`<strong>${change(one.out_of_sample?.net_profit_pct)}</strong>` },
      { title: 'Sharpe search', class: 'num rare', cell: (/** @type {any} */ one) => number(one.in_sample?.sharpe_ratio) },
      { title: 'Sharpe test', class: 'num', cell: (/** @type {any} */ one) => number(one.out_of_sample?.sharpe_ratio) },
      { title: 'Trades', class: 'num', cell: (/** @type {any} */ one) => count(one.out_of_sample?.total_trades) },
      { title: 'Efficiency', class: 'num', cell: (/** @type {any} */ one) => number(one.efficiency) },
    ]} /><//>`;
}

/** @param {{of: any}} properties */
function Forward({ of }) {
  const source = useSource(`configurations/${of.config_id}/forward`, {}, { events: ['forward'], every: 60_000 });
  return html`<${Shown} of=${source}>${(/** @type {any} */ seen) => {
    const forward = seen.forward;
    if (!forward) return html`<${Empty} title="Nobody has looked yet">${seen.is_active ? 'It is looked at within the hour.' : 'Active configurations are judged on the candles after their training.'}<//>`;
    const result = forward.result;
    const test = result?.test;
    return html`<${Panel} title="Since the training">
      <p class="headline">${forward.decayed_at ? html`<${Status} of="DECAY" /> ${forward.reason ?? 'Its edge is gone.'}`
        : !result ? 'There are no candles after its training yet.' : test ? 'Nothing shows that its edge is gone.' : 'It cannot be tested: its hold-out promised nothing.'}</p>
      ${forward.problem && html`<p class="note warn">${forward.problem}</p>`}
      <div class="figures">
        <${Figure} name="Trades since" value=${count(result?.trades)} />
        <${Figure} name="Net profit since" value=${change(result?.metrics?.net_profit_pct)} hint="An open position is counted at the last close" />
        <${Figure} name="Sharpe since" value=${number(result?.metrics?.sharpe_ratio)} hint=${result?.sharpe_low === null || !result ? 'Annualised' : `Annualised; 95 % interval ${number(result.sharpe_low)} to ${number(result.sharpe_high)}`} />
        <${Figure} name="Promised of a trade" value=${change(forward.promised?.mean_trade_pct)} hint=${forward.promised ? `Mean of ${count(forward.promised.trades)} trades of the hold-out` : 'The hold-out promised nothing'} />
        <${Figure} name="Kept of a trade" value=${change(test?.mean_trade_pct)} hint=${test ? `Half of the promise, ${change(test.least_mean_trade_pct)}, must be kept` : ''} />
        <${Figure} name="Evidence of decay" value=${test ? `${figure(test.evidence, 3)} of ${figure(test.threshold, 3)}` : '–'} tone=${forward.decayed_at ? 'bad' : ''} hint=${test ? `At the threshold it has decayed; at most ${percent(test.error_rate, 0)} of those that keep half of their promise are ever called so` : ''} />
      </div>
      ${result && html`<${ForwardCurve} of=${result} />`}
      <p class="sub">Looked at ${html`<${Time} at=${forward.looked_at} />`}${forward.next_look_at && html`, again <${Time} at=${forward.next_look_at} />`}.</p>
    <//>`;
  }}<//>`;
}

/** @param {{of: any}} properties */
function Robustness({ of }) {
  const v = of.validation;
  if (!v) return html`<${Empty} title="It was not validated" />`;
  const sensitivity = Object.entries(v.sensitivity?.parameters ?? {});
  const best = of.in_sample?.[of.objective] ?? null;
  const importance = Object.entries(v.importance ?? {}).sort((a, b) => /** @type {number} */ (b[1]) - /** @type {number} */ (a[1]));
  const benchmarks = v.benchmarks ?? {};
  return html`<div class="grid">
    <${Panel} title="Luck or skill"><div class="figures">
      <${Figure} name="PSR" value=${percent(v.psr)} hint="Probabilistic Sharpe ratio: probability that the true Sharpe ratio of the hold-out is above 0, by its length, skew and tails" />
      <${Figure} name="DSR" value=${percent(v.dsr)} hint=${`Deflated Sharpe ratio: the same against the best of ${number(v.effective_trials, 0)} independent trials by luck`} />
      <${Figure} name="p of shifts" value=${number(v.p_value, 3)} hint=${`Share of ${count(v.p_value_shifts)} shifts of the positions in time that did as well`} />
      <${Figure} name="PBO" value=${percent(v.pbo)} hint=${v.pbo_splits ? `Probability of back-test overfitting, of ${count(v.pbo_splits)} splits` : 'Too little to tell'} />
      <${Figure} name="Plateau" value=${percent(v.sensitivity?.plateau, 0)} hint=${`Share of ${count(v.sensitivity?.feasible_neighbours)} neighbours that keep 80 % of the score: high is a plateau, low a peak`} />
      <${Figure} name="Independent trials" value=${number(v.effective_trials, 0)} hint=${`${count(v.distinct_trials)} different trials amount to so many`} />
    </div><//>
    <${Panel} title="Compared with"><div class="figures">
      <${Figure} name="Buy and hold" value=${change(benchmarks.buy_and_hold?.net_profit_pct)} hint="Of the hold-out" />
      <${Figure} name="Hold-out" value=${change(of.out_of_sample?.net_profit_pct)} />
      <${Figure} name="Random entries" value=${change(benchmarks.random_entry?.median_net_profit_pct)} hint=${benchmarks.random_entry ? `Median of ${count(benchmarks.random_entry.runs)} runs; it beats ${percent(benchmarks.random_entry.share_beaten, 0)} of them` : ''} />
      ${[['costs_1_5', 'Costs × 1.5'], ['costs_2', 'Costs × 2'], ['entry_one_bar_later', 'A bar later']].map(([key, name]) => html`<${Figure} key=${key} name=${name} value=${change(v.stress?.[key]?.net_profit_pct)} hint="Net profit of the hold-out under it" />`)}
    </div><//>
    <${Panel} title="Neighbours of the winner"><p class="sub">${words(of.objective)} in sample with one parameter moved; the winner has ${number(best)}.</p>
      <${Table} label="Sensitivity" rows=${sensitivity} id=${(/** @type {any} */ row) => row[0]} columns=${[
        { title: 'Parameter', cell: (/** @type {any} */ row) => row[0] },
        { title: 'Moved down', class: 'num', cell: (/** @type {any} */ row) => number(row[1][0]) },
        { title: 'Moved up', class: 'num', cell: (/** @type {any} */ row) => number(row[1][1]) },
      ]} /><//>
    <${Panel} title="Importance"><p class="sub">Share of each parameter in what made trials good.</p>
      <dl class="bars">${importance.map(([name, share]) => html`<dt>${name}</dt><dd><span class="bar-line" style=${{ width: Number(share) * 100 + '%' }}></span>${percent(Number(share))}</dd>`)}</dl>
      ${importance.length === 0 && html`<p class="sub">Too few trials to tell.</p>`}<//>
    ${(v.markets ?? []).length > 0 && html`<${Panel} title="Market by market"><${Table} label="Markets" rows=${v.markets} id=${(/** @type {any} */ one) => one.symbol} columns=${[
      { title: 'Market', cell: (/** @type {any} */ one) => one.symbol },
      { title: 'Search', class: 'num', cell: (/** @type {any} */ one) => change(one.in_sample.net_profit_pct) },
      { title: 'Hold-out', class: 'num', cell: (/** @type {any} */ one) => change(one.out_of_sample.net_profit_pct) },
      { title: 'Trades', class: 'num', cell: (/** @type {any} */ one) => count(one.out_of_sample.total_trades) },
    ]} /><//>`}
  </div>`;
}

/** @param {{of: any}} properties */
function Inputs({ of }) {
  const quality = of.data_quality;
  return html`<div class="grid">
    <${Panel} title="Parameters"><dl class="facts">${Object.entries(of.parameters).map(([name, value]) => html`<dt>${name}</dt><dd><code>${figure(/** @type {any} */ (value), 10)}</code>${of.space?.[name] && html` <span class="sub">of ${of.space[name].choices?.join(', ') ?? `${figure(of.space[name].low)} to ${figure(of.space[name].high)}`}</span>`}</dd>`)}</dl><//>
    <${Panel} title="Data"><dl class="facts">
      <dt>Candles</dt><dd>${count(quality.kept)} of ${count(quality.loaded)} used, ${count(quality.asked)} asked for</dd>
      <dt>Range</dt><dd>${absolute(of.data_from, { seconds: false })} to ${absolute(of.data_to, { seconds: false })}</dd>
      ${Object.values(quality.dropped ?? {}).some(dropped => Number(dropped) > 0) && html`<dt>Left out</dt><dd>${Object.entries(quality.dropped).filter(([, dropped]) => Number(dropped) > 0).map(([reason, dropped]) => `${count(Number(dropped))} ${reason.replaceAll('_', ' ')}`).join(', ')}: by the data filter of the request</dd>`}
      <dt>Gaps</dt><dd>${count(quality.gaps)} with ${count(quality.missing_candles)} candles missing</dd>
      <dt>Contradictory</dt><dd>${count(quality.ohlc_violations)} candles, ${count(quality.duplicates)} duplicates</dd>
      ${(quality.notes ?? []).map((/** @type {string} */ note) => html`<dt>Note</dt><dd>${note}</dd>`)}
      <dt>Fingerprint</dt><dd><code>${of.data_fingerprint}</code></dd>
      <dt>Engine</dt><dd>version ${of.engine_version}, seed ${of.seed}, ${count(of.trials)} trials by ${of.optimizer}</dd>
    </dl><//>
    <${Panel} title="Request"><${Json} of=${of.request} /><//>
  </div>`;
}
