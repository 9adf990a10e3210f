import { tierColours } from './drawing/colours.ts';

/** The style of the report: light and dark, narrow and wide, screen and paper, one of two languages. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1e24;--quiet:#5b6472;--line:#dde1e7;--card:#fff;--back:#f4f5f7;
--tier-high:#43237a;--tier-low:#d9cdf0;--on-tier-high:#fff;--on-tier-low:#1b1e24;--up:#1f6fb5;--down:#d9730d;--same:#c3c8d0;--same-strong:#8d96a5}
@media (prefers-color-scheme:dark){:root{--paper:#1d2026;--ink:#eceef2;--quiet:#a3acba;--line:#3a404b;--card:#1d2026;--back:#121418;
--tier-high:#cdb4fb;--tier-low:#46356b;--on-tier-high:#1b1029;--on-tier-low:#f3eefc;--up:#63abec;--down:#f39a48;--same:#4d5563;--same-strong:#7d8798}}
:root{${tierColours}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
svg text{font-family:inherit}
header,main,footer{max-width:1400px;margin:0 auto;padding:0 20px}
header{padding-top:20px}
h1{font-size:26px;line-height:1.25;margin:0 0 2px}
h2{font-size:18px;line-height:1.35;margin:0 0 2px}
.question,.facts,footer,.note,.reason{color:var(--quiet)}
.question{margin:0 0 14px}
.facts{margin:0 0 18px;font-size:14px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0 0 16px;padding:0}
.figures div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
.figures dt{font-size:13px;color:var(--quiet)}
.figures dd{margin:0;font-size:22px;font-weight:600}

section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px;margin:0 0 16px;break-inside:avoid}
svg{display:block;width:100%;height:auto;max-width:760px}
svg.narrow{display:none}
.note,.reason{font-size:13px;margin:10px 0 0}
details{margin-top:10px;font-size:13px}
summary{cursor:pointer;color:var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin-top:6px;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:3px 12px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600}
.n{text-align:right;white-space:nowrap}
footer{padding-top:18px;padding-bottom:28px;font-size:13px}
.switch{position:absolute;opacity:0;pointer-events:none}
.languages{float:right;display:flex;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--card);font-size:14px}
.languages label{padding:4px 12px;cursor:pointer}
#in-en:checked~header label[for=in-en],#in-zh:checked~header label[for=in-zh]{background:var(--ink);color:var(--paper)}
#in-en:focus-visible~header label[for=in-en],#in-zh:focus-visible~header label[for=in-zh]{outline:2px solid var(--up);outline-offset:-2px}
#in-en:checked~* .zh,#in-zh:checked~* .en{display:none}
@media (min-width:1100px){.pictures{columns:2;column-gap:16px}}
@media (max-width:560px){header,main,footer{padding-left:12px;padding-right:12px}section{padding:14px 12px}svg.wide{display:none}svg.narrow{display:block}h1{font-size:21px}h2{font-size:16px}}
@media print{:root{--paper:#fff;--ink:#111;--quiet:#555;--line:#ccc;--card:#fff;--back:#fff;--tier-high:#43237a;--tier-low:#d9cdf0;--on-tier-high:#fff;--on-tier-low:#111;--up:#1f6fb5;--down:#d9730d;--same:#c3c8d0;--same-strong:#8d96a5}
body{font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}.languages,details{display:none}.pictures{columns:1}section{break-inside:avoid;margin-bottom:12px}
svg.wide{display:block;max-width:100%}svg.narrow{display:none}@page{margin:14mm}}
`.trim();
