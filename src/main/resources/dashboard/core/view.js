/**
 * The view library and a small observable store. Everything imports these from here, so that there is one copy.
 */
import { useEffect, useState } from '../vendor/preact-htm.js';

export {
  html, render, createContext, useCallback, useContext, useEffect, useErrorBoundary, useLayoutEffect, useMemo,
  useReducer, useRef, useState,
} from '../vendor/preact-htm.js';

/**
 * @template T
 * @typedef {{get: () => T, set: (next: T) => void, subscribe: (hear: () => void) => () => void}} Store
 */

/**
 * A value that components follow.
 *
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function store(initial) {
  let value = initial;
  /** @type {Set<() => void>} */
  const hearers = new Set();
  return {
    get: () => value,
    set: next => {
      if (next !== value) {
        value = next;
        [...hearers].forEach(hear => hear());
      }
    },
    subscribe: hear => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}

/**
 * Draws the component again whenever the store changes.
 *
 * @template T
 * @param {Store<T>} source
 * @returns {T}
 */
export function useStore(source) {
  const [value, setValue] = useState(source.get());
  useEffect(() => {
    const hear = () => setValue(() => source.get());
    hear();
    return source.subscribe(hear);
  }, [source]);
  return value;
}

/**
 * The newest value of something that changes with each drawing, for callbacks that outlive it.
 *
 * @template T
 * @param {T} value
 * @returns {{current: T}}
 */
export function useLatest(value) {
  const [latest] = useState(() => ({ current: value }));
  latest.current = value;
  return latest;
}
