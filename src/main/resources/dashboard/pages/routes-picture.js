/** The running routes as boxes: the pipeline of jobs and its channels for errors first, then all others by folder. */
import { count } from '../core/format.js';
import { to } from '../core/router.js';
import { html, useState } from '../core/view.js';
import { Empty, Panel, Status, Table } from '../core/widgets.js';
import { allSteps, callersOf, Counts, folderOf, isOneOfSome, mean, routeAddress } from './routes-graph.js';

const QUEUE = 'training-queue:';
const SHORT = /** @type {Record<string, string>} */ ({
  worker: 'Worker: other routes', api: 'API: one route for each request', maintenance: 'Maintenance: what every process does now and then',
  'market-data': 'Market data: fetches from exchanges', '': 'In no file',
});

/** @param {{graph: any, chosen: string | null, chosenStep: string | null}} properties */
export function Picture({ graph, chosen, chosenStep }) {
  const routes = new Map(graph.routes.map((/** @type {any} */ route) => [route.id, route]));
  const heads = graph.routes.filter((/** @type {any} */ route) => route.from.startsWith(QUEUE));
  const shown = new Set(heads.flatMap((/** @type {any} */ head) => [head.id, ...reached(head, routes)]));
  const others = graph.routes.filter((/** @type {any} */ route) => !shown.has(route.id));
  return html`
    ${heads.length === 0 && html`<${Panel} title="Pipeline"><${Empty} title="This process runs no jobs">It has no route that takes jobs from the queue. Ask a process with the role <code>worker</code> or <code>all</code>.<//><//>`}
    ${heads.map((/** @type {any} */ head) => html`<${Pipeline} key=${head.id} head=${head} routes=${routes} graph=${graph} chosen=${chosen} chosenStep=${chosenStep} />`)}
    <${Others} routes=${others} graph=${graph} chosen=${chosen} />`;
}

/**
 * Ids of the routes to which a route leads, whatever the way.
 *
 * @param {any} head
 * @param {Map<string, any>} routes
 */
function reached(head, routes) {
  const found = new Set();
  const open = [head];
  for (let route = open.pop(); route; route = open.pop()) {
    for (const call of route.calls) {
      if (!found.has(call.route)) {
        found.add(call.route);
        open.push(routes.get(call.route) ?? { calls: [] });
      }
    }
  }
  return [...found];
}

/** @param {{head: any, routes: Map<string, any>, graph: any, chosen: string | null, chosenStep: string | null}} properties */
function Pipeline({ head, routes, graph, chosen, chosenStep }) {
  const configurations = graph.configurations.filter((/** @type {any} */ one) => head.configurations.includes(one.id));
  const clauses = configurations.flatMap((/** @type {any} */ one) => one.clauses);
  const channels = errorRoutes(head, routes);
  const stages = new Set(head.calls.filter((/** @type {any} */ call) => call.channel === 'message').map((/** @type {any} */ call) => call.route));
  const further = reached(head, routes).filter(id => id !== head.id && !stages.has(id) && !channels.includes(id));
  const box = { chosen, chosenStep };
  return html`<${Panel} title="Pipeline of jobs" actions=${html`<${Legend} />`}>
    <ol class="pipeline" aria-label=${`Steps of the route ${head.id}`}>
      <li class="entry"><${Head} of=${head} chosen=${chosen} /></li>
      ${head.steps.map((/** @type {any} */ step) => html`<li key=${step.id}>
        <${StepButton} of=${step} route=${head} ...${box} compact />
        ${allSteps([step]).filter(one => one.calls !== null && routes.has(one.calls)).map(one => html`<${RouteBox} key=${one.calls} of=${routes.get(one.calls)} ...${box} />`)}
      </li>`)}
    </ol>
    ${clauses.length > 0 && html`<h3 class="channel-head"><span aria-hidden="true">⚡</span> When a stage fails</h3>
      <p class="sub">The clause whose class fits best applies, to each stage. Camel does not count clauses for all stages together; what they lead to is counted.</p>
      <div class="channels">
        ${channels.map(id => html`<div key=${id} class="channel">
          <ul class="clauses">${clauses.filter((/** @type {any} */ clause) => allSteps([clause]).some(step => step.calls === id)).map((/** @type {any} */ clause) => html`<li><${Clause} of=${clause} head=${head} chosenStep=${chosen === head.id ? chosenStep : null} /></li>`)}</ul>
          <span class="down" aria-hidden="true">↓</span>
          ${routes.has(id) && html`<${RouteBox} of=${routes.get(id)} ...${box} note=${id.includes('dead-letter') && !id.includes('retry') ? html`<a href=${to(['failed'])}>the dead letters</a>` : null} />`}
        </div>`)}
        ${clauses.some((/** @type {any} */ clause) => allSteps([clause]).every(step => step.calls === null)) && html`<div class="channel">
          <ul class="clauses">${clauses.filter((/** @type {any} */ clause) => allSteps([clause]).every(step => step.calls === null)).map((/** @type {any} */ clause) => html`<li><${Clause} of=${clause} head=${head} chosenStep=${chosen === head.id ? chosenStep : null} /></li>`)}</ul>
          <span class="down" aria-hidden="true">↓</span>
          <p class="sub">Handled on the spot: no other route is called.</p>
        </div>`}
      </div>`}
    ${further.length > 0 && html`<h3 class="channel-head">Called further on</h3><div class="channels">${further.map(id => routes.has(id) && html`<div class="channel"><${RouteBox} of=${routes.get(id)} ...${box} /></div>`)}</div>`}
  <//>`;
}

/**
 * Ids of the routes that take errors of a route, and of those that these call by the way.
 *
 * @param {any} head
 * @param {Map<string, any>} routes
 * @returns {string[]}
 */
function errorRoutes(head, routes) {
  /** @type {string[]} */
  const found = [];
  const add = (/** @type {string} */ id) => {
    if (id !== head.id && !found.includes(id)) found.push(id);
  };
  const stages = [head, ...head.calls.filter((/** @type {any} */ call) => call.channel === 'message').map((/** @type {any} */ call) => routes.get(call.route))];
  stages.forEach(stage => stage?.calls.filter((/** @type {any} */ call) => call.channel === 'error').forEach((/** @type {any} */ call) => add(call.route)));
  return found;
}

const Legend = () => html`<span class="sub"><span aria-hidden="true">✓</span> completed · <span aria-hidden="true">✕</span> failed · <span aria-hidden="true">◐</span> in it now · <span aria-hidden="true">⌀</span> mean time · <span class="slowest">▲ slowest</span> step of its route</span>`;

/** The route at the beginning. @param {{of: any, chosen: string | null}} properties */
const Head = ({ of, chosen }) => html`<a class=${'route-head' + (chosen === of.id ? ' chosen' : '')} href=${routeAddress(of.id)} aria-current=${chosen === of.id ? 'true' : undefined}>
    <strong>${of.id}</strong>${of.state !== 'Started' && html` <${Status} of=${of.state} />`}
    <span class="from">from <code>${of.from.split('?')[0]}</code></span><${Counts} of=${of} /></a>`;

/**
 * A route with its steps.
 *
 * @param {{of: any, chosen: string | null, chosenStep: string | null, note?: any}} properties
 */
function RouteBox({ of, chosen, chosenStep, note }) {
  const sent = of.calls.filter((/** @type {any} */ call) => call.channel === 'message');
  return html`<section class=${'route-box' + (of.failed > 0 || of.state !== 'Started' ? ' troubled' : '') + (of.inflight > 0 ? ' working' : '')} aria-label=${'Route ' + of.id}>
    <a class=${'route-head' + (chosen === of.id && !chosenStep ? ' chosen' : '')} href=${routeAddress(of.id)} title=${of.description ?? ''} aria-current=${chosen === of.id && !chosenStep ? 'true' : undefined}>
      <strong>${of.id}</strong>${of.state !== 'Started' && html` <${Status} of=${of.state} />`}
      <${Counts} of=${of} />
    </a>
    <${Steps} of=${of.steps} route=${of} chosen=${chosen} chosenStep=${chosenStep} />
    ${(sent.length > 0 || note) && html`<p class="sub leads">${sent.length > 0 && html`leads to ${sent.map((/** @type {any} */ call, /** @type {number} */ i) => html`${i > 0 && ', '}<a href=${routeAddress(call.route)}>${call.route}</a>${call.scheme !== 'direct' && html` (${call.scheme})`}`)}`}${sent.length > 0 && note && '; '}${note}</p>`}
  </section>`;
}

/** @param {{of: any[], route: any, chosen: string | null, chosenStep: string | null}} properties */
function Steps({ of, route, chosen, chosenStep }) {
  return html`<ol class="route-steps">${of.map(step => html`<li key=${step.id}>
    <${StepButton} of=${step} route=${route} chosen=${chosen} chosenStep=${chosenStep} />
    ${step.steps.length > 0 && html`<${Steps} of=${step.steps} route=${route} chosen=${chosen} chosenStep=${chosenStep} />`}
  </li>`)}</ol>`;
}

/** @param {{of: any, route: any, chosen: string | null, chosenStep: string | null, compact?: boolean}} properties */
function StepButton({ of, route, chosen, chosenStep, compact = false }) {
  const isChosen = chosen === route.id && chosenStep === of.id;
  const isSlowest = route.slowest === of.id && isOneOfSome(route);
  return html`<a class=${'route-step' + (isChosen ? ' chosen' : '') + (compact ? ' compact' : '')} href=${routeAddress(route.id, of.id)} title=${`${of.kind} ${of.label}`} aria-current=${isChosen ? 'true' : undefined}>
    <span class="step-name">${compact && html`<span aria-hidden="true">→ </span>`}${of.id}</span>
    ${of.figures?.failed > 0 && html`<span class="bad-text">✕ ${count(of.figures.failed)} failed</span>`}
    ${of.figures?.inflight > 0 && html`<span class="now">◐ ${count(of.figures.inflight)} now</span>`}
    ${of.figures && of.figures.mean_ms !== null && html`<span class="time">${mean(of.figures.mean_ms)}</span>`}
    ${isSlowest && html`<span class="slowest">▲ slowest</span>`}
  </a>`;
}

/** @param {{of: any, head: any, chosenStep: string | null}} properties */
const Clause = ({ of, head, chosenStep }) => html`<a class=${'clause' + (chosenStep === of.id ? ' chosen' : '')} href=${routeAddress(head.id, of.id)} title=${of.label}>
  <strong>${of.id}</strong> <span class="sub">${of.label}</span></a>`;

/** @param {{routes: any[], graph: any, chosen: string | null}} properties */
function Others({ routes, graph, chosen }) {
  const [wanted, setWanted] = useState('');
  const callers = callersOf(graph);
  const byId = new Map(graph.routes.map((/** @type {any} */ route) => [route.id, route]));
  // An operation of the REST entry does nothing but call the route that answers: both are one line
  const isEntry = (/** @type {any} */ route) => route.from.startsWith('rest:') && route.calls.length === 1;
  const entries = (/** @type {any} */ route) => (callers.get(route.id) ?? []).map(call => byId.get(call.route)).filter(one => one && isEntry(one));
  const fits = (/** @type {any} */ route) => [route.id, route.description ?? '', route.from, ...entries(route).map(one => one.from), ...allSteps(route.steps).map(step => step.id + ' ' + step.label)]
    .some(text => text.toLowerCase().includes(wanted.trim().toLowerCase()));
  const rows = routes.filter(route => !isEntry(route) && fits(route));
  const folders = [...new Set(rows.map(route => folderOf(route.file)))].sort((a, b) => Object.keys(SHORT).indexOf(a) - Object.keys(SHORT).indexOf(b));
  return html`<${Panel} title="Other routes" actions=${html`<label class="heard" for="find-route">Find a route</label>
      <input id="find-route" type="search" placeholder="Find: id, path, step …" value=${wanted} onInput=${(/** @type {any} */ e) => setWanted(e.target.value)} />`}>
    ${rows.length === 0 && html`<${Empty} title="No other route has that">Ids, paths, descriptions and steps are searched.<//>`}
    ${folders.map(folder => {
      const group = rows.filter(route => folderOf(route.file) === folder);
      return html`<details key=${folder} class="route-folder" open=${wanted !== '' || folder !== 'api'}>
        <summary>${SHORT[folder] ?? folder} <span class="sub">${count(group.length)}</span></summary>
        <${Table} label=${'Routes of ' + (folder || 'no file')} rows=${group} id=${(/** @type {any} */ route) => route.id} tone=${(/** @type {any} */ route) => (route.id === chosen ? 'chosen' : '')} columns=${[
          { title: 'Route', cell: (/** @type {any} */ route) => html`<a href=${routeAddress(route.id)} title=${route.description ?? ''}>${route.id}</a>${route.state !== 'Started' ? html` <${Status} of=${route.state} />` : ''}` },
          { title: 'From', class: 'rare', cell: (/** @type {any} */ route) => {
            const way = entries(route);
            return html`<code>${way.length > 0 ? way.map(one => one.from.replace(/^rest:/, '').replace(':', ' ').toUpperCase().slice(0, one.from.replace(/^rest:/, '').indexOf(':')) + ' ' + one.from.replace(/^rest:[^:]*:/, '').replace(/[?].*/, '')).join(', ') : route.from}</code>`;
          } },
          { title: 'Completed', class: 'num', cell: (/** @type {any} */ route) => count(route.completed) },
          { title: 'Failed', class: 'num', cell: (/** @type {any} */ route) => (route.failed > 0 ? html`<span class="bad-text">✕ ${count(route.failed)}</span>` : '0') },
          { title: 'Now', class: 'num', hint: 'Exchanges in it at this moment', cell: (/** @type {any} */ route) => count(route.inflight) },
          { title: 'Mean', class: 'num', cell: (/** @type {any} */ route) => mean(route.mean_ms) },
          { title: 'Slowest step', class: 'rare', cell: (/** @type {any} */ route) => (route.slowest ? html`<a href=${routeAddress(route.id, route.slowest)}>${route.slowest}</a>` : html`<span class="none">–</span>`) },
        ]} />
      </details>`;
    })}
  <//>`;
}
