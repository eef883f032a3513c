/** What is known of one route, or of one step of it. */
import { count } from '../core/format.js';
import { to } from '../core/router.js';
import { html, useEffect, useLatest, useRef } from '../core/view.js';
import { Figure, Status } from '../core/widgets.js';
import { allSteps, callersOf, isOneOfSome, mean, routeAddress } from './routes-graph.js';
import { Source } from './routes-source.js';

/** @param {{graph: any, route: string, step: string | null}} properties */
export function Detail({ graph, route: id, step: stepId }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [id, stepId]);
  const shown = useLatest({ id, stepId });
  // Who closes it goes on where they were
  useEffect(() => () => {
    const links = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.routes-picture a'));
    [...links].find(link => link.getAttribute('href') === routeAddress(shown.current.id, shown.current.stepId))?.focus({ preventScroll: true });
  }, []);
  const route = graph.routes.find((/** @type {any} */ one) => one.id === id);
  const configurations = graph.configurations.filter((/** @type {any} */ one) => route?.configurations.includes(one.id));
  const step = stepId === null || !route ? null
    : allSteps([...route.steps, ...configurations.flatMap((/** @type {any} */ one) => one.clauses)]).find(one => one.id === stepId) ?? null;
  const close = html`<a class="button plain" href=${to(['routes'])} aria-label="Close">×</a>`;
  if (!route) {
    return html`<aside class="panel route-detail" aria-label="Details"><div class="panel-head"><h2 ref=${heading} tabindex="-1">${id}</h2><div class="actions">${close}</div></div>
      <p class="fault">This process runs no route of that id. It may have been removed by an edit, or run in another process.</p></aside>`;
  }
  return html`<aside class="panel route-detail" aria-label="Details">
    <div class="panel-head"><h2 ref=${heading} tabindex="-1">${step ? html`<a href=${routeAddress(id)}>${id}</a> › ${step.id}` : id}</h2><div class="actions">${close}</div></div>
    ${stepId !== null && !step && html`<p class="fault">The route has no step <code>${stepId}</code> any more.</p>`}
    ${step ? html`<${StepFacts} of=${step} route=${route} />` : html`<${RouteFacts} of=${route} graph=${graph} configurations=${configurations} />`}
    ${(step ?? route).file
      ? html`<${Source} key=${(step ?? route).file} file=${(step ?? route).file} line=${(step ?? route).line} endLine=${(step ?? route).end_line} />`
      : html`<p class="none">${step ? 'The step has no id in its file, so its lines are not known.' : 'No file has this route.'}</p>`}
  </aside>`;
}

/** @param {{of: any, graph: any, configurations: any[]}} properties */
function RouteFacts({ of, graph, configurations }) {
  const callers = callersOf(graph).get(of.id) ?? [];
  const link = (/** @type {any} */ call) => html`<a href=${routeAddress(call.route)}>${call.route}</a>`;
  const list = (/** @type {any[]} */ calls) => {
    const seen = new Map(calls.map(call => [call.route, call]));
    return [...seen.values()].map((call, i) => html`${i > 0 && ', '}${link(call)}${call.scheme !== 'direct' && ` (${call.scheme})`}`);
  };
  const on = (/** @type {any[]} */ calls, /** @type {string} */ channel) => calls.filter(call => call.channel === channel);
  const row = (/** @type {string} */ name, /** @type {any[]} */ calls) => calls.length > 0 && html`<dt>${name}</dt><dd>${list(calls)}</dd>`;
  return html`
    <p>${of.description ?? html`<span class="none">No description</span>`}</p>
    <div class="figures">
      <${Figure} name="State" value=${html`<${Status} of=${of.state} />`} />
      <${Figure} name="Completed" value=${count(of.completed)} hint="Exchanges that went well since the route was started; an edit of the route starts it anew" />
      <${Figure} name="Failed" value=${count(of.failed)} tone=${of.failed > 0 ? 'bad' : ''} hint="Exchanges that ended with an error that nothing handled; the work on a job that was cancelled ends like that too" />
      <${Figure} name="Now" value=${count(of.inflight)} hint="Exchanges that are in it at this moment" />
      <${Figure} name="Mean time" value=${mean(of.mean_ms)} hint="Sum of the times of all exchanges, divided by their number" />
    </div>
    <dl class="facts">
      <dt>From</dt><dd><code>${of.from}</code></dd>
      ${row('Leads to', on(of.calls, 'message'))}
      ${row('Errors go to', on(of.calls, 'error'))}
      ${row('Called by', on(callers, 'message'))}
      ${row('Gets errors of', on(callers, 'error'))}
      ${configurations.length > 0 && html`<dt>Errors are handled by</dt><dd>${configurations.map((one, i) => html`${i > 0 && ', '}<code>${one.id || 'the configuration without an id'}</code>`)}</dd>`}
    </dl>
    <${StepTable} of=${of} />`;
}

/** @param {{of: any}} properties */
function StepTable({ of }) {
  const steps = allSteps(of.steps);
  const depths = new Map();
  const walk = (/** @type {any[]} */ some, /** @type {number} */ depth) => some.forEach(step => {
    depths.set(step, depth);
    walk(step.steps, depth + 1);
  });
  walk(of.steps, 0);
  return html`<div class="table" tabindex="0" role="region" aria-label="Steps"><table class="step-table">
    <thead><tr><th scope="col">Step</th><th scope="col" class="num">Completed</th><th scope="col" class="num">Failed</th><th scope="col" class="num">Now</th><th scope="col" class="num">Mean</th></tr></thead>
    <tbody>${steps.map(step => html`<tr key=${step.id}>
      <td class="wide" style=${{ paddingLeft: 0.6 + depths.get(step) + 'rem' }}><a href=${routeAddress(of.id, step.id)}>${step.id}</a> <span class="sub">${step.kind}</span>${of.slowest === step.id && isOneOfSome(of) && html` <span class="slowest">▲ slowest</span>`}</td>
      <td class="num">${step.figures ? count(step.figures.completed) : '–'}</td>
      <td class="num">${step.figures?.failed > 0 ? html`<span class="bad-text">✕ ${count(step.figures.failed)}</span>` : step.figures ? '0' : '–'}</td>
      <td class="num">${step.figures ? count(step.figures.inflight) : '–'}</td>
      <td class="num">${mean(step.figures?.mean_ms)}</td></tr>`)}</tbody></table></div>`;
}

/** @param {{of: any, route: any}} properties */
function StepFacts({ of, route }) {
  const share = of.figures?.mean_ms && route.mean_ms ? Math.round(100 * of.figures.mean_ms / route.mean_ms) : null;
  return html`
    ${of.figures ? html`<div class="figures">
      <${Figure} name="Completed" value=${count(of.figures.completed)} hint="Exchanges that went well since the route was started" />
      <${Figure} name="Failed" value=${count(of.figures.failed)} tone=${of.figures.failed > 0 ? 'bad' : ''} hint="Exchanges that this step has ended with an error, or in which a job was cancelled" />
      <${Figure} name="Now" value=${count(of.figures.inflight)} hint="Exchanges that are in it at this moment" />
      <${Figure} name="Mean time" value=${mean(of.figures.mean_ms)} hint="Sum of the times of all exchanges in this step, divided by their number" />
    </div>` : html`<p class="sub">Not counted: Camel keeps no figures of this kind of step, or none for all routes together that have it.</p>`}
    ${route.slowest === of.id && isOneOfSome(route) && html`<p><span class="slowest">▲ slowest</span> step of its route${share !== null && share <= 100 ? `: ${share} % of its mean time` : ''}</p>`}
    <dl class="facts">
      <dt>Kind</dt><dd><code>${of.kind}</code></dd>
      ${of.label && html`<dt>Does</dt><dd><code>${of.label}</code></dd>`}
      ${of.calls && html`<dt>Leads to</dt><dd><a href=${routeAddress(of.calls)}>${of.calls}</a></dd>`}
      ${of.steps.length > 0 && html`<dt>Holds</dt><dd>${allSteps(of.steps).map((step, i) => html`${i > 0 && ', '}<a href=${routeAddress(route.id, step.id)}>${step.id}</a>`)}</dd>`}
    </dl>`;
}
