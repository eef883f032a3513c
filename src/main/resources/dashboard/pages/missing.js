import { html } from '../core/view.js';
import { Page } from '../core/widgets.js';

/** What a link to nowhere shows. @param {{route: import('../core/router.js').Route}} properties */
export default function Missing({ route }) {
  return html`<${Page} title="No such page"><div class="panel"><p>There is no page <code>${route.hash}</code>. <a href="#/">To the overview</a></p></div><//>`;
}
