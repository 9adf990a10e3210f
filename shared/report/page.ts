import { html } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import type { Report } from '../domain/report/report.ts';
import { SMALL } from './drawing/text.ts';
import { formats, type Language, languages, type Words } from './language.ts';
import { pageStyle } from './page-style.ts';
import { type Cell, isMissing, type MissingPicture, type Picture, type Table } from './picture.ts';
import { picturesOf } from './pictures.ts';

interface PageWords {
  title(asOf: string): string;
  facts(run: string, written: string): string;
  figures: { customers: string; buyers: string; fresh: string; moved: string; spend: string; clv: string };
  table: string;
  few: string;
  footer: string;
}

const dictionary: Words<PageWords> = {
  en: {
    title: (asOf) => `Customer tiers as of ${asOf}`,
    facts: (run, written) => `Run ${run}, written on ${written} by Strata`,
    figures: {
      customers: 'customers',
      buyers: 'buyers',
      fresh: 'new since the run before',
      moved: 'changed tier',
      spend: 'spend in the window',
      clv: 'expected spend',
    },
    table: 'Numbers',
    few: 'There are fewer than 5 customers. A report that is mailed around would describe persons, so it shows only the quality of the data.',
    footer:
      'All numbers are sums over customers. Groups of fewer than 5 customers are not shown, and no customer is named.',
  },
  zh: {
    title: (asOf) => `客户等级报告：截至 ${asOf}`,
    facts: (run, written) => `运行 ${run}，由 Strata 于 ${written} 生成`,
    figures: {
      customers: '客户',
      buyers: '购买客户',
      fresh: '较上次运行新增',
      moved: '等级变动',
      spend: '窗口内消费',
      clv: '预期消费',
    },
    table: '数据表',
    few: '客户不足 5 人。可转发的报告不应描述个人，因此只显示数据质量。',
    footer: '所有数字均为客户合计。不足 5 人的组不显示，也不包含任何客户编号。',
  },
};

/** Widths that pictures are drawn for, by the class that shows one of them. */
const widths = { wide: 640, narrow: 328 } as const;

const languageNames: Words = { en: 'English', zh: '中文' };

/** The page of a report: one file of both languages, without scripts, that fetches nothing. */
export function reportPage(report: Report): string {
  const body = html`<body>
    ${languages.map((language) => html`<input type="radio" class="switch" name="language" id=${`in-${language}`} checked=${language === 'en'} />`)}
    <header>
      <div class="languages">${languages.map((language) => html`<label for=${`in-${language}`} lang=${htmlLanguage[language]}>${languageNames[language]}</label>`)}</div>
      ${languages.map((language) => pageHeader(report, language))}
    </header>
    <main>${languages.map((language) => html`<div class=${`${language} pictures`} lang=${htmlLanguage[language]}>${picturesOf(report, language).map((picture) => pictureSection(picture, language))}</div>`)}</main>
    <footer>${languages.map((language) => html`<p class=${language} lang=${htmlLanguage[language]}>${dictionary[language].footer}</p>`)}</footer>
  </body>`;
  const title = languages.map((language) => dictionary[language].title(report.as_of)).join(' · ');
  const head = html`<head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${title}</title><style dangerouslySetInnerHTML=${{ __html: pageStyle }}></style></head>`;
  return `<!doctype html>\n${renderToString(html`<html lang="en">${head}${body}</html>`)}\n`;
}

const htmlLanguage: Words = { en: 'en', zh: 'zh-Hans' };

function pageHeader(report: Report, language: Language) {
  const text = dictionary[language];
  const format = formats(language, report.currency);
  const { totals } = report;
  const figures: [string, string][] = totals
    ? [
        [text.figures.customers, format.count(report.customers)],
        [text.figures.buyers, format.count(totals.buyers)],
        ...(report.movement
          ? ([
              [text.figures.fresh, format.count(totals.new_customers)],
              [text.figures.moved, format.count(totals.moved_customers)],
            ] as [string, string][])
          : []),
        [text.figures.spend, format.money(totals.monetary_total)],
        ...(report.lifetime_value ? ([[text.figures.clv, format.money(totals.clv)]] as [string, string][]) : []),
      ]
    : [];
  return html`<div class=${language} lang=${htmlLanguage[language]}>
    <h1>${text.title(format.day(report.as_of))}</h1>
    <p class="facts">${text.facts(report.run_id, format.day(report.written_at.slice(0, 10)))}</p>
    ${totals ? html`<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>` : html`<p>${text.few}</p>`}
  </div>`;
}

function pictureSection(picture: Picture | MissingPicture, language: Language) {
  const head = html`<h2>${picture.headline}</h2><p class="question">${picture.question}</p>`;
  if (isMissing(picture)) return html`<section>${head}<p class="reason">${picture.reason}</p></section>`;
  return html`<section>
    ${head}
    ${Object.entries(widths).map(([kind, width]) => pictureSvg(picture, language, kind, width))}
    ${picture.note && html`<p class="note">${picture.note}</p>`}
    <details><summary>${dictionary[language].table}</summary><div class="scroll">${tableMarkup(picture.table)}</div></details>
  </section>`;
}

/** A drawing that a screen reader reads as one image. */
export function pictureSvg(picture: Picture, language: Language, kind: string, width: number) {
  const id = `${picture.id}-${language}-${kind}`;
  const { height, marks } = picture.draw(width);
  return html`<svg class=${kind} viewBox=${`0 0 ${width} ${Math.ceil(height)}`} font-size=${SMALL} fill="var(--ink)" role="img" aria-labelledby=${`${id}-title ${id}-desc`}>
    <title id=${`${id}-title`}>${picture.headline}</title><desc id=${`${id}-desc`}>${picture.description}</desc>${marks}
  </svg>`;
}

export function tableMarkup({ head, rows }: Table) {
  const isNumber = head.map((_, column) => rows.some((row) => typeof row[column] === 'object'));
  const className = (column: number) => (isNumber[column] ? 'n' : undefined);
  return html`<table>
    <thead><tr>${head.map((name, column) => html`<th scope="col" class=${className(column)}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td class=${className(column)}>${cellText(cell)}</td>`)}</tr>`)}</tbody>
  </table>`;
}

const cellText = (cell: Cell) => (typeof cell === 'string' ? cell : cell.number);
