import { z } from 'zod';
import { datasetFields } from '../intake/datasets/fields.ts';

const byHand = <Name extends keyof typeof datasetFields>(dataset: Name) =>
  z
    .partialRecord(z.enum(datasetFields[dataset] as readonly string[] as readonly [string, ...string[]]), z.string())
    .default({})
    .describe('Canonical name → header in the export');

export const columnsSchema = z
  .strictObject({
    orders: byHand('orders'),
    customers: byHand('customers'),
    interactions: byHand('interactions'),
    feedback: byHand('feedback'),
    overrides: byHand('overrides'),
  })
  .prefault({})
  .describe('Columns by hand, where recognition cannot know: canonical name → header in the export');

const code = z.string().regex(/^[A-Z]{3}$/, 'is no ISO 4217 code, such as CNY');

export const currencySchema = z
  .strictObject({
    code: code.optional().describe('Default: the one that most rows of a file have'),
    rates: z
      .record(code, z.number().positive())
      .default({})
      .describe('What one unit of another currency is worth in it; rows of currencies without a rate are set aside'),
  })
  .refine(({ code: own, rates }) => own !== undefined || Object.keys(rates).length === 0, {
    error: 'is needed where rates are given',
    path: ['code'],
  })
  .prefault({})
  .describe('The currency that amounts are added up in');

export const privacySchema = z
  .strictObject({
    customerIds: z
      .enum(['clear', 'hashed'])
      .default('clear')
      .describe(
        'Customer ids: kept as they are, or replaced by a keyed hash (HMAC-SHA-256) everywhere, the API included',
      ),
    identifiers: z
      .enum(['dropped', 'hashed'])
      .default('dropped')
      .describe(
        'E-mails, phone numbers and other identifiers of a customers file: not read, or kept as keyed hashes to match by',
      ),
  })
  .prefault({})
  .describe('What becomes of what identifies a person');

export const feedbackSchema = z
  .strictObject({
    scale: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'needs the lowest answer first')
      .optional()
      .describe('Lowest and highest answer. Default: the usual scale that the answers fit'),
  })
  .prefault({})
  .describe('The lowest and the highest answer of surveys that do not name their scale');
