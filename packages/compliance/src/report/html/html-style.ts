/**
 * The contrast of all texts to their background is at least 4.5 to 1, in light and in dark mode. Colors never carry
 * meaning alone: a word or a sign repeats it. Print is always light.
 */
export const HTML_STYLE = `
:root { color-scheme: light; --ground: #fff; --card: #f5f6f8; --text: #1a1d21; --soft: #555c65; --line: #d3d7dc; --edge: #7b838c;
  --bad: #a8001d; --good: #155724; --warn: #7a4300; --note: #3d4750; --link: #0b4fa8; --bar: #2e7d46; --fair: #b87900; --poor: #c0283c; --rest: #cfd4da; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ground: #14161a; --card: #1e2127; --text: #eceef1;
  --soft: #b1b8c0; --line: #3a4048; --edge: #848d97; --bad: #ff9a92; --good: #8fd694; --warn: #ffc97a; --note: #c3cad1;
  --link: #9cc4ff; --bar: #6fc283; --fair: #e0a63c; --poor: #f0756d; --rest: #454c55; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 0.5rem; }
body { margin: 0 auto; max-width: 92rem; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; display: inline-block; padding: 0.4rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1, h2, .tile, p, tbody th, .text, .name, .reference, label, #status { overflow-wrap: anywhere; }
.plain { white-space: nowrap; }
h1 { margin: 0; font-size: clamp(1.4rem, 5vw, 1.9rem); line-height: 1.2; } h2 { margin: 2.5rem 0 0.6rem; font-size: 1.3rem; line-height: 1.3; }
header p { margin: 0.3rem 0; } .kicker { color: var(--soft); font-weight: 600; }
header + section h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.soft { color: var(--soft); }
.coverage { margin: 1.25rem 0; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; }
.coverage p { margin: 0; } .coverage .bar { display: block; width: 100%; height: 0.9rem; margin: 0.5rem 0; }
.share strong { font-size: 2.4rem; line-height: 1.1; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tile { display: block; height: 100%; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.6rem 1rem; background: var(--card);
  color: inherit; text-decoration: none; }
a.tile:hover { border-color: var(--link); } a.tile span { text-decoration: underline; text-underline-offset: 0.15em; }
.numbers strong { display: block; font-size: 1.6rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.findings { display: flex; flex-wrap: wrap; gap: 0.4rem 0.8rem; align-items: center; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.55rem; font-size: 0.82rem; line-height: 1.5;
  font-weight: 600; white-space: nowrap; }
.result-violating, .severity-error, .result-error { color: var(--bad); } .result-compliant { color: var(--good); }
.result-suppressed, .severity-warning { color: var(--warn); } .result-not-applicable, .severity-info { color: var(--note); }
.result-compliant::before { content: "✓ "; content: "✓ " / ""; } .result-violating::before { content: "✕ "; content: "✕ " / ""; }
.result-suppressed::before { content: "~ "; content: "~ " / ""; } .result-error::before { content: "? "; content: "? " / ""; }
.result-not-applicable::before { content: "– "; content: "– " / ""; }
.severity-error { border-width: 2px; } .severity-info { border-style: dashed; }
.sheet { border: 1px solid var(--line); border-radius: 0.6rem; }
@media screen { .short .later { display: none !important; } } .more { margin: 0.5rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding: 0.4rem 0.75rem; font-size: 0.9rem; }
th, td { padding: 0.4rem 0.75rem; text-align: left; vertical-align: top; box-shadow: inset 0 -1px var(--line); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--card); font-size: 0.9rem; overflow-wrap: normal; }
tbody tr:last-child > * { box-shadow: none; } tbody th { font-weight: 600; min-width: 9rem; } tbody tr:hover { background: var(--card); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.reference { min-width: 15rem; width: 26%; font-weight: 500; font-size: 0.92rem; } .reference .about { display: block; font-weight: 700; }
.reference .about + .full { color: var(--soft); } .reference .page { display: block; width: fit-content; } td.text { min-width: 16rem; } .name { min-width: 7rem; }
td ul { margin: 0; padding: 0; list-style: none; } td li + li { margin-top: 0.5rem; }
.reason { display: block; font-weight: 400; font-size: 0.92rem; max-width: 44rem; }
.fix { display: block; color: var(--soft); font-size: 0.92rem; }
.bar { display: inline-block; width: 6rem; height: 0.7rem; margin-left: 0.4rem; background: var(--rest); border-radius: 0.5rem; overflow: hidden;
  vertical-align: baseline; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.coverage .bar { margin-left: 0; } .bar span { display: block; height: 100%; background: var(--bar); }
.bar .fair { background: var(--fair); } .bar .poor { background: var(--poor); }
.chart { display: block; width: 100%; max-width: 60rem; height: auto; padding: 0.5rem; }
.trend { display: grid; gap: 0.75rem; align-items: start; } .trend > * { min-width: 0; }
@media screen and (min-width: 72rem) { .trend { grid-template-columns: minmax(0, 1fr) auto; } }
.chart text { fill: var(--soft); font-size: 12px; } .chart .end { text-anchor: end; } .chart .middle { text-anchor: middle; }
.chart .last { fill: var(--text); font-size: 15px; font-weight: 700; } .chart .grid { stroke: var(--line); }
.chart polyline { fill: none; stroke: var(--link); stroke-width: 2.5; stroke-linejoin: round; } .chart circle { fill: var(--link); }
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 0.75rem 0; }
.field { display: flex; flex: 1 1 8rem; max-width: 16rem; flex-direction: column; gap: 0.2rem; font-size: 0.9rem; } .field label { font-weight: 600; }
.field.wide { flex: 1 1 100%; max-width: none; } .wide input { max-width: 36rem; }
input, select, button { font: inherit; font-weight: 400; color: inherit; background: var(--ground); border: 1px solid var(--edge);
  border-radius: 0.4rem; padding: 0.4rem 0.6rem; min-height: 2.4rem; }
input, select { width: 100%; text-overflow: ellipsis; } ::placeholder { color: var(--soft); opacity: 1; }
button { cursor: pointer; background: var(--card); font-weight: 600; } button[aria-disabled="true"] { color: var(--soft); cursor: default; border-color: var(--line); }
.status { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin: 0.5rem 0; } .status p { margin: 0; } #status { font-weight: 600; }
.pages { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 0.75rem 0; } [hidden] { display: none !important; }
@media screen and (max-width: 60rem) { .cards { border: 0; border-radius: 0; } .cards :is(table, caption, tbody, tr, th, td) { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .cards caption { padding: 0.4rem 0; }
  .cards tbody tr { margin-bottom: 0.75rem; border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.5rem 0.75rem; background: var(--card); }
  .cards :is(tbody th, td) { padding: 0.2rem 0; box-shadow: none; width: auto; min-width: 0; }
  .cards td { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr); column-gap: 0.75rem; text-align: left; white-space: normal; }
  .cards td::before { content: attr(data-label); content: attr(data-label) / ""; grid-row: 1; color: var(--soft); font-size: 0.9rem; }
  .cards td > * { grid-column: 2; justify-self: start; } .cards td .bar { margin: 0.2rem 0; } .cards td:empty { display: none; } .cards td.empty { display: block; } }
@media screen and (max-width: 40rem) { .chart { padding: 0; } .chart text { font-size: 20px; } .chart .last { font-size: 24px; }
  .sheet:not(.cards) :is(th, td) { padding: 0.35rem 0.25rem; font-size: 0.8rem; min-width: 0; white-space: normal; } .chart .between { display: none; } }
@media print { .filters, .pages, .skip, .more, #copy, #copied, .page { display: none !important; } html { font-size: 9pt; } body { max-width: none; padding: 0; }
  h2 { margin-top: 1.2rem; break-after: avoid; } tr, .coverage, .chart { break-inside: avoid; }
  .sheet { overflow: visible; border: 0; } thead { display: table-header-group; } thead th { position: static; white-space: normal; }
  th, td { padding: 0.25rem 0.4rem; } th.reference, td.text, tbody th { min-width: 0; } .name { min-width: 5rem; } .bar { width: 3rem; } .chart { max-width: 36rem; }
  a, .tile span { color: inherit; text-decoration: none !important; } }
`;
