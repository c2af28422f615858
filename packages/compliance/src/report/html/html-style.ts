/** Contrast of all colours against their background is at least 4.5 to 1, in light and in dark. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1c1c1c; --soft: #595959; --line: #c8c8c8; --band: #f3f3f3;
  --bad: #a8001d; --good: #1a5c1f; --warn: #7a4300; --link: #0b4fa8; --bar: #1a5c1f; --rest: #d9d9d9; }
@media (prefers-color-scheme: dark) { :root { --ground: #141414; --text: #ececec; --soft: #b4b4b4; --line: #4a4a4a;
  --band: #1f1f1f; --bad: #ff9a92; --good: #8fd694; --warn: #ffc97a; --link: #9cc4ff; --bar: #8fd694; --rest: #3d3d3d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.5rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { margin: 0.5rem 0; font-size: 1.6rem; } h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; }
.soft { color: var(--soft); }
.numbers { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.numbers li { border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.4rem 0.9rem; background: var(--band); }
.numbers strong { display: block; font-size: 1.4rem; }
.violating, .severity-error, .error { color: var(--bad); } .compliant { color: var(--good); }
.suppressed, .severity-warning { color: var(--warn); } .not-applicable { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding: 0.2rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; }
th { background: var(--band); } tbody th { background: none; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.reference { overflow-wrap: anywhere; }
td ul { margin: 0; padding-left: 1.1rem; }
.bar { display: inline-block; width: 7rem; height: 0.7rem; background: var(--rest); border-radius: 0.35rem; overflow: hidden; }
.bar span { display: block; height: 100%; background: var(--bar); }
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 0.75rem 0; }
.filters label { display: flex; flex-direction: column; gap: 0.2rem; font-size: 0.9rem; }
input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft);
  border-radius: 0.3rem; padding: 0.3rem 0.5rem; max-width: 18rem; }
button { cursor: pointer; background: var(--band); } button[disabled] { color: var(--soft); cursor: default; }
.pages { display: flex; gap: 0.75rem; align-items: center; margin: 0.75rem 0; }
svg { max-width: 100%; height: auto; }
@media print { .filters, .pages, .skip, .screen { display: none; } body { max-width: none; padding: 0; font-size: 9pt; }
  tr { break-inside: avoid; } thead { display: table-header-group; } .scroll { overflow: visible; } a { color: inherit; } }
`;
