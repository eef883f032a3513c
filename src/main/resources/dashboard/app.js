/** The frame around all pages: who one is, where one can go, what is wrong. */
import { ApiError, learnWho, may, me, outage, ROOT } from './core/api.js';
import { absolute, zone } from './core/format.js';
import { liveliness } from './core/live.js';
import { Palette, Shortcuts, useKeys } from './core/keys.js';
import { NAVIGATION, pageOf } from './core/pages.js';
import { to, useRoute } from './core/router.js';
import { choose, useSettings } from './core/settings.js';
import { SignIn, SignOut } from './core/sign-in.js';
import { Fault, Outage, Question, Toasts, Waiting } from './core/widgets.js';
import { html, render, useEffect, useErrorBoundary, useRef, useState, useStore } from './core/view.js';

/** Loads the module of a page when it is first gone to, and shows it. */
function Shown() {
  const route = useRoute();
  const page = pageOf(route);
  const hasBeenAway = useRef(false);
  const [loaded, setLoaded] = useState(/** @type {{name: string, view?: any, error?: ApiError}} */ ({ name: '' }));
  useEffect(() => {
    let isLeft = false;
    page.load().then(
      view => isLeft || setLoaded({ name: page.name, view }),
      () => isLeft || setLoaded({
        name: page.name,
        error: new ApiError('this page could not be loaded: the service is away, or has been updated since this page was opened', 0),
      }));
    return () => {
      isLeft = true;
    };
  }, [page]);
  const isAway = useStore(outage) !== null;
  useEffect(() => {
    // A browser does not ask again for a module that it could not get
    if (loaded.error && !isAway && hasBeenAway.current) location.reload();
    hasBeenAway.current = isAway;
  }, [isAway]);
  if (loaded.name !== page.name) return html`<${Waiting} />`;
  if (loaded.error) return html`<${Fault} error=${loaded.error} again=${() => location.reload()} />`;
  return html`<${Guarded} key=${page.name + '/' + route.rest.join('/')} view=${loaded.view} route=${route} />`;
}

/**
 * Keeps the frame when a page fails.
 *
 * @param {{view: any, route: import('./core/router.js').Route}} properties
 */
function Guarded({ view, route }) {
  const [error, reset] = useErrorBoundary((/** @type {any} */ e) => console.error(e));
  if (error) {
    return html`<${Fault} error=${new ApiError('this page has a fault of its own: ' + error.message, 500)} again=${reset} />`;
  }
  return html`<${view} route=${route} />`;
}

function Navigation() {
  const route = useRoute();
  useStore(me);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [route.hash]);
  return html`
    <button type="button" class="menu plain" aria-expanded=${isOpen} aria-controls="nav" onClick=${() => setOpen(!isOpen)}>☰ Menu</button>
    <nav id="nav" class=${isOpen ? 'open' : ''} aria-label="Pages">
      ${NAVIGATION.map(group => html`<ul>${group.filter(entry => may(entry.role ?? 'viewer')).map(entry => html`
        <li><a href=${to(entry.path ? [entry.path] : [])} aria-current=${entry.pages.includes(route.page) ? 'page' : undefined}>
          <span class="sign" aria-hidden="true">${entry.sign}</span>${entry.title}</a></li>`)}</ul>`)}
    </nav>`;
}

const LIVE = { idle: '', live: 'live', waiting: 'connecting …', paused: 'paused' };

function Head() {
  const who = useStore(me);
  const live = useStore(liveliness);
  const { zone: chosen, theme } = useSettings();
  return html`<header class="top">
    <a class="brand" href="#/"><img src=${new URL('icon.svg', import.meta.url).pathname} alt="" width="24" height="24" />Trainyard</a>
    <span class=${'liveliness ' + live} title="Whether events of the service arrive">${LIVE[live]}</span>
    <div class="actions">
      <button type="button" class="plain find" onClick=${() => dispatchEvent(new CustomEvent('trainyard-palette'))}>Go to … <kbd>Ctrl K</kbd></button>
      <button type="button" class="plain" title=${'Times are shown in ' + zone() + '. Now: ' + absolute(Date.now())} onClick=${() => choose({ zone: chosen === 'utc' ? 'local' : 'utc' })}>${chosen === 'utc' ? 'UTC' : 'Local time'}</button>
      <button type="button" class="plain" title="Colours: as the system has them, light, dark" onClick=${() => choose({ theme: theme === 'auto' ? 'light' : theme === 'light' ? 'dark' : 'auto' })}>${{ auto: '◑ Auto', light: '☀ Light', dark: '☾ Dark' }[theme]}</button>
      ${who && !who.needed && html`<${SignOut} who=${who} />`}
    </div>
  </header>`;
}

function App() {
  const who = useStore(me);
  const route = useRoute();
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  useKeys();
  useEffect(() => {
    learnWho();
    // The first answer may be that nobody answers
    const timer = setInterval(() => {
      if (me.get() === null || outage.get() !== null) learnWho();
    }, 3000);
    return () => clearInterval(timer);
  }, []);
  const place = [route.page, ...route.rest].join('/');
  useEffect(() => scrollTo(0, 0), [place]);
  return html`
    <a class="skip" href="#main" onClick=${(/** @type {Event} */ e) => { e.preventDefault(); main.current?.focus(); }}>To the content</a>
    <${Head} />
    <${Outage} />
    ${who?.needed ? html`<main id="main" ref=${main} tabindex="-1"><${SignIn} reason=${who.needed} /></main>` : html`
      <${Navigation} />
      <main id="main" ref=${main} tabindex="-1">${who ? html`<${Shown} />` : html`<${Waiting} />`}</main>`}
    <footer><a href=${new URL('swagger-ui', ROOT).pathname}>HTTP interface</a> · <a href="#/about">About</a> · Press <kbd>?</kbd> for shortcuts</footer>
    <${Palette} /><${Shortcuts} /><${Question} /><${Toasts} />`;
}

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
root.textContent = '';
render(html`<${App} />`, root);
