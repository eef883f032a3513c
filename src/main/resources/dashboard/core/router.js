/**
 * Pages live behind the #, so that the service needs to know nothing of them and any path before them works:
 * {@code #/jobs/ID?tab=log}. The address holds all that makes up a view, so that a link shows the same to others.
 */
import { store, useStore } from './view.js';

/**
 * @typedef {object} Route
 * @property {string} page first part of the path; empty for the overview
 * @property {string[]} rest the other parts, decoded
 * @property {URLSearchParams} query
 * @property {string} hash the whole, as in the address
 */

/**
 * @param {string} hash
 * @returns {Route}
 */
function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s, 2);
  const parts = path.split('/').filter(Boolean).map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { page: parts[0] ?? '', rest: parts.slice(1), query: new URLSearchParams(query), hash };
}

/** The route that is shown. */
export const route = store(parse(location.hash));
addEventListener('hashchange', () => route.set(parse(location.hash)));

export const useRoute = () => useStore(route);

/**
 * The address of a page.
 *
 * @param {(string | number)[]} path parts, which are encoded here
 * @param {Record<string, string | number | boolean | null | undefined>} [query] those that are null, undefined or empty are left out
 */
export function to(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return '#/' + path.map(part => encodeURIComponent(part)).join('/') + (text ? '?' + text : '');
}

/**
 * Goes to an address.
 *
 * @param {string} hash as {@link to} makes it
 * @param {{replace?: boolean}} [options] replace: without a step for the back button
 */
export function go(hash, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, '', hash);
    route.set(parse(hash));
  } else {
    location.hash = hash;
  }
}

/**
 * Changes the query of the page that is shown.
 *
 * @param {Record<string, string | number | boolean | null | undefined>} changes null, undefined and '' take a parameter away
 * @param {{replace?: boolean}} [options]
 */
export function setQuery(changes, options = { replace: true }) {
  const now = route.get();
  const query = Object.fromEntries(now.query);
  go(to([now.page, ...now.rest].filter(Boolean), { ...query, ...changes }), options);
}
