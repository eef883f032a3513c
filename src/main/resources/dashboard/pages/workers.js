import { Time } from '../core/format.js';
import { useSource } from '../core/source.js';
import { to } from '../core/router.js';
import { html } from '../core/view.js';
import { Action, Empty, Figure, Id, Page, Panel, Shown, Table, tell } from '../core/widgets.js';
import { post } from '../core/api.js';
import { count, duration } from '../core/format.js';

/** Who works, on what, and who is free. */
export default function Workers() {
  const workers = useSource('workers', { limit: 500 }, { events: ['worker', 'state'], every: 15_000 });
  const queue = useSource('queue', {}, { events: ['queue', 'state', 'worker'], every: 15_000 });
  const steer = async (/** @type {'pause' | 'resume'} */ what) => {
    await post('queue/' + what);
    queue.reload();
    tell(what === 'pause' ? 'Paused: running jobs go on to their end, no other starts' : 'Resumed');
  };
  return html`<${Page} title="Workers" asOf=${queue.data?.as_of} actions=${queue.data && (queue.data.paused
      ? html`<${Action} kind="primary" onClick=${() => steer('resume')}>Resume the queue<//>`
      : html`<${Action} confirm=${`No job starts until the queue is resumed. ${count(queue.data.running)} running jobs go on to their end.`}
          sure="Pause" onClick=${() => steer('pause')}>Pause the queue<//>`)}>
    <${Panel} title="Queue"><${Shown} of=${queue}>${(/** @type {any} */ q) => html`
      ${q.paused && html`<p class="note warn">The queue is paused: no job starts.</p>`}
      <div class="figures">
        <${Figure} name="Running" value=${`${count(q.running)} of ${count(q.slots)} slots`} href=${to(['jobs'], { status: 'RUNNING' })} />
        <${Figure} name="Ready, high" value=${count(q.ready.high)} />
        <${Figure} name="Ready, normal" value=${count(q.ready.normal)} href=${to(['jobs'], { status: 'PENDING' })} />
        <${Figure} name="Ready, low" value=${count(q.ready.low)} />
        <${Figure} name="Due later" value=${count(q.delayed)} hint="Jobs with a run_at to come, and those that wait for their next attempt" />
        <${Figure} name="Oldest wait" value=${duration(q.oldest_wait_seconds * 1000)} hint="How long the job has been due that waits longest" />
      </div>
      ${q.next.length > 0 && html`<p class="sub">Next: ${q.next.map((/** @type {any} */ job, /** @type {number} */ i) => html`${i > 0 ? ', ' : ''}<${Id} of=${job.job_id} href=${to(['jobs', job.job_id])} /> (${job.priority})`)}</p>`}
    `}<//><//>
    <${Panel} title="Living workers"><${Shown} of=${workers}>${(/** @type {any} */ page) => page.items.length === 0
      ? html`<${Empty} title="No worker lives">Jobs wait until one starts: <code>java -jar trainyard.jar --trainyard.role=worker</code> with the same database and Redis.<//>`
      : html`<${Table} label="Workers" rows=${page.items} id=${(/** @type {any} */ one) => one.id} columns=${[
        { title: 'Worker', cell: (/** @type {any} */ one) => html`<code>${one.id}</code>` },
        { title: 'Host', cell: (/** @type {any} */ one) => one.host },
        { title: 'Process', class: 'num rare', cell: (/** @type {any} */ one) => one.pid },
        { title: 'Version', class: 'rare', cell: (/** @type {any} */ one) => one.version },
        { title: 'Slots', class: 'num', hint: 'Jobs that it runs, of those that it can run at once', cell: (/** @type {any} */ one) => `${one.running.length} of ${one.slots}` },
        { title: 'Runs', class: 'wide', cell: (/** @type {any} */ one) => one.running.length === 0 && !one.helps ? html`<span class="none">is free</span>`
          : html`${one.running.map((/** @type {string} */ id) => html`<${Id} of=${id} href=${to(['jobs', id])} /> `)}${one.helps && html`<span class="sub">helps with </span><${Id} of=${one.helps} href=${to(['jobs', one.helps])} />`}` },
        { title: 'Heartbeat', cell: (/** @type {any} */ one) => html`<${Time} at=${one.last_heartbeat} />` },
      ]} />`}<//><//>
  <//>`;
}
