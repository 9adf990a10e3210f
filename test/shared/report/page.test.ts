import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../shared/report/drawing/text-width.ts';
import { languages } from '../../../shared/report/language.ts';
import { reportPage } from '../../../shared/report/page.ts';
import { isMissing } from '../../../shared/report/picture.ts';
import { picturesOf } from '../../../shared/report/pictures.ts';
import { bareReport, firstReport, fullReport, loneReport } from './reports.ts';

const reports = {
  'of four tiers and six runs': fullReport({ tiers: 4, factor: 1 }),
  'of a first run': firstReport(),
  'of a run that lacks all it may lack': bareReport(),
  'of one customer': loneReport(),
  'of 40 tiers with long names': fullReport({ tiers: 40, longNames: true, factor: 1 }),
  'of 10 million customers': fullReport({ tiers: 4, factor: 10_000 }),
};

describe.each(Object.entries(reports))('the page of a report %s', (_, report) => {
  const page = reportPage(report);

  it('has no script, fetches nothing and is at most 1 MB', () => {
    expect(page).not.toMatch(/<script|javascript:|\son\w+=/i);
    expect(page).not.toMatch(/https?:|\ssrc=|\shref=|url\(|@import|<link|<iframe|<object/i);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it('shows no number that is none', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\bnull\b|\[object/);
  });

  it('has all pictures in both languages, each with a title, a description and a table', () => {
    const svgs = page.match(/<svg [\s\S]*?<\/svg>/g) ?? [];
    const drawn = languages.flatMap((language) =>
      picturesOf(report, language).filter((picture) => !isMissing(picture)),
    );

    expect(svgs).toHaveLength(2 * drawn.length);
    for (const svg of svgs) {
      expect(textBoxes(svg).length).toBeGreaterThan(3);
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="([\w-]+) ([\w-]+)"/);
      expect(svg).toMatch(/<title id="[\w-]+">[^<]{8,}<\/title><desc id="[\w-]+">[^<]{20,}<\/desc>/);
    }
    expect(page.match(/<table>/g) ?? []).toHaveLength(drawn.length);
  });

  it('names every element once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('keeps all texts of a picture inside it, and none over another', () => {
    const faults = [...page.matchAll(/<svg [\s\S]*?<\/svg>/g)].flatMap(([svg]) => {
      const [, width = 0, height = 0] = (svg.match(/viewBox="0 0 (\d+) (\d+)"/) ?? []).map(Number);
      const id = svg.match(/<title id="([\w-]+)/)?.[1];
      const boxes = textBoxes(svg);
      const outside = boxes.filter((box) => box.left < -2 || box.right > width + 2 || box.bottom > height + 2);
      const touching = boxes.flatMap((box, index) =>
        boxes
          .slice(index + 1)
          .filter((other) => overlap(box, other))
          .map((other) => `${box.text} × ${other.text}`),
      );
      return [...outside.map(({ text }) => `${id}: ${text} outside`), ...touching.map((pair) => `${id}: ${pair}`)];
    });

    expect(faults).toEqual([]);
  });
});

it('says findings as headlines, in words and numbers', () => {
  const headlines = (language: 'en' | 'zh') =>
    picturesOf(fullReport({ tiers: 4, factor: 1 }), language).map(({ headline }) => headline);

  expect(headlines('en')).toContain('The best 10% of customers bring 27.1% of spend');
  expect(headlines('zh')).toContain('最好的 10% 客户带来 27.1% 的消费');
  expect(headlines('en').filter((headline) => headline.length < 20)).toEqual([]);
});

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The places of all texts, as wide as they are in most fonts. */
function textBoxes(svg: string): Box[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]+)<\/text>/g)].map(([, attributes = '', escaped = '']) => {
    const attribute = (name: string) => attributes.match(new RegExp(`${name}="([^"]+)"`))?.[1];
    const [x, y, size] = [Number(attribute('x')), Number(attribute('y')), Number(attribute('font-size') ?? 12)];
    const text = escaped.replaceAll('&lt;', '<').replaceAll('&amp;', '&');
    const width = textWidth(text, size) / 1.15;
    const anchor = attribute('text-anchor');
    const left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
    return { text, left, right: left + width, top: y - size * 0.72, bottom: y };
  });
}

const overlap = (one: Box, other: Box) =>
  one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
