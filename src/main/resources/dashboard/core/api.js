/** Requests to the service, who asks them, and whether they are answered. */
import { store } from './view.js';

/** Where the service is: three folders above this module, whatever lies before them. */
export const ROOT = new URL('../../../', import.meta.url);
const API = new URL('api/v2/training/', ROOT);
const TIMEOUT = 20_000;

/** @typedef {Record<string, string | number | boolean | null | undefined>} Query */

/** A request that was refused, failed or was never answered. */
export class ApiError extends Error {
  /**
   * @param {string} message in words for the reader
   * @param {number} status HTTP status; 0 without an answer
   * @param {any} [problem] the problem document
   */
  constructor(message, status, problem) {
    super(message);
    this.status = status;
    this.problem = problem ?? null;
  }

  /** Faults of single fields, by their names. @returns {Record<string, string>} */
  get fields() {
    return Object.fromEntries((this.problem?.errors ?? []).map(/** @param {any} one */ one => [one.field, one.message]));
  }

  /** Whether the same request may go well later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * Who the reader is: null until it is known, `{needed: reason}` when a key has to be shown first.
 *
 * @type {import('./view.js').Store<null | {name: string, role: string, mode: string, expires_at: string | null, needed?: undefined} | {needed: string, role?: undefined, name?: undefined, mode?: undefined}>}
 */
export const me = store(/** @type {any} */ (null));

/**
 * Since when the service does not answer; null while it does.
 *
 * @type {import('./view.js').Store<{since: number, reason: string} | null>}
 */
export const outage = store(/** @type {any} */ (null));

/**
 * The address of an operation.
 *
 * @param {string} path below the API, such as {@code jobs}; from the root of the service when it begins with a slash
 * @param {Query} [query]
 */
export function url(path, query = {}) {
  const address = path.startsWith('/') ? new URL('.' + path, ROOT) : new URL(path, API);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') address.searchParams.set(name, String(value));
  }
  return address;
}

/** When the service answered last, milliseconds. */
let answeredAt = Date.now();

const BIG = /([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g;

/**
 * Reads JSON. Whole numbers that JavaScript cannot hold, such as seeds, come as texts with all their digits.
 *
 * @param {string} text
 */
function parse(text) {
  try {
    return JSON.parse(text.replace(BIG, (all, before, digits) => (Number.isSafeInteger(Number(digits)) ? all : `${before}"${digits}"`)));
  } catch {
    // The digits stood within a text
    return JSON.parse(text);
  }
}

/**
 * Writes JSON. A BigInt becomes a number with all its digits.
 *
 * @param {any} value
 * @param {number} [indent]
 */
export function toJson(value, indent) {
  /** @type {string[]} */
  const numbers = [];
  const text = JSON.stringify(value, (key, inner) => (typeof inner === 'bigint' ? `\u0001${numbers.push(String(inner)) - 1}\u0001` : inner), indent);
  return text.replace(/"\\u0001(\d+)\\u0001"/g, (all, i) => numbers[Number(i)]);
}

/**
 * Makes a request and reads its answer.
 *
 * @param {string} method
 * @param {string} path as in {@link url}
 * @param {object} [options]
 * @param {Query} [options.query]
 * @param {any} [options.body] sent as JSON; a Blob or text is sent as it is
 * @param {Record<string, string>} [options.headers]
 * @param {AbortSignal} [options.signal]
 * @param {number} [options.timeout] milliseconds
 * @returns {Promise<any>} what the JSON of the answer says; its text when it is no JSON
 * @throws {ApiError}
 */
export async function request(method, path, { query, body, headers = {}, signal, timeout = TIMEOUT } = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const abort = () => limit.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  try {
    const isRaw = body instanceof Blob || typeof body === 'string';
    const answer = await fetch(url(path, query), {
      method,
      signal: limit.signal,
      headers: {
        Accept: 'application/json, application/problem+json;q=0.9, */*;q=0.1',
        ...(body === undefined || isRaw ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || isRaw ? body : toJson(body),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('Content-Type') ?? '').includes('json');
    const content = isJson && text !== '' ? parse(text) : text;
    answeredAt = Date.now();
    if (!answer.ok) throw refusal(answer, isJson ? content : null);
    outage.set(null);
    return content;
  } catch (e) {
    const error = signal?.aborted ? new ApiError('stopped', 0) : failure(e, timeout);
    if (!signal?.aborted) note(error);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/**
 * @param {Response} answer
 * @param {any} problem
 */
function refusal(answer, problem) {
  const detail = problem?.detail ?? problem?.title
    ?? (answer.status >= 500 ? 'the service, or a proxy before it, failed' : answer.statusText || 'the request was refused');
  return new ApiError(detail, answer.status, problem);
}

/**
 * @param {unknown} e
 * @param {number} timeout
 */
function failure(e, timeout) {
  if (e instanceof ApiError) return e;
  if (e instanceof DOMException && e.name === 'AbortError') {
    return new ApiError(`no answer within ${timeout / 1000} seconds`, 0);
  }
  if (e instanceof SyntaxError) return new ApiError('the answer cannot be read; is a proxy in between?', 0);
  return new ApiError('the service cannot be reached', 0);
}

/** @param {ApiError} error */
function note(error) {
  if (error.status === 401) {
    me.set({ needed: error.message });
  } else if (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504) {
    outage.set({ since: outage.get()?.since ?? answeredAt, reason: error.message });
  } else {
    outage.set(null);
  }
}

/** @param {string} path @param {Query} [query] @param {{signal?: AbortSignal, timeout?: number}} [options] */
export const get = (path, query, options) => request('GET', path, { query, ...options });

/** @param {string} path @param {any} [body] @param {{query?: Query, headers?: Record<string, string>}} [options] */
export const post = (path, body, options) => request('POST', path, { body, ...options });

/** Asks who the reader is. */
export async function learnWho() {
  try {
    me.set(await get('me'));
  } catch {
    // 401 and outages are noted by the request
  }
}

/**
 * Whether the reader may do what a role may.
 *
 * @param {'viewer' | 'operator' | 'admin'} role
 */
export function may(role) {
  const order = ['viewer', 'operator', 'admin'];
  return order.indexOf(me.get()?.role ?? '') >= order.indexOf(role);
}
