/** Which pages there are. Each is a module of its own, loaded when it is first gone to. */

/** @typedef {{name: string, load: () => Promise<any>}} PageModule */

/** @param {string} name @param {() => Promise<{default: any}>} load @returns {PageModule} */
const page = (name, load) => ({ name, load: () => load().then(module => module.default) });

/** @type {Record<string, PageModule>} */
const PAGES = Object.fromEntries([
  page('', () => import('../pages/overview.js')),
  page('train', () => import('../pages/train.js')),
  page('jobs', () => import('../pages/jobs.js')),
  page('configurations', () => import('../pages/configurations.js')),
  page('compare', () => import('../pages/compare.js')),
  page('batches', () => import('../pages/batches.js')),
  page('failed', () => import('../pages/failed.js')),
  page('schedules', () => import('../pages/schedules.js')),
  page('workers', () => import('../pages/workers.js')),
  page('market-data', () => import('../pages/market-data.js')),
  page('routes', () => import('../pages/routes.js')),
  page('callbacks', () => import('../pages/callbacks.js')),
  page('keys', () => import('../pages/keys.js')),
  page('audit', () => import('../pages/audit.js')),
  page('about', () => import('../pages/about.js')),
].map(one => [one.name, one]));

const MISSING = page('missing', () => import('../pages/missing.js'));

/** Pages of one thing, by the page of their list. @type {Record<string, PageModule>} */
const ONE = {
  jobs: page('job', () => import('../pages/job.js')),
};

/**
 * The page of a route.
 *
 * @param {{page: string, rest: string[]}} route
 * @returns {PageModule}
 */
export const pageOf = ({ page: name, rest }) => {
  const found = (/** @type {Record<string, PageModule>} */ pages) => (Object.hasOwn(pages, name) ? pages[name] : undefined);
  return (rest.length > 0 ? found(ONE) : undefined) ?? found(PAGES) ?? MISSING;
};

/**
 * @typedef {object} Entry
 * @property {string} path
 * @property {string} title
 * @property {string} sign
 * @property {string[]} pages pages at which it is marked
 * @property {string} [key] second key of its shortcut, after g
 * @property {'viewer' | 'operator' | 'admin'} [role] who sees it
 */

/** @type {Entry[][]} */
export const NAVIGATION = [
  [
    { path: '', title: 'Overview', sign: '⌂', pages: [''], key: 'o' },
    { path: 'train', title: 'Train', sign: '+', pages: ['train'], key: 't', role: 'operator' },
    { path: 'jobs', title: 'Jobs', sign: '≡', pages: ['jobs'], key: 'j' },
    { path: 'batches', title: 'Batches', sign: '▦', pages: ['batches'], key: 'b' },
    { path: 'configurations', title: 'Configurations', sign: '★', pages: ['configurations', 'compare'], key: 'c' },
  ],
  [
    { path: 'market-data', title: 'Market data', sign: '∿', pages: ['market-data'], key: 'm' },
    { path: 'schedules', title: 'Schedules', sign: '◷', pages: ['schedules'], key: 's' },
    { path: 'failed', title: 'Dead letters', sign: '✕', pages: ['failed'], key: 'd' },
    { path: 'workers', title: 'Workers', sign: '⚙', pages: ['workers'], key: 'w' },
    { path: 'routes', title: 'Routes', sign: '⇢', pages: ['routes'], key: 'r' },
    { path: 'callbacks', title: 'Callbacks', sign: '↗', pages: ['callbacks'] },
  ],
  [
    { path: 'keys', title: 'Keys', sign: '#', pages: ['keys'], key: 'k', role: 'admin' },
    { path: 'audit', title: 'Audit', sign: '☰', pages: ['audit'], key: 'a', role: 'admin' },
  ],
];
