import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datasetsTable } from '../../docs/datasets-table.ts';
import { datasetDefinitions } from '../../shared/domain/intake/datasets/datasets.ts';

describe('docs/cleaning.md', () => {
  it('has the table of the registry; `npm run docs:datasets` writes it', () => {
    const page = readFileSync(new URL('../../docs/cleaning.md', import.meta.url), 'utf8');

    expect(page).toContain(`\n\n${datasetsTable()}\n\n`);
  });

  it('changes with what a dataset requires, recognises and refuses', () => {
    const feedback = {
      ...datasetDefinitions.feedback,
      required: ['customer_id'],
      requiredEither: [['score', 'scale'], ['survey']],
    };

    expect(datasetsTable({ feedback })).toContain(
      '| feedback | `customer_id`, and `score` with `scale` or `survey` | `response_id`, `answered_at` | `walk_in_customer`, `total_row`, `repeated_header`, `page_line`, `missing_customer_id`, `long_customer_id`, `missing_date`, `bad_date`, `missing_score`, `bad_score` |',
    );
  });
});
