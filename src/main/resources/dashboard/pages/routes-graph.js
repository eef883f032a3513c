/** What the pages of routes have in common: how the graph is read and how its figures are written. */
import { count, duration, number } from '../core/format.js';
import { to } from '../core/router.js';
import { html } from '../core/view.js';

/** The address at which a route or one of its steps is shown. @param {string} route @param {string | null} [step] */
export const routeAddress = (route, step) => to(['routes'], { route, step });

/** The address at which a line of a file is edited. @param {string} file @param {number | null} [line] */
export const fileAddress = (file, line) => to(['routes'], { tab: 'files', file, line });

/** The path of the operation for a file. @param {string} file */
export const fileOperation = file => 'routes/files/' + file.replace(/^routes\//, '').split('/').map(encodeURIComponent).join('/');

/** A mean time. @param {number | null | undefined} millis */
export const mean = millis => (millis === null || millis === undefined ? '–' : millis < 10 ? number(millis, 1) + ' ms' : duration(millis));

/** All steps, those in others too. @param {any[]} steps @returns {any[]} */
export const allSteps = steps => steps.flatMap(step => [step, ...allSteps(step.steps)]);

/** Whether a route has steps of which one can be the slowest. @param {any} route */
export const isOneOfSome = route => allSteps(route.steps).filter(step => step.steps.length === 0).length > 1;

/** The folder of a file below routes/. @param {string | null} file */
export const folderOf = file => (file === null ? '' : file.split('/').slice(-2)[0]);

/**
 * Which steps call which route.
 *
 * @param {any} graph
 * @returns {Map<string, {route: string, step: string, scheme: string, channel: string}[]>} by the id of the called route
 */
export function callersOf(graph) {
  const callers = new Map();
  for (const route of graph.routes) {
    for (const call of route.calls) {
      const known = callers.get(call.route) ?? [];
      known.push({ ...call, route: route.id });
      callers.set(call.route, known);
    }
  }
  return callers;
}

/**
 * Counts and mean time in one line, each with its sign and, for those who hear it, its word.
 *
 * @param {{of: {completed: number, failed: number, inflight: number, mean_ms: number | null}, brief?: boolean}} properties brief: without what is zero
 */
export function Counts({ of, brief = false }) {
  return html`<span class="counts">
    ${(!brief || of.completed > 0) && html`<span title="Completed since the route was started"><span aria-hidden="true">✓</span> ${count(of.completed)}<span class="heard"> completed</span></span>`}
    ${(!brief || of.failed > 0) && html`<span class=${of.failed > 0 ? 'bad-text' : ''} title="Ended with an error"><span aria-hidden="true">✕</span> ${count(of.failed)} <span class=${of.failed > 0 ? '' : 'heard'}>failed</span></span>`}
    ${of.inflight > 0 && html`<span class="now" title="In it at this moment"><span aria-hidden="true">◐</span> ${count(of.inflight)} now</span>`}
    ${of.mean_ms !== null && html`<span title="Mean time"><span aria-hidden="true">⌀</span><span class="heard">mean </span> ${mean(of.mean_ms)}</span>`}
  </span>`;
}
