import { z } from 'zod';
import { type Dataset, datasetFields, mapDatasets } from '../intake/datasets/datasets.ts';

const mappingSchema = (dataset: Dataset) =>
  z
    .partialRecord(z.enum(datasetFields[dataset] as readonly string[]), z.string())
    .default({})
    .describe('Canonical name → header in the export');

export const columnsSchema = z
  .strictObject(mapDatasets(mappingSchema))
  .prefault({})
  .describe('Manual column mapping, where detection fails: canonical name → header in the export');

const code = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY');

export const currencySchema = z
  .strictObject({
    code: code.optional().describe('ISO 4217 code. Default: the currency of most rows of the file'),
    rates: z
      .record(code, z.number().positive())
      .default({})
      .describe('Value of one unit of another currency in `code`; rows in a currency without a rate are quarantined'),
    decimalMark: z
      .enum(['.', ','])
      .optional()
      .describe('Mark before the decimals of amounts, for columns whose values leave it open, such as `1.250`'),
  })
  .refine(({ code: own, rates }) => own !== undefined || Object.keys(rates).length === 0, {
    error: 'is required with rates',
    path: ['code'],
  })
  .prefault({})
  .describe('The currency of all sums, and the rates to convert others');

const statusList = (meaning: string) => z.array(z.string().trim().min(1)).default([]).describe(meaning);

export const statusesSchema = z
  .strictObject({
    sale: statusList('Statuses of orders that count'),
    notASale: statusList('Statuses of orders that are not sales: unpaid, cancelled, quotations'),
    return: statusList('Statuses of lines that are refunds'),
    voided: statusList('Statuses of sales that were returned in full'),
  })
  .prefault({})
  .describe('Statuses of orders whose words Strata does not know, or reads wrongly: whole, in any case');

export const privacySchema = z
  .strictObject({
    customerIds: z
      .enum(['clear', 'hashed'])
      .default('clear')
      .describe(
        'Customer ids: kept in clear, or replaced by a keyed hash (HMAC-SHA-256) everywhere, including the API',
      ),
    identifiers: z
      .enum(['dropped', 'hashed'])
      .default('dropped')
      .describe(
        'E-mails, phone numbers and other identifiers in a customers file: not read, or kept as keyed hashes for matching',
      ),
  })
  .prefault({})
  .describe('How personal identifiers are handled');

export const feedbackSchema = z
  .strictObject({
    scale: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'must have the lowest score first')
      .optional()
      .describe('Lowest and highest score. Default: the common scale that the scores fit'),
  })
  .prefault({})
  .describe('The scale of surveys that do not name theirs');
