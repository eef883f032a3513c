/** The candles of a series. */
import { count, zone } from '../core/format.js';
import { useSettings } from '../core/settings.js';
import { useSource } from '../core/source.js';
import { candleChart, rowsOf } from './candlestick.js';
import { html, useEffect, useRef } from '../core/view.js';
import { pathOf } from '../pages/series.js';

/** @param {{of: {exchange: string, symbol: string, timeframe: string, rows: number, from: string}}} properties */
export function SeriesChart({ of }) {
  const bars = useSource(pathOf(of) + '/candles', { from: of.from, bars: 1000 }, { every: 0 });
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const settings = useSettings();
  useEffect(() => {
    const element = place.current;
    const all = bars.data;
    if (!element || !all) return undefined;
    const { chart, series } = candleChart(element);
    series.setData(rowsOf(all));
    chart.timeScale().fitContent();
    return () => chart.remove();
  }, [bars.data, settings]);
  if (bars.error) return html`<p class="sub">${bars.error.message}</p>`;
  return html`<div class="candles" ref=${place} role="img" aria-label=${`Candles of ${of.symbol} ${of.timeframe}`}></div>
    <p class="sub">${bars.data && bars.data.candles_per_bar > 1 ? `A bar stands for ${count(bars.data.candles_per_bar)} candles and keeps their highest and lowest price. ` : ''}Times in ${zone()}. Chart: TradingView Lightweight Charts™, <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">tradingview.com</a>.</p>`;
}
