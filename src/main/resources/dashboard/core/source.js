/**
 * Sources: parts of the page that are asked for, shown, and asked for again. A source has one request in flight at
 * most, keeps what it has while the service is away, and says so.
 */
import { ApiError, get, url } from './api.js';
import { useEvents } from './live.js';
import { useCallback, useEffect, useLatest, useRef, useState } from './view.js';

/** @typedef {import('./api.js').Query} Query */

/**
 * @typedef {object} Source
 * @property {any} data the newest answer; null before the first
 * @property {ApiError | null} error why the newest request failed; null when it did not
 * @property {boolean} loading whether the first answer is awaited
 * @property {number | null} at when the data came, milliseconds
 * @property {() => void} reload asks again
 */

/**
 * A part of the page: asked for when it is first shown, when one of the events happens, and every now and then.
 *
 * @param {string | null} path null for nothing
 * @param {Query} [query]
 * @param {object} [options]
 * @param {string[]} [options.events] types of events after which it is asked for again
 * @param {Record<string, string>} [options.of] conditions on these events: `job_id`, `batch_id`, `strategy`
 * @param {number} [options.every] milliseconds after which it is asked for in any case; 0 for never
 * @param {number} [options.pace] milliseconds between two requests, at least
 * @returns {Source}
 */
export function useSource(path, query = {}, { events = [], of = {}, every = 60_000, pace = 1000 } = {}) {
  const address = path === null ? null : url(path, query).href;
  const [state, setState] = useState({ address, data: /** @type {any} */ (null), error: /** @type {ApiError | null} */ (null), at: /** @type {number | null} */ (null) });
  const control = useRef({ wake: () => {}, reload: () => {} });
  const latest = useLatest({ path, query, every, pace });

  useEffect(() => {
    if (address === null) return undefined;
    const stop = new AbortController();
    let isAsking = false;
    let isWanted = false;
    // Nobody sees a page in the background: what is asked for now and then waits until it is in front again
    let isMissed = false;
    let failures = 0;
    let last = 0;
    /** @type {number | undefined} */
    let timer;
    const later = (/** @type {number} */ delay) => {
      clearTimeout(timer);
      timer = setTimeout(ask, delay);
    };
    const ask = async () => {
      if (stop.signal.aborted) return;
      if (isAsking) {
        isWanted = true;
        return;
      }
      const wait = last + latest.current.pace - Date.now();
      if (wait > 0) {
        later(wait);
        return;
      }
      clearTimeout(timer);
      isAsking = true;
      isWanted = false;
      isMissed = false;
      last = Date.now();
      try {
        const data = await get(/** @type {string} */ (latest.current.path), latest.current.query, { signal: stop.signal });
        if (stop.signal.aborted) return;
        failures = 0;
        setState({ address, data, error: null, at: Date.now() });
      } catch (e) {
        if (stop.signal.aborted) return;
        failures++;
        setState((/** @type {any} */ old) => ({ ...old, address, data: old.address === address ? old.data : null, error: /** @type {ApiError} */ (e) }));
      } finally {
        isAsking = false;
      }
      if (failures > 0) {
        later(Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)));
      } else if (isWanted) {
        ask();
      } else if (latest.current.every > 0) {
        timer = setTimeout(() => (document.hidden ? (isMissed = true) : ask()), latest.current.every);
      }
    };
    const show = () => {
      if (!document.hidden && isMissed) ask();
    };
    document.addEventListener('visibilitychange', show);
    control.current = {
      wake: ask,
      reload: () => {
        last = 0;
        ask();
      },
    };
    ask();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', show);
      stop.abort();
    };
  }, [address]);

  useEvents(events, of, () => control.current.wake());

  const isCurrent = state.address === address;
  const reload = useCallback(() => control.current.reload(), []);
  return {
    data: isCurrent ? state.data : null,
    error: isCurrent ? state.error : null,
    loading: address !== null && (!isCurrent || (state.data === null && state.error === null)),
    at: isCurrent ? state.at : null,
    reload,
  };
}

