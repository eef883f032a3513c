/** Numbers as a trader writes them, and times with their zone. */
import { html, store, useEffect, useStore } from './view.js';
import { settings, useSettings } from './settings.js';

const MINUS = '−';
const NONE = '–';

/**
 * @param {number | null | undefined} value
 * @param {number} [digits] after the point
 */
export function number(value, digits = 2) {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : MINUS + '∞';
  const text = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (/^-[0.,]+$/.test(text) ? text.slice(1) : text).replace('-', MINUS);
}

/** A count. @param {number | null | undefined} value */
export const count = value => number(value, 0);

/**
 * A number whose size is not known: as many digits as it takes to tell it from others.
 *
 * @param {number | string | null | undefined} value
 * @param {number} [digits] significant ones
 */
export function figure(value, digits = 5) {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return count(value);
  const size = Math.abs(value);
  return (size !== 0 && (size < 1e-5 || size >= 1e12)
    ? value.toExponential(digits - 1)
    : value.toLocaleString('en-US', { maximumSignificantDigits: digits })).replace('-', MINUS);
}

/**
 * A share as per cent: 0.1234 is 12.3 %.
 *
 * @param {number | null | undefined} share
 * @param {number} [digits]
 */
export const percent = (share, digits = 1) =>
  share === null || share === undefined || Number.isNaN(share) ? NONE : number(share * 100, digits) + ' %';

/** What is in per cent already, with its sign. @param {number | null | undefined} value @param {number} [digits] */
export const change = (value, digits = 2) =>
  value === null || value === undefined ? NONE : (value > 0 ? '+' : '') + number(value, digits) + ' %';

/** A length of time in its two largest units. @param {number | null | undefined} millis */
export function duration(millis) {
  if (millis === null || millis === undefined || Number.isNaN(millis)) return NONE;
  const s = Math.max(0, millis) / 1000;
  if (s < 1) return Math.round(s * 1000) + ' ms';
  if (s < 10) return number(s, 1) + ' s';
  if (s < 60) return Math.round(s) + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min ' + Math.floor(s % 60) + ' s';
  if (s < 86_400) return Math.floor(s / 3600) + ' h ' + Math.floor((s % 3600) / 60) + ' min';
  return Math.floor(s / 86_400) + ' d ' + Math.floor((s % 86_400) / 3600) + ' h';
}

/** Bytes in binary units. @param {number} bytes */
export function size(bytes) {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  return number(value, unit === 0 ? 0 : 1) + ' ' + ['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit];
}

/** The zone in which times are shown, as `Intl` knows it. */
export const zone = () => (settings.get().zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Formats by zone: to make one takes far longer than to use it. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} timeZone */
function formatOf(timeZone) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit', second: '2-digit', timeZoneName: 'short',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/**
 * A time with its zone: 2026-01-31 14:05:09 UTC.
 *
 * @param {string | number | Date | null | undefined} time
 * @param {{seconds?: boolean, named?: boolean}} [options] named: whether the zone is told
 */
export function absolute(time, { seconds = true, named = true } = {}) {
  if (time === null || time === undefined) return NONE;
  const parts = Object.fromEntries(formatOf(zone()).formatToParts(new Date(time)).map(part => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`
    + (seconds ? ':' + parts.second : '') + (named ? ' ' + parts.timeZoneName : '');
}

/** How long ago, or how soon. @param {string | number | Date} time @param {number} [now] */
export function relative(time, now = Date.now()) {
  const millis = now - new Date(time).getTime();
  const size = Math.abs(millis);
  if (size < 2000) return 'now';
  const text = size < 60_000 ? Math.round(size / 1000) + ' s' : size < 3_600_000 ? Math.round(size / 60_000) + ' min'
    : size < 172_800_000 ? Math.round(size / 3_600_000) + ' h' : Math.round(size / 86_400_000) + ' d';
  return millis > 0 ? text + ' ago' : 'in ' + text;
}

const clock = store(Date.now());
let watchers = 0;
/** @type {number | undefined} */
let ticking;

/** The time, again every second while somebody looks. */
export function useNow() {
  useEffect(() => {
    if (watchers++ === 0) ticking = setInterval(() => document.hidden || clock.set(Date.now()), 1000);
    return () => {
      if (--watchers === 0) clearInterval(ticking);
    };
  }, []);
  return useStore(clock);
}

/**
 * A time, relative on the page and absolute when one points at it.
 *
 * @param {{at: string | number | null | undefined, exact?: boolean, none?: string}} properties exact: both are shown
 */
export function Time({ at, exact = false, none = NONE }) {
  useSettings();
  const now = useNow();
  if (at === null || at === undefined) return html`<span class="none">${none}</span>`;
  const full = absolute(at);
  return html`<time datetime=${new Date(at).toISOString()} title=${full}>${exact ? `${full} (${relative(at, now)})` : relative(at, now)}</time>`;
}

/** A length of time that goes on. @param {{since: string | number, until?: string | number | null}} properties */
export function Elapsed({ since, until }) {
  const now = useNow();
  return html`<span>${duration((until ? new Date(until).getTime() : now) - new Date(since).getTime())}</span>`;
}

/** A word of the service for people: `DATA_PREPARATION` is Data preparation. @param {string | null | undefined} word */
export function words(word) {
  if (!word) return NONE;
  const text = word.replaceAll('_', ' ').toLowerCase();
  return text[0].toUpperCase() + text.slice(1);
}
