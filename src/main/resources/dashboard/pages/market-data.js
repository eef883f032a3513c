import { ApiError, post, request, url } from '../core/api.js';
import { absolute, count, duration, size, Time } from '../core/format.js';
import { CHOICES, useList } from '../core/list.js';
import { setQuery, to } from '../core/router.js';
import { html, useEffect, useRef, useState } from '../core/view.js';
import { Action, Bar, Dialog, Empty, Page, Panel, Shown, Status, Table, Tabs, tell } from '../core/widgets.js';
import { useSource } from '../core/source.js';
import { Coverage, label, pathOf, useEverything } from './series.js';
import { SeriesChart } from '../charts/series.js';

/** Candles: which there are, uploads, fetches. @param {{route: import('../core/router.js').Route}} properties */
export default function MarketData({ route }) {
  const tab = route.query.get('tab') ?? 'series';
  const inventory = useEverything('market-data');
  const [dropped, setDropped] = useState(/** @type {File | null} */ (null));
  const [isFetching, setFetching] = useState(/** @type {any} */ (null));
  const [isOver, setOver] = useState(false);
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    const over = (/** @type {DragEvent} */ e) => {
      if (![...(e.dataTransfer?.types ?? [])].includes('Files')) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (/** @type {DragEvent} */ e) => e.relatedTarget === null && setOver(false);
    const drop = (/** @type {DragEvent} */ e) => {
      e.preventDefault();
      setOver(false);
      const file = e.dataTransfer?.files[0];
      if (file) setDropped(file);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return html`<${Page} title="Market data" sub="Candles that strategies are trained on"
      actions=${html`<${Action} onClick=${() => setFetching({})}>Fetch from an exchange …<//>
        <${Action} kind="primary" onClick=${() => picker.current?.click()}>Upload a file …<//>
        <input ref=${picker} type="file" hidden onChange=${(/** @type {any} */ e) => { setDropped(e.target.files[0] ?? null); e.target.value = ''; }} />`}>
    ${isOver && html`<div class="drop">Drop the file: it is looked at before anything is stored.</div>`}
    ${dropped && html`<${Upload} file=${dropped} onClose=${() => setDropped(null)} done=${() => { setDropped(null); inventory.reload(); }} />`}
    ${isFetching && html`<${NewFetch} first=${isFetching} onClose=${() => setFetching(null)} done=${() => { setFetching(null); setQuery({ tab: 'fetches' }); }} />`}
    <${Tabs} current=${tab} tabs=${[['series', 'Series'], ['fetches', 'Fetches']]} onChoose=${(/** @type {string} */ id) => setQuery({ tab: id === 'series' ? null : id, cursor: null })} />
    ${tab === 'fetches' ? html`<${Fetches} />` : html`<${Shown} of=${inventory}>${(/** @type {any} */ page) => (page.items.length === 0
      ? html`<${Empty} title="There are no candles yet">Drop a file of candles on this page (CSV, JSON, Parquet, also packed), or fetch them from an exchange.<//>`
      : html`<${SeriesList} items=${page.items} route=${route} fetchMore=${setFetching} />`)}<//>`}
  <//>`;
}

/** @type {Record<string, string>} */
const SOURCES = { upload: 'uploaded', fetch: 'fetched', demo: 'of the demo' };

/** @param {{items: any[], route: import('../core/router.js').Route, fetchMore: (series: any) => void}} properties */
function SeriesList({ items, route, fetchMore }) {
  const text = route.query.get('q') ?? '';
  const open = route.query.get('series');
  const shown = items.filter(one => label(one).toLowerCase().includes(text.toLowerCase()));
  return html`<div class="filters"><div class="field"><label for="series-text">Find</label><input id="series-text" type="search" value=${text} placeholder="BTC" onInput=${(/** @type {any} */ e) => setQuery({ q: e.target.value })} /></div>
      <span class="sub">${count(shown.length)} of ${count(items.length)} series, ${count(items.reduce((sum, one) => sum + one.rows, 0))} candles</span></div>
    <${Table} label="Series" rows=${shown.slice(0, 500)} id=${label} onRow=${(/** @type {any} */ one) => setQuery({ series: open === label(one) ? null : label(one) })}
      below=${(/** @type {any} */ one) => open === label(one) && html`<div class="stack"><${Coverage} of=${one} /><${SeriesChart} of=${one} />
        <${Gaps} of=${one} />
        <p class="actions"><a class="button" href=${to(['train'], { series: label(one) })}>Train on it</a><${Action} onClick=${() => fetchMore(one)}>Fetch what is missing …<//></p></div>`}
      columns=${[
        { title: 'Series', cell: (/** @type {any} */ one) => html`<button type="button" class="plain" aria-expanded=${open === label(one)} onClick=${() => setQuery({ series: open === label(one) ? null : label(one) })}><strong>${one.symbol}</strong> ${one.timeframe}</button>` },
        { title: 'Exchange', cell: (/** @type {any} */ one) => one.exchange },
        { title: 'Candles', class: 'num', cell: (/** @type {any} */ one) => count(one.rows) },
        { title: 'From', class: 'rare', cell: (/** @type {any} */ one) => absolute(one.from, { seconds: false }) },
        { title: 'To', cell: (/** @type {any} */ one) => html`${absolute(one.to, { seconds: false })} <span class="sub"><${Time} at=${one.to} /></span>` },
        { title: 'Gaps', class: 'num', cell: (/** @type {any} */ one) => (one.gaps === 0 ? html`<span class="good-text">✓ none</span>` : html`<span class="warn-text">! ${count(one.gaps)}</span>`) },
        { title: 'Volume', class: 'rare', hint: 'What the volumes count', cell: (/** @type {any} */ one) => one.volume_kind },
        { title: 'Minutes without trades', class: 'rare', cell: (/** @type {any} */ one) => one.empty_minutes ?? 'not known' },
        { title: 'Came by', class: 'rare', cell: (/** @type {any} */ one) => SOURCES[one.source] ?? one.source },
      ]} />`;
}

/** @param {{of: any}} properties */
function Gaps({ of }) {
  const coverage = useSource(pathOf(of) + '/coverage', {}, { every: 0 });
  const gaps = coverage.data?.gaps ?? [];
  if (gaps.length === 0) return null;
  return html`<details><summary>The largest gaps</summary><${Table} label="Gaps" rows=${gaps} id=${(/** @type {any} */ gap) => gap.from} columns=${[
    { title: 'From', cell: (/** @type {any} */ gap) => absolute(gap.from, { seconds: false }) },
    { title: 'To', cell: (/** @type {any} */ gap) => absolute(gap.to, { seconds: false }) },
    { title: 'Length', class: 'num', cell: (/** @type {any} */ gap) => duration(Date.parse(gap.to) - Date.parse(gap.from)) },
    { title: 'Candles missing', class: 'num', cell: (/** @type {any} */ gap) => count(gap.missing) },
  ]} /></details>`;
}

/** What a file name tells of its series. @param {string} name */
function guess(name) {
  const upper = name.toUpperCase();
  const pair = /([A-Z0-9]{2,10}?)[-_/ ]?(USDT|USDC|USD|EUR|BTC|ETH|GBP|JPY|TRY|BRL|FDUSD|BUSD)(?![A-Z])/.exec(upper);
  const timeframe = /(?:^|[^A-Z0-9])(1|3|5|15|30)M(?:IN)?(?![A-Z0-9])/.exec(upper) ?? /(?:^|[^A-Z0-9])(1|2|4)H(?![A-Z0-9])/.exec(upper) ?? /(?:^|[^A-Z0-9])(1)D(?![A-Z0-9])/.exec(upper);
  const exchange = /binanceus|binance|coinbase|kraken|bitstamp|bybit|okx|kucoin|gate|bitget|bitfinex|upbit/i.exec(name);
  return {
    exchange: exchange?.[0].toLowerCase() ?? 'binance',
    symbol: pair ? `${pair[1]}-${pair[2]}` : '',
    timeframe: timeframe ? timeframe[0].toLowerCase().replace(/[^a-z0-9]/g, '').replace('min', 'm') : '5m',
  };
}

const MOST = 2 * 1024 ** 3;

/**
 * Sends a file, telling how far it is: a fetch cannot.
 *
 * @param {URL} address
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @param {AbortSignal} stop
 * @returns {Promise<any>}
 */
function send(address, file, onProgress, stop) {
  return new Promise((done, fail) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', address);
    upload.setRequestHeader('Content-Type', 'text/csv');
    upload.upload.onprogress = e => onProgress(e.loaded / e.total);
    upload.onload = () => {
      let content = null;
      try {
        content = JSON.parse(upload.responseText);
      } catch {
        // Told below
      }
      if (upload.status >= 200 && upload.status < 300 && content) done(content);
      else fail(new ApiError(content?.detail ?? 'the upload was refused', upload.status, content));
    };
    upload.onerror = () => fail(new ApiError('the connection broke: the service has refused the file, or is away. Nothing was stored', 0));
    upload.onabort = () => fail(new ApiError('stopped: nothing was stored', 0));
    stop.addEventListener('abort', () => upload.abort());
    upload.send(file);
  });
}

/** A file is looked at first: what it is taken to mean, and only then stored. @param {{file: File, onClose: () => void, done: () => void}} properties */
function Upload({ file, onClose, done }) {
  const [series, setSeries] = useState(() => guess(file.name));
  const [options, setOptions] = useState(/** @type {Record<string, string>} */ ({}));
  const [progress, setProgress] = useState(/** @type {number | null} */ (null));
  const [look, setLook] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const isTooLarge = file.size > MOST;
  const run = async (/** @type {boolean} */ dry) => {
    setError(null);
    setProgress(0);
    stop.current = new AbortController();
    try {
      const path = `market-data/${encodeURIComponent(series.exchange)}/${encodeURIComponent(series.symbol)}/${series.timeframe}`;
      const answer = await send(url(path, { ...options, dry_run: dry ? 'true' : '' }), file, setProgress, stop.current.signal);
      if (dry) {
        setLook(answer);
      } else {
        tell(`${count(answer.inserted)} candles are new, ${count(answer.updated)} were changed`);
        done();
      }
    } catch (e) {
      setLook(null);
      setError(/** @type {ApiError} */ (e));
    } finally {
      setProgress(null);
    }
  };
  const field = (/** @type {'exchange' | 'symbol'} */ name, /** @type {string} */ shown, /** @type {string} */ hint) => html`<div class="field"><label for=${'u-' + name}>${shown}</label>
    <input id=${'u-' + name} value=${series[name]} onInput=${(/** @type {any} */ e) => { setSeries({ ...series, [name]: e.target.value }); setLook(null); }} /><span class="hint">${hint}</span></div>`;
  const option = (/** @type {string} */ name, /** @type {string} */ shown, /** @type {string} */ hint, /** @type {string[]} */ choices = []) => html`<div class="field"><label for=${'u-' + name}>${shown}</label>
    ${choices.length > 0 ? html`<select id=${'u-' + name} value=${options[name] ?? ''} onChange=${(/** @type {any} */ e) => { setOptions({ ...options, [name]: e.target.value }); setLook(null); }}><option value="">found out</option>${choices.map(one => html`<option key=${one} value=${one}>${one}</option>`)}</select>`
    : html`<input id=${'u-' + name} value=${options[name] ?? ''} onInput=${(/** @type {any} */ e) => { setOptions({ ...options, [name]: e.target.value }); setLook(null); }} />`}<span class="hint">${hint}</span></div>`;
  return html`<${Dialog} title=${'Upload ' + file.name} wide onClose=${onClose}>
    <p class="sub">${size(file.size)}</p>
    ${isTooLarge && html`<div class="fault" role="alert">The file has ${size(file.size)}; a file of more than ${size(MOST)} is refused. Split it, or pack it with gzip.</div>`}
    <div class="form">${field('exchange', 'Exchange', 'lower case, such as binance')}${field('symbol', 'Market', 'base and quote, such as BTC-USDT')}
      <div class="field"><label for="u-timeframe">Timeframe</label><select id="u-timeframe" value=${series.timeframe} onChange=${(/** @type {any} */ e) => { setSeries({ ...series, timeframe: e.target.value }); setLook(null); }}>${CHOICES.timeframe.map(one => html`<option key=${one} value=${one} selected=${one === series.timeframe}>${one}</option>`)}</select></div></div>
    <details><summary>What the file does not say</summary><div class="form">
      ${option('columns', 'Columns', 'time,open,high,low,close,volume,-')}${option('zone', 'Zone', 'of times without one: Europe/Berlin')}${option('stamp', 'A time is the', '', ['open', 'close'])}
      ${option('volume', 'Volume counts', '', ['base', 'quote', 'contracts', 'ticks'])}${option('contract_size', 'Contract size', '')}${option('decimal', 'Decimals', '', ['point', 'comma'])}</div></details>
    ${progress !== null && html`<div class="stack"><${Bar} percentage=${progress * 100} label="Upload" /><p class="sub">${progress >= 1 ? 'All is there; it is read …' : `${size(progress * file.size)} of ${size(file.size)}`}</p></div>`}
    ${error && html`<div class="fault" role="alert">${error.message}${(error.problem?.errors ?? []).map((/** @type {any} */ one) => html`<p><code>${one.field}</code> ${one.message}</p>`)}${(error.problem?.rejections ?? []).slice(0, 5).map((/** @type {any} */ one) => html`<p>Line ${count(one.line)}: ${one.reason}</p>`)}</div>`}
    ${look && html`<${Understood} of=${look} />`}
    <div class="actions end"><button type="button" onClick=${progress === null ? onClose : () => stop.current.abort()}>${progress === null ? 'Back' : 'Stop'}</button>
      <${Action} kind=${look ? '' : 'primary'} disabled=${isTooLarge || progress !== null || series.symbol === ''} onClick=${() => run(true)}>Look at it<//>
      ${look && html`<${Action} kind="primary" disabled=${progress !== null} onClick=${() => run(false)}>Store ${count(look.inserted)} new candles${look.updated > 0 ? ` and change ${count(look.updated)}` : ''}<//>`}</div>
  <//>`;
}

/** What was made of a file. @param {{of: any}} properties */
function Understood({ of }) {
  const it = of.understood;
  return html`<${Panel} title="What was understood; nothing is stored yet">
    <dl class="facts">
      <dt>Candles</dt><dd>${count(of.received)} in the file: ${count(of.inserted)} new, ${count(of.updated)} changed, ${count(of.duplicates)} twice, ${count(of.unfinished)} still running</dd>
      <dt>Range</dt><dd>${absolute(it.first)} to ${absolute(it.last)}, ${count(of.gaps)} gaps</dd>
      <dt>Form</dt><dd>${it.format}${it.packing !== 'none' ? ', ' + it.packing : ''}, ${it.encoding}${it.separator ? html`, separated by <code>${it.separator}</code>` : ''}, ${it.header ? 'with names of columns' : 'without names of columns'}</dd>
      <dt>Columns</dt><dd>${Object.entries(it.columns).map(([what, column]) => html`${what} from <code>${column}</code> `)}</dd>
      <dt>Times</dt><dd>${it.time_unit.join(', ')} in ${it.zone}, the ${it.stamp} of a candle</dd>
      <dt>Volume</dt><dd>${it.volume}</dd>
      ${it.longest_flat >= 10 && html`<dt>Flat</dt><dd>${count(it.flat_stretches)} stretches with a single price, the longest of ${count(it.longest_flat)} candles</dd>`}
      ${it.notes.map((/** @type {string} */ note) => html`<dt>Note</dt><dd>${note}</dd>`)}
    </dl>
    ${of.first_contradiction && html`<p class="note warn">${count(of.contradictory)} times come twice with other figures.</p>`}
    ${of.rejected > 0 && html`<details open><summary class="warn-text">! ${count(of.rejected)} lines are left out</summary><${Table} label="Rejected lines" rows=${of.rejections} id=${(/** @type {any} */ one) => one.line} columns=${[
      { title: 'Line', class: 'num', cell: (/** @type {any} */ one) => count(one.line) }, { title: 'Why', class: 'wide', cell: (/** @type {any} */ one) => one.reason }]} /></details>`}
  <//>`;
}

/** @type {Record<string, string>} */
const FETCH_TONE = { COMPLETED: 'good', FAILED: 'bad' };

function Fetches() {
  const list = useList('fetches', [], { events: ['fetch'], every: 15_000 });
  const cancel = async (/** @type {any} */ one) => {
    await request('DELETE', 'fetches/' + one.fetch_id);
    list.source.reload();
  };
  return html`<${Shown} of=${list.source}>${(/** @type {any} */ page) => html`${page.items.length === 0 ? html`<${Empty} title="Nothing was fetched yet" />` : html`
    <${Table} label="Fetches" rows=${page.items} id=${(/** @type {any} */ one) => one.fetch_id}
      below=${(/** @type {any} */ one) => (one.error ? html`<span class="bad-text">${one.error}</span>` : one.retry_reason && one.status === 'RUNNING' ? html`<span class="warn-text">Asked again ${count(one.retries)} times: ${one.retry_reason}</span>` : null)} columns=${[
      { title: 'Series', cell: (/** @type {any} */ one) => label(one) },
      { title: 'State', cell: (/** @type {any} */ one) => html`<${Status} of=${one.status} />` },
      { title: 'Progress', cell: (/** @type {any} */ one) => (one.percentage === null ? '–' : html`<${Bar} percentage=${one.percentage} tone=${FETCH_TONE[one.status] ?? ''} label=${'Fetch of ' + label(one)} />`) },
      { title: 'New', class: 'num', cell: (/** @type {any} */ one) => count(one.inserted) },
      { title: 'Wanted', class: 'num rare', cell: (/** @type {any} */ one) => count(one.wanted) },
      { title: 'Requests', class: 'num rare', cell: (/** @type {any} */ one) => count(one.requests) },
      { title: 'Waits until', class: 'rare', cell: (/** @type {any} */ one) => html`<${Time} at=${one.waits_until} />` },
      { title: 'Asked for', cell: (/** @type {any} */ one) => html`<${Time} at=${one.created_at} />` },
      { title: '', cell: (/** @type {any} */ one) => ['PENDING', 'RUNNING'].includes(one.status) && html`<${Action} kind="danger" onClick=${() => cancel(one)}>Cancel<//>` },
    ]} />`}${list.pager(page)}`}<//>`;
}

const EXCHANGES = ['binance', 'binanceus', 'coinbase', 'kraken', 'bitstamp', 'bybit', 'okx', 'kucoin', 'gate', 'bitget', 'bitfinex', 'upbit'];

/** @param {{first: any, onClose: () => void, done: () => void}} properties */
function NewFetch({ first, onClose, done }) {
  const [fields, setFields] = useState({ exchange: first.exchange ?? 'binance', symbol: first.symbol ?? 'BTC/USDT', timeframe: first.timeframe ?? '1h', from: first.from ? first.from.slice(0, 10) : '', to: '' });
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const set = (/** @type {string} */ name) => (/** @type {any} */ e) => setFields({ ...fields, [name]: e.target.value });
  const start = async () => {
    try {
      const body = { ...(fields.from ? { from: fields.from + 'T00:00:00Z' } : {}), ...(fields.to ? { to: fields.to + 'T00:00:00Z' } : {}) };
      await post(pathOf(fields) + '/fetch', body);
      done();
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      setError(e);
    }
  };
  return html`<${Dialog} title="Fetch candles from an exchange" onClose=${onClose}>
    <div class="form">
      <div class="field"><label for="f-exchange">Exchange</label><input id="f-exchange" list="f-exchanges" value=${fields.exchange} onInput=${set('exchange')} /><datalist id="f-exchanges">${EXCHANGES.map(one => html`<option key=${one} value=${one} />`)}</datalist></div>
      <div class="field"><label for="f-symbol">Market</label><input id="f-symbol" value=${fields.symbol} onInput=${set('symbol')} /></div>
      <div class="field"><label for="f-timeframe">Timeframe</label><select id="f-timeframe" value=${fields.timeframe} onChange=${set('timeframe')}>${CHOICES.timeframe.map(one => html`<option key=${one} value=${one} selected=${one === fields.timeframe}>${one}</option>`)}</select></div>
      <div class="field"><label for="f-from">From, UTC</label><input id="f-from" type="date" value=${fields.from} onInput=${set('from')} /><span class="hint">Empty: behind what is there</span></div>
      <div class="field"><label for="f-to">To, UTC</label><input id="f-to" type="date" value=${fields.to} onInput=${set('to')} /><span class="hint">Empty: now</span></div>
    </div>
    ${error && html`<div class="fault" role="alert">${error.message}${Object.entries(error.fields).map(([name, text]) => html`<p><code>${name}</code> ${text}</p>`)}</div>`}
    <div class="actions end"><button type="button" onClick=${onClose}>Back</button><${Action} kind="primary" onClick=${start}>Fetch<//></div>
  <//>`;
}
