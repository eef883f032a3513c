import { ApiError, get, post, toJson, url } from '../core/api.js';
import { count, duration, figure } from '../core/format.js';
import { go, setQuery, to } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useEffect, useMemo, useState } from '../core/view.js';
import { Action, Copy, Empty, Json, Page, Panel, Shown, tell } from '../core/widgets.js';
import { Coverage, label as seriesLabel, useEverything } from './series.js';

/** @typedef {Record<string, any>} Request */

/** What is asked when nothing is said: the defaults of the service. @type {Request} */
const DEFAULTS = {
  regime: null, optimizer: 'bayesian', lookback_candles: 10000, n_iterations: 200, seed: 42, objective: 'sharpe_ratio',
  min_trades: null, run_validation: true, execution_model: 'realistic', capital: 10000, risk_per_trade: 0.02, sizing: 'fixed',
  priority: 'normal', max_attempts: 3, timeout_seconds: 1800, reuse: false, fetch: false,
  'validation.holdout': 0.3, 'validation.windows': 5, 'constraints.max_drawdown': null,
  'costs.fee_rate': 0.001, 'costs.slippage_rate': 0.0005, 'costs.funding_rate_8h': 0,
};

/** @type {[string, [string, string, string, any?][]][]} */
const GROUPS = [
  ['Search', [
    ['optimizer', 'Sampler', 'bayesian learns from its trials; grid and qmc cover the space evenly', ['bayesian', 'cmaes', 'qmc', 'random', 'grid']],
    ['n_iterations', 'Trials', 'Back-tests of the search'],
    ['objective', 'Objective', 'What the search maximises', ['sharpe_ratio', 'sortino_ratio', 'calmar_ratio', 'net_profit', 'profit_factor', 'expectancy']],
    ['seed', 'Seed', 'The same seed gives the same result'],
    ['min_trades', 'Fewest trades', 'Of a trial that counts; empty for the strategy’s own'],
    ['constraints.max_drawdown', 'Largest drawdown', 'As a fraction, such as 0.2; empty for no limit'],
  ]],
  ['Data and validation', [
    ['lookback_candles', 'Candles', 'The newest that are used'],
    ['regime', 'Regime', 'Only signals in it count', [['', 'any'], 'bull', 'bear', 'sideways', 'volatile']],
    ['run_validation', 'Validate', 'Judge the winner on candles that the search never saw', 'flag'],
    ['validation.holdout', 'Hold-out', 'Share of the candles, the newest, that the search never sees'],
    ['validation.windows', 'Walk-forward windows', ''],
    ['fetch', 'Fetch first', 'Ask the exchange for missing candles', 'flag'],
  ]],
  ['Account and costs', [
    ['capital', 'Capital', 'In the quote currency'],
    ['risk_per_trade', 'Risk per trade', 'Share of the capital that a stop may lose'],
    ['sizing', 'Sizing', '', ['fixed', 'compounding']],
    ['execution_model', 'Fills', 'realistic fills at the next open', ['realistic', 'close-fill']],
    ['costs.fee_rate', 'Fee', 'Per side, as a fraction: 0.001 is 0.1 %'],
    ['costs.slippage_rate', 'Slippage', 'Per fill, as a fraction'],
    ['costs.funding_rate_8h', 'Funding', 'Per 8 hours, as a fraction'],
  ]],
  ['Running', [
    ['priority', 'Priority', '', ['high', 'normal', 'low']],
    ['max_attempts', 'Attempts', 'Before a transient failure is final'],
    ['timeout_seconds', 'Time-out', 'Seconds of running'],
    ['reuse', 'Reuse', 'Answer with a stored result of the same request and candles', 'flag'],
  ]],
];

/** What stands in a field as the service takes it; an empty one means its default. @param {any} value @param {any} fallback */
function typed(value, fallback) {
  if (value === '' || value === null) return fallback ?? null;
  if (typeof value === 'boolean') return value;
  if (typeof fallback === 'string' || fallback === undefined) return value;
  const text = String(value).trim();
  // What is no number is sent as it is: the service says at the field what is allowed
  if (/^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text))) return BigInt(text);
  return /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : value;
}

/** A request of a job as flat fields. @param {Request} request @returns {Request} */
function flat(request) {
  /** @type {Request} */
  const fields = {};
  for (const name of Object.keys(DEFAULTS)) {
    const value = name.split('.').reduce((/** @type {any} */ at, part) => at?.[part], request);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** Only what differs from the defaults. @param {Request} fields @returns {Request} */
function nested(fields) {
  /** @type {Request} */
  const request = {};
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    const value = typed(fields[name], fallback);
    if (value === fallback || (value === null && fallback === null)) continue;
    const [outer, inner] = name.split('.');
    if (inner) request[outer] = { ...request[outer], [inner]: value };
    else request[outer] = value;
  }
  return request;
}

/** A form that becomes a job, or a batch of them. @param {{route: import('../core/router.js').Route}} properties */
export default function Train({ route }) {
  const from = route.query.get('from');
  const strategies = useSource('strategies', { limit: 500 }, { every: 0 });
  const inventory = useEverything('market-data');
  const before = useSource(from ? 'jobs/' + from : null, {}, { every: 0 });
  return html`<${Page} title="Train" sub=${from ? html`The same again as <a href=${to(['jobs', from])}>this job</a>, with what you change` : 'Defaults are filled in: choose a strategy and a market.'}>
    <${Shown} of=${strategies}>${(/** @type {any} */ known) => html`<${Shown} of=${inventory}>${(/** @type {any} */ market) => (
      market.items.length === 0
        ? html`<${Empty} title="There are no candles yet"><p><a class="button primary" href=${to(['market-data'])}>Upload or fetch candles</a></p> A strategy is trained on candles of a market.<//>`
        : from && !before.data && !before.error ? html`<p class="waiting">Loading …</p>`
        : html`${before.error && html`<p class="note warn">The job to begin with is not there: ${before.error.message}</p>`}
          <${Form} key=${from ?? ''} route=${route} strategies=${known.items} series=${market.items} first=${before.data?.request} />`)}<//>`}<//>
  <//>`;
}

/** What stands in the form, for who goes to another page and comes back. @type {{strategy: string, chosen: string, fields: Request, space: Record<string, any>} | null} */
let draft = null;

/** @param {{route: import('../core/router.js').Route, strategies: any[], series: any[], first: Request | undefined}} properties */
function Form({ route, strategies, series, first }) {
  const isMatrix = route.query.get('mode') === 'matrix';
  const [strategy, setStrategy] = useState(first?.strategy ?? route.query.get('strategy') ?? draft?.strategy ?? strategies[0].name);
  const known = strategies.find(one => one.name === strategy) ?? strategies[0];
  const wanted = route.query.get('series') ?? draft?.chosen;
  const [chosen, setChosen] = useState(() => {
    const same = series.find(one => (first ? one.exchange === first.exchange && one.symbol === (first.symbol ?? first.symbols?.[0]) && one.timeframe === first.timeframe : seriesLabel(one) === wanted));
    return seriesLabel(same ?? series.reduce((best, one) => (one.rows > best.rows ? one : best)));
  });
  const market = series.find(one => seriesLabel(one) === chosen) ?? series[0];
  const [fields, setFields] = useState(() => ({ ...DEFAULTS, ...(first ? flat(first) : draft?.fields) }));
  const [space, setSpace] = useState(/** @type {Record<string, any>} */ (first?.parameter_space ?? draft?.space ?? {}));
  const [matrix, setMatrix] = useState(() => ({ strategies: [known.name], symbols: [market.symbol], timeframes: [market.timeframe] }));
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const faults = error?.fields ?? {};
  useEffect(() => {
    if (!first) draft = { strategy, chosen, fields, space };
  }, [strategy, chosen, fields, space]);

  const request = useMemo(() => {
    const common = nested(fields);
    if (isMatrix) return { ...matrix, exchange: market.exchange, ...common };
    const narrowed = Object.fromEntries(Object.entries(space).filter(([name]) => known.parameters.some((/** @type {any} */ one) => one.name === name)));
    const several = first?.symbols && first.symbols.includes(market.symbol) ? { symbols: first.symbols, across: first.across } : { symbol: market.symbol };
    return {
      strategy: known.name, ...several, exchange: market.exchange, timeframe: market.timeframe, ...common,
      ...(Object.keys(narrowed).length > 0 ? { parameter_space: narrowed } : {}),
    };
  }, [fields, space, matrix, isMatrix, known, market]);
  const jobs = isMatrix ? matrix.strategies.length * matrix.symbols.length * matrix.timeframes.length : 1;
  const path = isMatrix ? 'batches' : 'start';
  const text = toJson(request);

  const submit = async () => {
    setError(null);
    try {
      const made = await post(path, request, { headers: { 'Idempotency-Key': crypto.randomUUID?.() ?? String(Math.random()) } });
      if (isMatrix) {
        tell(`${count(made.jobs)} jobs are accepted`);
        go(to(['batches', made.batch_id]));
      } else {
        go(to(['jobs', made.job_id]));
      }
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      setError(e);
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid=true]'))?.focus());
    }
  };
  const shownFaults = new Set([...Object.keys(DEFAULTS), 'strategy', 'symbol', 'timeframe', 'exchange']);
  return html`
    <div class="grid">
      <${Panel} title="What" actions=${html`<label class="field row"><input type="checkbox" checked=${isMatrix}
          onChange=${(/** @type {any} */ e) => setQuery({ mode: e.target.checked ? 'matrix' : null })} /> Many at once</label>`}>
        ${isMatrix ? html`<${Matrix} of=${matrix} set=${setMatrix} strategies=${strategies} series=${series} market=${market} choose=${setChosen} />` : html`
        <div class="stack">
          <div class="field"><label for="t-strategy">Strategy</label>
            <select id="t-strategy" value=${known.name} aria-invalid=${!!faults.strategy} onChange=${(/** @type {any} */ e) => setStrategy(e.target.value)}>
              ${strategies.map(one => html`<option key=${one.name} value=${one.name} selected=${one.name === known.name}>${one.name}</option>`)}</select>
            <span class="hint">${known.description}</span>
            ${faults.strategy && html`<p class="field-error">${faults.strategy}</p>`}</div>
          <div class="field"><label for="t-series">Market</label>
            <select id="t-series" value=${chosen} aria-invalid=${!!faults.symbol} onChange=${(/** @type {any} */ e) => setChosen(e.target.value)}>
              ${series.map(one => html`<option key=${seriesLabel(one)} value=${seriesLabel(one)} selected=${seriesLabel(one) === chosen}>${seriesLabel(one)}: ${count(one.rows)} candles${one.gaps ? ', ' + count(one.gaps) + ' gaps' : ''}</option>`)}</select>
            ${faults.symbol && html`<p class="field-error">${faults.symbol}</p>`}
            ${request.symbols && html`<span class="hint">With ${request.symbols.join(', ')} in one job, as before.</span>`}</div>
          <${Coverage} of=${market} used=${typed(fields.lookback_candles, 1)} />
        </div>`}
      <//>
      <${Panel} title="What it comes to">
        <${Estimate} strategies=${isMatrix ? matrix.strategies : [known.name]} trials=${Number(fields.n_iterations)} candles=${Math.min(Number(fields.lookback_candles) || market.rows, market.rows)} jobs=${jobs} isValidated=${fields.run_validation} />
        <p class="actions"><${Action} kind="primary" disabled=${jobs === 0} onClick=${submit}>${isMatrix ? `Train ${count(jobs)} ${jobs === 1 ? 'job' : 'jobs'}` : 'Train'}<//>
          <${Copy} text=${() => `curl -s -H 'Content-Type: application/json' ${url(path)} -d '${text.replaceAll("'", "'\\''")}'`}>Copy as curl<//>
          <${Copy} text=${() => `echo '${text.replaceAll("'", "'\\''")}' | ops/bin/trainyard ${isMatrix ? 'batch' : 'submit --wait'} -`}>Copy as command line<//></p>
        ${error && html`<div class="fault" role="alert"><p>${error.message}</p>
          ${Object.entries(faults).filter(([name]) => !shownFaults.has(name) && !name.startsWith('parameter_space.')).map(([name, fault]) => html`<p><code>${name}</code> ${fault}</p>`)}</div>`}
        <details><summary>The request</summary><${Json} of=${request} /></details>
      <//>
    </div>
    ${!isMatrix && html`<${Space} strategy=${known} space=${space} set=${setSpace} faults=${faults} />`}
    ${GROUPS.map(([title, entries]) => html`<fieldset key=${title}><legend>${title}</legend><div class="form">
      ${entries.map(([name, shown, hint, kind]) => html`<${Field} key=${name} name=${name} label=${shown} hint=${hint} kind=${kind} value=${fields[name]} fault=${faults[name]}
        set=${(/** @type {any} */ value) => setFields({ ...fields, [name]: value })} />`)}</div></fieldset>`)}`;
}

/** @param {{name: string, label: string, hint: string, kind: any, value: any, fault: string | undefined, set: (value: any) => void}} properties */
function Field({ name, label, hint, kind, value, fault, set }) {
  const id = 't-' + name.replace('.', '-');
  const isChanged = typed(value, DEFAULTS[name]) !== DEFAULTS[name];
  const told = html`<span class="hint" id=${id + '-hint'}>${hint}${isChanged && html` <button type="button" class="plain small" title=${'Back to ' + (DEFAULTS[name] ?? 'none')} onClick=${() => set(DEFAULTS[name])}>↺ ${String(DEFAULTS[name] ?? 'none')}</button>`}</span>
    ${fault && html`<p class="field-error" id=${id + '-fault'}>${fault}</p>`}`;
  if (kind === 'flag') {
    return html`<div class="field"><label class="field row"><input id=${id} type="checkbox" checked=${value} onChange=${(/** @type {any} */ e) => set(e.target.checked)} /> ${label}</label>${told}</div>`;
  }
  return html`<div class="field"><label for=${id}>${label}</label>${Array.isArray(kind)
    ? html`<select id=${id} value=${value ?? ''} aria-invalid=${!!fault} aria-describedby=${id + '-hint'} onChange=${(/** @type {any} */ e) => set(e.target.value)}>
        ${kind.map(option => {
          const [key, shown] = Array.isArray(option) ? option : [option, option.replaceAll('_', ' ')];
          return html`<option key=${key} value=${key} selected=${key === (value ?? '')}>${shown}</option>`;
        })}</select>`
    : html`<input id=${id} inputmode="decimal" value=${value ?? ''} placeholder=${DEFAULTS[name] ?? 'none'} aria-invalid=${!!fault} aria-describedby=${id + '-hint'}
        onInput=${(/** @type {any} */ e) => set(e.target.value)} />`}${told}</div>`;
}

/** Sliders that narrow what is searched. @param {{strategy: any, space: Record<string, any>, set: (space: Record<string, any>) => void, faults: Record<string, string>}} properties */
function Space({ strategy, space, set, faults }) {
  const narrowed = strategy.parameters.filter((/** @type {any} */ one) => space[one.name]).length;
  const change = (/** @type {any} */ parameter, /** @type {any} */ range) => {
    const next = { ...space };
    if (range === null) delete next[parameter.name];
    else next[parameter.name] = range;
    set(next);
  };
  return html`<details class="panel" open=${narrowed > 0}><summary><h2 class="inline">Parameter space</h2> <span class="sub">${count(strategy.parameters.length)} parameters, ${narrowed === 0 ? 'all over their whole range' : count(narrowed) + ' narrowed'}</span></summary>
    <div class="form space">${strategy.parameters.map((/** @type {any} */ one) => {
      const own = space[one.name] ?? {};
      const fault = faults['parameter_space.' + one.name] ?? faults[`parameter_space.${one.name}.low`] ?? faults[`parameter_space.${one.name}.high`] ?? faults[`parameter_space.${one.name}.choices`];
      return html`<fieldset key=${one.name} class="field"><legend>${one.name}</legend><span class="hint">${one.description}</span>
        ${one.type === 'categorical' ? html`<div class="actions">${one.choices.map((/** @type {any} */ choice) => {
          const left = own.choices ?? one.choices;
          return html`<label class="field row"><input type="checkbox" checked=${left.includes(choice)} onChange=${(/** @type {any} */ e) => {
            const next = one.choices.filter((/** @type {any} */ c) => (c === choice ? e.target.checked : left.includes(c)));
            if (next.length > 0) change(one, next.length === one.choices.length ? null : { choices: next });
            else e.target.checked = true;
          }} /> ${choice}</label>`;
        })}</div>` : html`<${Range} of=${one} low=${own.low ?? one.low} high=${own.high ?? one.high}
          set=${(/** @type {number} */ low, /** @type {number} */ high) => change(one, low <= one.low && high >= one.high ? null : { low, high })} />`}
        ${fault && html`<p class="field-error">${fault}</p>`}</fieldset>`;
    })}</div></details>`;
}

const STEPS = 200;

/** Two sliders, the lower and the upper end. @param {{of: any, low: number, high: number, set: (low: number, high: number) => void}} properties */
function Range({ of, low, high, set }) {
  const isWhole = of.type === 'int';
  const at = (/** @type {number} */ value) => Math.round((of.log ? Math.log(value / of.low) / Math.log(of.high / of.low) : (value - of.low) / (of.high - of.low)) * STEPS);
  const value = (/** @type {number} */ position) => {
    if (position <= 0) return of.low;
    if (position >= STEPS) return of.high;
    const exact = of.log ? of.low * (of.high / of.low) ** (position / STEPS) : of.low + (of.high - of.low) * position / STEPS;
    const stepped = of.step ? of.low + Math.round((exact - of.low) / of.step) * of.step : exact;
    return isWhole ? Math.round(stepped) : Number(stepped.toPrecision(4));
  };
  return html`<div class="range">
    <span class="num">${figure(low)}</span>
    <input type="range" min="0" max=${STEPS} value=${at(low)} aria-label=${of.name + ', lowest'} aria-valuetext=${figure(low)} onInput=${(/** @type {any} */ e) => set(Math.min(value(Number(e.target.value)), high), high)} />
    <input type="range" min="0" max=${STEPS} value=${at(high)} aria-label=${of.name + ', highest'} aria-valuetext=${figure(high)} onInput=${(/** @type {any} */ e) => set(low, Math.max(value(Number(e.target.value)), low))} />
    <span class="num">${figure(high)}</span></div>`;
}

/** Which strategies on which markets. @param {{of: any, set: (matrix: any) => void, strategies: any[], series: any[], market: any, choose: (label: string) => void}} properties */
function Matrix({ of, set, strategies, series, market, choose }) {
  const exchanges = [...new Set(series.map(one => one.exchange))];
  const there = series.filter(one => one.exchange === market.exchange);
  const symbols = [...new Set(there.map(one => one.symbol))];
  const timeframes = [...new Set(there.map(one => one.timeframe))];
  const missing = of.symbols.flatMap((/** @type {string} */ symbol) => of.timeframes
    .filter((/** @type {string} */ timeframe) => !there.some(one => one.symbol === symbol && one.timeframe === timeframe)).map((/** @type {string} */ timeframe) => `${symbol} ${timeframe}`));
  const boxes = (/** @type {'strategies' | 'symbols' | 'timeframes'} */ name, /** @type {string} */ title, /** @type {string[]} */ options) => html`<fieldset><legend>${title}</legend>
    <div class="actions">${options.length > 2 && html`<label class="field row"><input type="checkbox" checked=${of[name].length === options.length} aria-label=${'All of ' + title.toLowerCase()}
      onChange=${(/** @type {any} */ e) => set({ ...of, [name]: e.target.checked ? options : options.slice(0, 1) })} /> All</label>`}${options.map(option => html`<label class="field row"><input type="checkbox" checked=${of[name].includes(option)}
      onChange=${(/** @type {any} */ e) => set({ ...of, [name]: e.target.checked ? [...of[name], option] : of[name].filter((/** @type {string} */ one) => one !== option) })} /> ${option}</label>`)}</div></fieldset>`;
  return html`<div class="stack">
    ${exchanges.length > 1 && html`<div class="field"><label for="t-exchange">Exchange</label><select id="t-exchange" value=${market.exchange} onChange=${(/** @type {any} */ e) => {
      const one = series.find(other => other.exchange === e.target.value);
      choose(seriesLabel(one));
      set({ ...of, symbols: [one.symbol], timeframes: [one.timeframe] });
    }}>${exchanges.map(one => html`<option key=${one} value=${one} selected=${one === market.exchange}>${one}</option>`)}</select></div>`}
    ${boxes('strategies', 'Strategies', strategies.map(one => one.name))}${boxes('symbols', 'Markets', symbols)}${boxes('timeframes', 'Timeframes', timeframes)}
    ${missing.length > 0 && html`<p class="note warn">There are no candles of ${missing.join(', ')}: these jobs would fail, unless the exchange is asked first.</p>`}
  </div>`;
}

/**
 * How long it may take, judged by jobs that have ended.
 *
 * @param {{strategies: string[], trials: number, candles: number, jobs: number, isValidated: boolean}} properties
 */
function Estimate({ strategies, trials, candles, jobs, isValidated }) {
  const [past, setPast] = useState(/** @type {any[] | null} */ (null));
  const queue = useSource('queue', {}, { events: ['state'], every: 15_000 });
  const key = strategies.join();
  useEffect(() => {
    const stop = new AbortController();
    Promise.all(strategies.map(strategy => get('jobs', { strategy, status: 'COMPLETED', limit: 20 }, { signal: stop.signal })))
      .then(pages => setPast(pages.flatMap(page => page.items)), () => setPast([]));
    return () => stop.abort();
  }, [key]);
  const speeds = (past ?? []).filter(job => job.request.run_validation === isValidated && job.attempts.length === 1 && job.started_at)
    .map(job => (Date.parse(job.finished_at) - Date.parse(job.started_at)) / (job.request.n_iterations * (job.request.lookback_candles ?? candles)))
    .sort((a, b) => a - b);
  const middle = speeds[Math.floor(speeds.length / 2)];
  const one = middle === undefined ? NaN : Math.max(200, middle * trials * candles);
  const slots = queue.data?.slots ?? 1;
  const waiting = queue.data ? queue.data.ready.high + queue.data.ready.normal + queue.data.ready.low : 0;
  if (!Number.isInteger(trials) || trials < 1) return html`<p class="headline warn-text">Trials: a whole number from 1 on</p>`;
  return html`<p class="headline">${count(jobs)} ${jobs === 1 ? 'job' : 'jobs'} of ${count(trials)} trials on ${count(candles)} candles</p>
    <p>${past === null ? 'Looking at earlier jobs …' : Number.isNaN(one)
      ? 'No job like this has ended yet, so nobody knows how long it takes.'
      : html`About <strong>${duration(one * Math.ceil(jobs / Math.max(1, slots)))}</strong>, judged by ${count(speeds.length)} earlier ${speeds.length === 1 ? 'job' : 'jobs'} ${strategies.length === 1 ? 'of this strategy' : 'of these strategies'}.`}
      ${waiting > 0 && ` ${count(waiting)} jobs wait before it.`}${queue.data?.paused && ' The queue is paused: it starts when that ends.'}
      ${queue.data?.slots === 0 && ' No worker lives: it waits until one starts.'}</p>`;
}
