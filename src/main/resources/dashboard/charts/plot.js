/** Curves by uPlot, in the colours and the zone of the page. */
import uPlot from '../vendor/uplot.js';
import { zone } from '../core/format.js';
import { colour, settings, useSettings } from '../core/settings.js';
import { html, useEffect, useLatest, useRef, useState } from '../core/view.js';

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('../vendor/uplot.css', import.meta.url).href;
document.head.append(sheet);

/** Counts up when the system turns light or dark. */
function useTheme() {
  const { theme, zone: chosen } = useSettings();
  const [turns, setTurns] = useState(0);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const turn = () => setTurns((/** @type {number} */ n) => n + 1);
    query.addEventListener('change', turn);
    return () => query.removeEventListener('change', turn);
  }, []);
  return `${theme} ${chosen} ${turns}`;
}

const DAY = '{YYYY}-{MM}-{DD}';

/** How uPlot writes times, from years down to seconds: as the rest of the page does. */
const TIMES = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [86_400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [3600, '{HH}:{mm}', '\n' + DAY, null, '\n{MM}-{DD}', null, null, null, 1],
  [60, '{HH}:{mm}', '\n' + DAY, null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n' + DAY, null, '\n{MM}-{DD}', null, null, null, 1],
];

/** The axis of times, with the colours and the zone of the page. @param {any} [more] */
export const timeAxis = (more = {}) => axis({ values: TIMES, space: 70, ...more });

/**
 * An axis with the colours of the page.
 *
 * @param {any} axis of uPlot
 */
export const axis = axis => ({
  stroke: () => colour('soft'),
  grid: { stroke: () => colour('line'), width: 1 },
  ticks: { stroke: () => colour('line'), width: 1 },
  font: '12px system-ui, sans-serif',
  ...axis,
});

/** Draws a line in steps: a value holds until the next. */
export const stepped = /** @type {any} */ (uPlot).paths.stepped({ align: 1 });

/**
 * A chart. The same data may come again and again: zoom and cursor stay.
 *
 * @param {object} properties
 * @param {() => any} properties.options options of uPlot without width, height and tzDate; made anew when the theme or `kind` changes
 * @param {any} properties.data columns of uPlot: x first, times in seconds
 * @param {string} properties.label what it shows, in a sentence, for those who cannot see it
 * @param {string} [properties.kind] changes when the options do
 * @param {number} [properties.height] CSS pixels
 * @param {string} [properties.hint] how to use it
 * @param {(plot: any) => void} [properties.onMade] hears of the chart, to follow its cursor
 */
export function Plot({ options, data, label, kind = '', height = 220, hint, onMade }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {any} */ (null));
  const latest = useLatest({ options, data, onMade });
  const theme = useTheme();

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const made = new uPlot({
      tzDate: (/** @type {number} */ seconds) => (settings.get().zone === 'utc' ? uPlot.tzDate(new Date(seconds * 1e3), 'UTC') : new Date(seconds * 1e3)),
      padding: [8, 16, 0, 0],
      ...latest.current.options(),
      width: Math.max(120, element.clientWidth),
      height,
    }, latest.current.data, element);
    plot.current = made;
    latest.current.onMade?.(made);
    const observer = new ResizeObserver(() => {
      const width = Math.max(120, element.clientWidth);
      if (width !== made.width) made.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, [theme, kind, height]);

  useEffect(() => {
    const made = plot.current;
    if (!made || made.data === data) return;
    const xs = made.data[0];
    const { min, max } = made.scales.x;
    const isZoomed = xs.length > 0 && min !== null && (min > xs[0] || max < xs[xs.length - 1]);
    made.setData(data, !isZoomed);
    if (isZoomed) made.redraw();
  }, [data]);

  return html`<div class="chart" ref=${place} role="img" aria-label=${label} title=${hint ?? 'Drag to zoom in, double click to see all. Times are ' + zone() + '.'}></div>`;
}
