import { z } from 'zod';
import type { Database, Parameters } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Mapping, Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { testWords } from '../../../shared/domain/intake/headers/test-words.ts';
import { detectScale } from '../../../shared/domain/intake/scores/detect-scale.ts';
import { discountWords } from '../../../shared/domain/intake/vocabulary/discount-words.ts';
import { interactionKinds } from '../../../shared/domain/intake/vocabulary/interaction-kinds.ts';
import { namesRefunds } from '../../../shared/domain/intake/vocabulary/refund-headers.ts';
import { parseStatus, salesStages, statusMeanings } from '../../../shared/domain/intake/vocabulary/statuses.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier } from '../../../shared/domain/sql/quoting.ts';
import { noExpiryWords, overrideWords } from '../../../shared/domain/tiers/overrides/override-words.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import customersSql from './customers.sql';
import feedbackSql from './feedback.sql';
import interactionsSql from './interactions.sql';
import ordersSql from './orders.sql';
import overridesSql from './overrides.sql';
import settledOrdersSql from './settled-orders.sql';

/** How files of a dataset are cleaned. */
interface DatasetCleaning {
  /** Classifies each row of `source` and assigns its bucket. */
  sql: string;
  /** Decides kept rows that only their whole order decides; without it, one of equal rows counts. */
  settledSql?: string;
  /** Parameters of that statement. */
  settledParameters?(recognised: Recognised<Dataset>): Parameters;
  /** Parameters of the statement, derived from the file. */
  parameters(database: Database, recognised: Recognised<Dataset>, context: Context): Promise<Parameters>;
}

interface Context {
  policy: Policy;
  /** The upload's key in the inbox. */
  key: string;
  /** The name of the file, in an archive too. */
  file: string;
  today: string;
}

const PERCENTILES = 100;
/** Statuses that are looked up; SQL reads the words of all others, which costs more. */
const COMMON_STATUSES = 30;
/** Meaning of a status that no word explains. */
const UNKNOWN = 'unknown';
const unitDays = { day: 1, week: 7 };

export const datasetCleaning: Record<Dataset, DatasetCleaning> = {
  orders: {
    sql: ordersSql,
    settledSql: settledOrdersSql,
    settledParameters: ({ amounts }) => ({ refund_of: amounts?.refundOf ?? 'row' }),
    parameters: async (database, { mapping, system, amounts }, { policy, file }) => {
      const statuses = await commonStatuses(database, mapping.status);
      const stages = salesStages(system);
      const meanings = new Map<string, string>(statedStatuses(policy));
      for (const status of statuses) meanings.set(status, parseStatus(status, policy.statuses, system) ?? UNKNOWN);
      return {
        cancellation_numbers: await marksCancellations(database, mapping.order_id),
        statuses: [...meanings.keys()],
        meanings: [...meanings.values()],
        test_words: testWords(mapping.test_mode),
        sales_stages: statuses.some((status) => stages.includes(status)) ? stages : [],
        are_returns: amounts?.returnsBy !== undefined || (namesRefunds(file) && !(await hasSales(database, mapping))),
        discount_words: discountWords,
      };
    },
  },
  customers: {
    sql: customersSql,
    parameters: async (_database, _recognised, { policy, today }) => ({
      today,
      unit_days: unitDays[policy.timeUnit],
    }),
  },
  interactions: {
    sql: interactionsSql,
    parameters: async (_database, _recognised, { key }) => ({ ...interactionKinds, file_kind: key }),
  },
  feedback: {
    sql: feedbackSql,
    parameters: async (database, recognised, { policy, key }) => ({
      scales: JSON.stringify(await findScales(database, recognised, policy, key)),
    }),
  },
  overrides: {
    sql: overridesSql,
    parameters: async (_database, _recognised, { policy: { tiers } }) => ({
      ...overrideWords,
      lasting: noExpiryWords,
      tier_names: tiers.map(({ name }) => name),
      tier_words: JSON.stringify(
        tiers.map(({ name, label }) => [name, label.en, label.zh].map((word) => word.toLowerCase())),
      ),
    }),
  },
};

/** Whether most order numbers are digits, so that a leading `C` marks a cancellation. */
async function marksCancellations(database: Database, header: string | undefined): Promise<boolean> {
  if (header === undefined) return false;
  const [row] = await database.rows(
    String.raw`select count(*) filter (regexp_full_match(present(${quotedIdentifier(header)}), '\d+')) > count(*) / 2 as answer
      from sampled`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}

/** Whether a file has a column of refunds beside its amounts, or amounts of both signs: then some rows are sales. */
async function hasSales(database: Database, mapping: Mapping): Promise<boolean> {
  const header = mapping.amount ?? mapping.order_total;
  if (mapping.refunded !== undefined || header === undefined) return mapping.refunded !== undefined;
  const [row] = await database.rows(
    `select count(distinct regexp_matches(present(${quotedIdentifier(header)}), '^\\D*[-(]|-\\D*$')) > 1 as answer from sampled`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}

/** Statuses of the policy, in lower case, and their meanings. */
const statedStatuses = ({ statuses }: Policy) =>
  statusMeanings.flatMap((meaning) => statuses[meaning].map((status) => [status.toLowerCase(), meaning] as const));

/** The most common statuses of the sample, in lower case. */
async function commonStatuses(database: Database, header: string | undefined): Promise<string[]> {
  if (header === undefined) return [];
  const rows = await database.rows(
    `select lower(word_of(${quotedIdentifier(header)})) as status from sampled
     where status is not null group by status order by count(*) desc, status limit ${COMMON_STATUSES}`,
    z.object({ status: z.string() }),
  );
  return rows.map(({ status }) => status);
}

/** Detects the scale of each survey; rows without a survey name share one scale. */
async function findScales(database: Database, { mapping }: Recognised<Dataset>, policy: Policy, key: string) {
  // Scores have few distinct values: counting before sorting is much faster.
  const named = await database.rows(
    `with answers as (select scale, score::float as score, count(*) as times from source where score is not null group by all),
     ranked as (select *, sum(times) over (partition by scale order by score) as upto from answers),
     spread as (select scale, list(score order by score) as scores, list(upto order by score) as upto from ranked group by scale)
     select scale, list_transform(range(${PERCENTILES + 1}), percentile ->
       scores[1 + len(list_filter(upto, rank -> rank * ${PERCENTILES} < percentile * upto[-1]))]) as scores
     from spread order by scale limit 1000`,
    z.object({ scale: z.string().nullable(), scores: z.array(z.number()) }),
  );
  return named.map(({ scale, scores }) => {
    const found = policy.feedback.scale
      ? { lowest: policy.feedback.scale[0], highest: policy.feedback.scale[1] }
      : detectScale(scores, `${mapping.score} ${key}`, scale ?? '');
    if (found) return { scale, ...found };
    throw new UnreadableUploadError(
      `The answers lie between ${scores.at(0)} and ${scores.at(-1)}, which is not a usual scale; add to the policy: {"feedback":{"scale":[<lowest>,<highest>]}}`,
    );
  });
}
