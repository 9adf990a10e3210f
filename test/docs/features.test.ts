import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { featuresTable } from '../../docs/features-table.ts';
import { replaceTable } from '../../docs/table.ts';
import { features } from '../../shared/domain/features/features.ts';

describe('docs/features.md', () => {
  it('has the table of the registry; `npm run docs:features` writes it', () => {
    const page = readFileSync(new URL('../../docs/features.md', import.meta.url), 'utf8');

    expect(page).toContain(`\n\n${featuresTable()}\n\n`);
  });

  it('changes with the label, the formula and the uses of a feature', () => {
    const { orders } = features;
    const table = featuresTable({ orders: { ...orders, formula: 'as on the till', nullWhen: 'on Sundays' } });

    expect(table).toContain(
      '| `orders` | orders | 订单数 | orders | as on the till | on Sundays | score ↑, clusters, published |',
    );
  });

  it('keeps the prose around its table', () => {
    const page = replaceTable(
      'Before.\n\n| feature | unit |\n| --- | --- |\n| `x` | days |\n\nAfter.\n',
      '| feature | new |',
    );

    expect(page).toBe('Before.\n\n| feature | new |\n\nAfter.\n');
  });
});
