import { ROOT } from '../core/api.js';
import { html } from '../core/view.js';
import { Page, Panel } from '../core/widgets.js';
import { useSource } from '../core/source.js';

/** What this is made of. */
export default function About() {
  const health = useSource('/actuator/health', {}, { every: 30_000 });
  return html`<${Page} title="About Trainyard">
    <${Panel} title="The interface"><p class="prose">All that these pages show and do is in <a href=${new URL('swagger-ui', ROOT).pathname}>the HTTP interface</a>
      (<a href=${new URL('openapi.json', ROOT).pathname}>OpenAPI</a>) and in the command line, <code>ops/bin/trainyard --help</code>.</p>
      ${health.data && html`<p>The service says of itself: <strong>${health.data.status}</strong>.</p>`}<//>
    <${Panel} title="Made with"><ul>
      <li>Preact and htm (MIT and Apache 2.0 licences)</li>
      <li>uPlot by Leon Sorokin (MIT licence)</li>
      <li>TradingView Lightweight Charts™, copyright © TradingView, Inc., https://www.tradingview.com/ (Apache 2.0 licence)</li>
    </ul><p class="sub">Their files and licences are inside the service; nothing is loaded from another host.</p><//>
  <//>`;
}
