/** Candles with the trades of a back-test, by TradingView Lightweight Charts. */
import { createSeriesMarkers, LineStyle } from '../vendor/lightweight-charts.js';
import { get } from '../core/api.js';
import { absolute, change, count, figure, zone } from '../core/format.js';
import { colour, useSettings } from '../core/settings.js';
import { candleChart, rowsOf } from './candlestick.js';
import { html, useEffect, useLatest, useRef, useState } from '../core/view.js';
import { lengthOf, pathOf } from '../pages/series.js';

const BARS = 1500;
const AROUND = 120;

/** The time of the last bar at or before another. @param {any[]} rows @param {number} time seconds */
function barAt(rows, time) {
  let low = 0;
  let high = rows.length - 1;
  if (high < 0 || time < rows[0].time) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].time <= time) low = middle;
    else high = middle - 1;
  }
  return rows[low].time;
}

/**
 * @param {object} properties
 * @param {any} properties.of the configuration
 * @param {any} properties.run its back-test
 * @param {any[]} properties.trades with their numbers `i`
 * @param {number | null} properties.chosen number of the trade that is looked at
 * @param {(i: number | null) => void} properties.choose
 */
export function TradeChart({ of, run, trades, chosen, choose }) {
  const markets = of.symbol.split(',');
  const [market, setMarket] = useState(markets[0]);
  const symbol = chosen !== null && trades[chosen]?.symbol ? trades[chosen].symbol : market;
  const mine = trades.filter(trade => (trade.symbol ?? symbol) === symbol);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const chart = useRef(/** @type {any} */ (null));
  const [shown, setShown] = useState(/** @type {{perBar: number, candles: number, error?: string} | null} */ (null));
  const latest = useLatest({ mine, chosen, choose });
  const settings = useSettings();
  const theme = settings.theme + settings.zone;

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const { chart: made, series } = candleChart(element);
    const markers = createSeriesMarkers(series, []);
    const step = lengthOf(of.timeframe);
    const stop = new AbortController();
    /** @type {any[]} */
    let rows = [];
    let loaded = { from: 0, to: 0, perBar: 1 };
    /** @type {any[]} */
    let lines = [];
    /** @type {number | undefined} */
    let timer;

    const mark = () => {
      const { mine: all, chosen: at } = latest.current;
      const marks = all.flatMap(trade => {
        const entry = barAt(rows, Date.parse(trade.entry_time) / 1000);
        const exit = barAt(rows, Date.parse(trade.exit_time) / 1000);
        const isLong = trade.side === 'LONG';
        const isChosen = trade.i === at;
        return [
          entry !== null && { time: entry, position: isLong ? 'belowBar' : 'aboveBar', shape: isLong ? 'arrowUp' : 'arrowDown', color: colour(isChosen ? 'accent' : 'soft'), size: isChosen ? 2 : 1, text: isChosen ? (isLong ? 'long' : 'short') : undefined },
          exit !== null && { time: exit, position: isLong ? 'aboveBar' : 'belowBar', shape: 'circle', color: colour(trade.pnl >= 0 ? 'series-3' : 'series-5'), size: isChosen ? 2 : 1, text: isChosen ? change(trade.pnl_pct * 100) : undefined },
        ].filter(Boolean);
      }).sort((/** @type {any} */ a, /** @type {any} */ b) => a.time - b.time);
      markers.setMarkers(/** @type {any} */ (marks));
      lines.forEach(line => series.removePriceLine(line));
      const trade = all.find(one => one.i === at);
      lines = !trade ? [] : [[trade.entry_price, 'in', 'soft'], [trade.exit_price, 'out', trade.pnl >= 0 ? 'series-3' : 'series-5'], [trade.stop_price, 'stop', 'series-2'], [trade.target_price, 'target', 'series-4']]
        .filter(([price]) => price !== null)
        .map(([price, title, tone]) => series.createPriceLine({ price, title, color: colour(tone), lineStyle: LineStyle.Dashed, lineWidth: 1, axisLabelVisible: true }));
    };

    const load = async (/** @type {number} */ from, /** @type {number} */ to) => {
      try {
        const bars = await get(pathOf({ ...of, symbol }) + '/candles', { from: new Date(from).toISOString(), to: new Date(to).toISOString(), bars: BARS }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        rows = rowsOf(bars);
        loaded = { from, to, perBar: bars.candles_per_bar };
        series.setData(rows);
        mark();
        setShown({ perBar: bars.candles_per_bar, candles: bars.candles });
      } catch (e) {
        if (!stop.signal.aborted) setShown({ perBar: 1, candles: 0, error: /** @type {Error} */ (e).message });
      }
    };

    const begin = Date.parse(run.from);
    const end = Date.parse(run.to) + step;
    const show = async () => {
      const trade = latest.current.mine.find(one => one.i === latest.current.chosen);
      if (!trade) {
        if (loaded.to === 0) {
          await load(begin, end);
          if (!stop.signal.aborted) made.timeScale().fitContent();
        } else {
          mark();
        }
        return;
      }
      const from = Date.parse(trade.entry_time) - AROUND * step;
      const to = Date.parse(trade.exit_time) + AROUND * step;
      if (from < loaded.from || to > loaded.to || loaded.perBar > 1) await load(from - 5 * AROUND * step, to + 5 * AROUND * step);
      else mark();
      if (stop.signal.aborted) return;
      made.timeScale().setVisibleRange({ from: /** @type {any} */ (from / 1000), to: /** @type {any} */ (to / 1000) });
    };

    // Bars of several candles are taken apart when one looks closer, and put together when one looks from afar
    made.timeScale().subscribeVisibleTimeRangeChange(range => {
      clearTimeout(timer);
      if (!range) return;
      timer = setTimeout(async () => {
        const from = Number(range.from) * 1000;
        const to = Number(range.to) * 1000;
        const span = to - from;
        const isCloser = loaded.perBar > 1 && span / step < BARS / 3;
        const logical = made.timeScale().getVisibleLogicalRange();
        const isBeyond = logical && ((logical.from < -5 && loaded.from > begin) || (logical.to > rows.length + 5 && loaded.to < end));
        if (isCloser || isBeyond) {
          await load(Math.max(begin, from - (isBeyond ? 2 : 1) * span), Math.min(end, to + (isBeyond ? 2 : 1) * span));
          if (!stop.signal.aborted) made.timeScale().setVisibleRange(/** @type {any} */ (range));
        }
      }, 250);
    });
    made.subscribeClick(event => {
      if (event.time === undefined) return;
      const time = Number(event.time);
      const reach = loaded.perBar * step / 1000 * 2;
      const near = latest.current.mine
        .map(trade => ({ i: trade.i, away: Math.min(Math.abs(Date.parse(trade.entry_time) / 1000 - time), Math.abs(Date.parse(trade.exit_time) / 1000 - time)) }))
        .sort((a, b) => a.away - b.away)[0];
      if (near && near.away <= reach) latest.current.choose(near.i);
    });
    chart.current = { show };
    show();
    return () => {
      clearTimeout(timer);
      stop.abort();
      chart.current = null;
      made.remove();
    };
  }, [of.config_id, symbol, theme]);

  useEffect(() => {
    chart.current?.show();
  }, [chosen]);

  const trade = chosen === null ? null : trades[chosen];
  return html`
    ${markets.length > 1 && html`<div class="filters"><div class="field"><label for="chart-market">Market</label><select id="chart-market" value=${symbol} onChange=${(/** @type {any} */ e) => { choose(null); setMarket(e.target.value); }}>
      ${markets.map((/** @type {string} */ one) => html`<option key=${one} value=${one} selected=${one === symbol}>${one}</option>`)}</select></div></div>`}
    <div class="candles" ref=${place} role="img" aria-label=${`Candles of ${symbol} with ${count(mine.length)} trades; the table below lists them`}></div>
    <p class="sub" role="status">${trade ? html`Trade ${count(chosen === null ? 0 : chosen + 1)}: ${trade.side.toLowerCase()} at ${figure(trade.entry_price, 7)} on ${absolute(trade.entry_time, { seconds: false })}, out at ${figure(trade.exit_price, 7)} on ${absolute(trade.exit_time, { seconds: false })}: ${change(trade.pnl_pct * 100)}. <button type="button" class="small" onClick=${() => choose(null)}>All trades</button>` : 'Arrows: entries; circles: exits. Click one, or a row below.'}</p>
    <p class="sub">${shown?.error ? 'The candles cannot be shown: ' + shown.error : shown && shown.perBar > 1
      ? `Thinned: a bar stands for ${count(shown.perBar)} candles and keeps their highest and lowest price; look closer for single ones. ` : shown ? `${count(shown.candles)} candles, each as it is. ` : 'Loading … '}
      Times in ${zone()}. Chart: TradingView Lightweight Charts™, <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">tradingview.com</a>.</p>`;
}
