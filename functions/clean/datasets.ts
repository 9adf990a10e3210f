import { z } from 'zod';
import { type Database, type Parameters, quotedIdentifier } from '../../shared/adapters/duckdb.ts';
import { createTable } from '../../shared/adapters/model-tables.ts';
import type { Field } from '../../shared/domain/column-fields.ts';
import type { Recognised } from '../../shared/domain/columns.ts';
import { interactionKinds } from '../../shared/domain/interaction-kinds.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { statuses } from '../../shared/domain/statuses.ts';
import { scaleOf } from '../../shared/domain/survey-scale.ts';
import type { Dataset } from '../../shared/domain/uploads.ts';
import { UnreadableUploadError } from '../../shared/errors.ts';
import customersSql from './customers.sql';
import feedbackSql from './feedback.sql';
import interactionsSql from './interactions.sql';
import ordersSql from './orders.sql';

/** What is particular to a dataset when its files are cleaned. */
interface DatasetCleaning {
  /** Says of each row of `source` what it is and which bucket it belongs to. */
  sql: string;
  /** The column that says when. */
  date: Field;
  /** Values for the statement, from what the file shows. */
  parameters(database: Database, recognised: Recognised<Dataset>, context: Context): Promise<Parameters>;
}

interface Context {
  policy: Policy;
  /** The upload's key in the inbox. */
  key: string;
  today: string;
}

const unitDays = { day: 1, week: 7 };

export const datasetCleaning: Record<Dataset, DatasetCleaning> = {
  orders: {
    sql: ordersSql,
    date: 'ordered_at',
    parameters: async (database, { mapping }) => ({
      cancellation_numbers: await marksCancellations(database, mapping.order_id),
      void_words: statuses.void,
      return_words: statuses.return,
      undone_words: statuses.undone,
    }),
  },
  customers: {
    sql: customersSql,
    date: 'signed_up_at',
    parameters: async (_database, _recognised, { policy, today }) => ({
      today,
      unit_days: unitDays[policy.timeUnit],
    }),
  },
  interactions: {
    sql: interactionsSql,
    date: 'occurred_at',
    parameters: async (_database, _recognised, { key }) => ({ ...interactionKinds, file_kind: key }),
  },
  feedback: {
    sql: feedbackSql,
    date: 'answered_at',
    parameters: async (database, recognised, { policy, key }) => {
      await createScales(database, recognised, policy, key);
      return {};
    },
  },
};

/** Whether order numbers are digits, and a `C` before them marks a cancellation. */
async function marksCancellations(database: Database, header: string | undefined): Promise<boolean> {
  if (header === undefined) return false;
  const [row] = await database.rows(
    String.raw`select count(*) filter (regexp_full_match(present(${quotedIdentifier(header)}), '\d+')) > count(*) / 2 as answer
      from sampled`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}

/** Creates `scales`: that of each survey as its rows name it, and the one of rows that name none. */
async function createScales(database: Database, { mapping }: Recognised<Dataset>, policy: Policy, key: string) {
  const named = await database.rows(
    `select scale, [min(score)::double, max(score)::double] as ends from source
     where score is not null group by scale order by scale limit 1000`,
    z.object({ scale: z.string().nullable(), ends: z.array(z.number()) }),
  );
  const scales = named.map(({ scale, ends }) => {
    const found = policy.feedback.scale
      ? { lowest: policy.feedback.scale[0], highest: policy.feedback.scale[1] }
      : scaleOf(ends, `${mapping.score} ${key}`, scale ?? '');
    if (found) return { scale, ...found };
    throw new UnreadableUploadError(
      `The answers lie between ${ends.join(' and ')}, which is no usual scale; write into the policy: {"feedback":{"scale":[<lowest>,<highest>]}}`,
    );
  });
  await createTable(database, 'scales', { scale: 'VARCHAR', lowest: 'DOUBLE', highest: 'DOUBLE' }, scales);
}
