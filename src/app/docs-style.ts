/** The look of the contract's page; light and dark follow the reader's system. */
export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: light-dark(#d8dce2, #3b414b); --soft: light-dark(#f5f6f8, #1d2026);
  --dim: light-dark(#5a6270, #a5adba); --link: light-dark(#0b5cad, #8ab8ff); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#fff, #14161a); color: light-dark(#16181d, #e6e8ec); display: grid; grid-template-columns: 16rem minmax(0, 1fr); }
a { color: var(--link); }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
summary code { overflow-wrap: anywhere; }
td:first-child code { white-space: nowrap; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); background: var(--soft); }
nav h2 { font-size: 1rem; margin: 0 0 .5rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: flex; justify-content: space-between; gap: .5rem; padding: .25rem .5rem; border-radius: 4px; text-decoration: none; color: inherit; }
nav a:hover, nav a:focus-visible { background: var(--line); }
nav small { color: var(--dim); }
main { padding: 1.5rem 2rem 4rem; max-width: 76rem; }
h1 { font-size: 1.75rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; }
section > p { margin: 0 0 .75rem; color: var(--dim); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; }
summary { cursor: pointer; padding: .5rem .75rem; display: flex; flex-wrap: wrap; gap: .1rem .75rem; align-items: baseline; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: '\\25b8'; color: var(--dim); width: .6rem; }
details[open] > summary::before { content: '\\25be'; }
summary:hover { background: var(--soft); }
details[open] > summary { border-bottom: 1px solid var(--line); }
summary b { min-width: 4.25rem; font-size: .8125rem; letter-spacing: .03em; }
summary code { flex: 0 1 auto; } summary span { color: var(--dim); flex: 1 1 16rem; }
.get { color: light-dark(#1d6b3a, #7ccf97); } .post { color: light-dark(#0b5cad, #8ab8ff); } .put, .patch { color: light-dark(#8a5300, #f0b35a); }
.delete { color: light-dark(#b3261e, #ff9a92); }
.body { padding: .25rem .75rem .75rem; scroll-margin-top: 4rem; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
th, td { text-align: left; border-top: 1px solid var(--line); padding: .3rem .75rem .3rem 0; vertical-align: top; overflow-wrap: break-word; }
td:not(:first-child) code { overflow-wrap: anywhere; }
th { font-weight: 400; color: var(--dim); font-size: .8125rem; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .5rem 0; max-height: 24rem; overflow: auto; }
.example { margin: .5rem 0; } .example summary { font-size: .875rem; }
@media (max-width: 50rem) {
  body { display: block; } main { padding: 1rem; }
  table, tbody, tr, td, caption { display: block; } tr:has(th) { display: none; } tr { border-top: 1px solid var(--line); padding: .4rem 0; }
  td { border: 0; padding: .05rem 0; } td:empty { display: none; } td code { white-space: normal !important; overflow-wrap: anywhere; }
  nav { position: static; height: auto; max-height: 14rem; border: 0; border-bottom: 1px solid var(--line); padding: 1rem; }
  summary span { flex-basis: 100%; }
}`;
