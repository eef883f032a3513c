/** Series of candles: their names, and where their candles are. */
import { ApiError, get } from '../core/api.js';
import { absolute, count, percent } from '../core/format.js';
import { useSource } from '../core/source.js';
import { html, useCallback, useEffect, useState } from '../core/view.js';

/** @typedef {{exchange: string, symbol: string, timeframe: string, rows: number, from: string, to: string}} Series */

/** What a series is called. @param {{exchange: string, symbol: string, timeframe: string}} one */
export const label = one => `${one.exchange} ${one.symbol} ${one.timeframe}`;

/** Its path in the interface. @param {{exchange: string, symbol: string, timeframe: string}} one */
export const pathOf = one => `market-data/${encodeURIComponent(one.exchange)}/${encodeURIComponent(one.symbol.replace('/', '-'))}/${one.timeframe}`;

const LENGTHS = /** @type {Record<string, number>} */ ({ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '2h': 120, '4h': 240, '1d': 1440 });

/** Milliseconds of a candle. @param {string} timeframe */
export const lengthOf = timeframe => LENGTHS[timeframe] * 60_000;

/**
 * All pages of a list, as a source.
 *
 * @param {string} path
 * @param {import('../core/api.js').Query} [query]
 * @param {string} [version] when it changes, all is asked for again; what was there stays meanwhile
 * @returns {import('../core/source.js').Source}
 */
export function useEverything(path, query = {}, version = '') {
  const [state, setState] = useState(/** @type {{data: any, error: ApiError | null, at: number | null}} */ ({ data: null, error: null, at: null }));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    (async () => {
      /** @type {any[]} */
      const items = [];
      let cursor = null;
      do {
        const page = await get(path, { ...query, limit: 500, cursor }, { signal: stop.signal });
        items.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor && items.length < 20_000);
      setState({ data: { items, next_cursor: cursor }, error: null, at: Date.now() });
    })().catch(error => stop.signal.aborted || setState((/** @type {any} */ old) => ({ ...old, error })));
    return () => stop.abort();
  }, [path, JSON.stringify(query), version, turn]);
  const reload = useCallback(() => setTurn((/** @type {number} */ n) => n + 1), []);
  return { ...state, loading: state.data === null && state.error === null, reload };
}

/**
 * A strip of the time of a series: full where all candles are, light where some are missing.
 *
 * @param {{of: Series, used?: number}} properties used: how many of the newest candles are meant, which is marked
 */
export function Coverage({ of, used }) {
  const coverage = useSource(pathOf(of) + '/coverage', {}, { every: 0 });
  if (coverage.error) return html`<p class="sub">${coverage.error.message}</p>`;
  const all = coverage.data;
  const shownFrom = absolute(of.from, { seconds: false });
  const shownTo = absolute(of.to, { seconds: false });
  const width = all ? all.stretches.length : 1;
  const share = used && used < of.rows ? used / of.rows : 1;
  return html`<figure class="coverage">
    <svg viewBox=${`0 0 ${width} 10`} preserveAspectRatio="none" role="img" aria-label=${`${count(of.rows)} candles from ${shownFrom} to ${shownTo}${all ? ', ' + count(all.missing) + ' missing' : ''}`}>
      ${all?.stretches.map((/** @type {any} */ one, /** @type {number} */ i) => html`<rect x=${i} y="0" width="1.05" height="10" class=${one.share >= 0.999 ? 'full' : one.share > 0 ? 'part' : 'none'} opacity=${one.share >= 0.999 ? 1 : 0.25 + 0.6 * one.share}><title>${absolute(one.from, { seconds: false })}: ${percent(one.share)}</title></rect>`)}
      ${used !== undefined && share < 1 && html`<rect x="0" y="0" width=${width * (1 - share)} height="10" class="unused" />`}
    </svg>
    <figcaption><span>${shownFrom}</span><span>${all ? (all.missing === 0 ? 'nothing is missing' : `${count(all.missing)} candles missing in ${count(all.gaps.length)}${all.gaps.length === 100 ? ' or more' : ''} gaps`) : ''}${used !== undefined && share < 1 ? `; the newest ${count(used)} are used` : ''}</span><span>${shownTo}</span></figcaption>
  </figure>`;
}
