import { setQuery, useRoute } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html } from '../core/view.js';
import { Page, Shown, Tabs } from '../core/widgets.js';
import { Detail } from './routes-detail.js';
import { Files } from './routes-files.js';
import { History } from './routes-history.js';
import { Picture } from './routes-picture.js';
import { Standing } from './routes-standing.js';

/** The Camel routes: as they run, as they are written, and how they have changed. */
export default function Routes() {
  const { query } = useRoute();
  const tab = query.get('tab') ?? 'routes';
  const standing = useSource('routes', { limit: 1 }, { events: ['route-edit'], every: 15_000 });
  return html`<${Page} title="Routes" sub="Every job and every request runs through these; they are files, and an edit is applied while the service runs">
    <${Standing} of=${standing} />
    <${Tabs} tabs=${[['routes', 'Routes'], ['files', 'Files'], ['history', 'History']]} current=${tab}
      onChoose=${(/** @type {string} */ id) => setQuery({ tab: id === 'routes' ? null : id, line: null }, { replace: false })} />
    ${tab === 'files' ? html`<${Files} path=${query.get('file')} line=${Number(query.get('line')) || null} />`
      : tab === 'history' ? html`<${History} />`
        : html`<${Running} route=${query.get('route')} step=${query.get('step')} />`}
  <//>`;
}

/** @param {{route: string | null, step: string | null}} properties */
function Running({ route, step }) {
  const graph = useSource('routes/graph', {}, { events: ['route-edit'], every: 2000 });
  return html`<${Shown} of=${graph}>${(/** @type {any} */ data) => html`<div class=${'routes' + (route ? ' with-detail' : '')}>
    <div class="routes-picture"><${Picture} graph=${data} chosen=${route} chosenStep=${step} /></div>
    ${route && html`<${Detail} graph=${data} route=${route} step=${step} />`}
  </div>`}<//>`;
}
