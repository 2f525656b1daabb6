/** The page's only style sheet; it loads nothing. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#5a6572;--paper:#fff;--line:#d8dee4;--mark:#0b62c4;--wash:#f5f7f9}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#9aa5b1;--paper:#14181d;--line:#303842;--mark:#78b4ff;--wash:#1c2229}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;margin:.5rem 0}h2{margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:2rem 0 .3rem;overflow-wrap:anywhere}
p{margin:.3rem 0}ul{margin:.4rem 0;padding-left:1.3rem}
a{color:var(--mark)}a:focus-visible,summary:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
code,pre{font:.88em/1.5 ui-monospace,monospace}pre{background:var(--wash);padding:.8rem;overflow-x:auto;border-radius:6px}
.method{font:600 .75rem ui-monospace,monospace;color:var(--mark);border:1px solid currentColor;border-radius:4px;padding:.1rem .35rem}
.summary{font-weight:600}.dim{color:var(--dim)}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.7rem 0;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
th[scope=row]{font-weight:400;white-space:nowrap}td p{margin:0}
nav ul{padding-left:1.3rem}details{margin:.5rem 0}summary{cursor:pointer;color:var(--mark)}
td ul{margin:0;list-style:none;padding:0}td code{overflow-wrap:anywhere}
`;
