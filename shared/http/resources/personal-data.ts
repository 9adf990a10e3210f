import * as z from 'zod';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import type { Route } from '../route.ts';
import { customerIdInPath, shownId } from './customer-id.ts';
import { customerState, exampleChange, examplePlaced, history, unknown } from './customers.ts';

const row = z.looseObject({ customer_id: shownId });

const exported = z
  .strictObject({
    ...origin,
    customer_id: shownId,
    state: customerState.nullable().meta({ description: 'As published by the run' }),
    history,
    override: z
      .looseObject({ kind: z.string(), set_at: z.string() })
      .nullable()
      .meta({ description: 'The last override set through the API; overrides from files are among the rows' }),
    erasure_asked_at: z.string().nullable().meta({ description: 'When erasure was requested; null if it was not' }),
    result: row.nullable().meta({ description: "The person's row of the run's `customers.parquet`" }),
    rows: z.record(z.string(), z.array(row)).meta({ description: 'Clean rows in the lake, by dataset' }),
    elsewhere: z.array(z.string()).meta({ description: 'Places that may hold more data, not indexed by person' }),
  })
  .meta({
    id: 'CustomerExport',
    examples: [
      {
        ...exampleOrigin,
        customer_id: '17850',
        state: { ...examplePlaced, rfm: '555', orders: 12 },
        history: [exampleChange],
        override: null,
        erasure_asked_at: null,
        result: { ...examplePlaced, recency_days: 9, orders: 12 },
        rows: {
          orders: [{ customer_id: '17850', order_id: '536365', ordered_at: '2026-08-22 08:26:00', amount: 15.3 }],
        },
        elsewhere: ['Uploads as they were dropped lie in the inbox until they expire'],
      },
    ],
  });

const erasure = z
  .strictObject({
    ...origin,
    erasure_id: z.string().meta({ description: 'Id of the erasure in the audit log, which does not name the person' }),
    asked_at: z.string().meta({ format: 'date-time' }),
    items_removed: z.int().meta({ description: 'Number of table items removed: state and history' }),
    lake: z.literal('with-the-next-run').meta({ description: 'When the rows in the lake are removed' }),
  })
  .meta({
    id: 'Erasure',
    examples: [
      {
        ...exampleOrigin,
        erasure_id: '5b0c2f0e-2f9c-4f43-9c53-0a3f4cf0a0d1',
        asked_at: '2026-09-02T10:00:00.000Z',
        items_removed: 3,
        lake: 'with-the-next-run',
      },
    ],
  });

/** Export and erasure of a person's data. */
export const personalDataRoutes = [
  {
    method: 'GET',
    path: '/v1/customers/{id}/export',
    scope: 'tiers/read',
    handler: 'export-customer',
    operation: 'exportCustomer',
    summary: 'All data held about a person',
    description:
      'State and history from the table, computed and clean rows from the lake. Reads files, so it is slower than other routes.',
    parameters: { id: customerIdInPath },
    response: { status: 200, schema: exported },
    problems: [...unknown, 'export-too-large'],
  },
  {
    method: 'DELETE',
    path: '/v1/customers/{id}',
    scope: 'customers/write',
    handler: 'erase-customer',
    operation: 'eraseCustomer',
    summary: 'Erases a person',
    description:
      'Removes state and history at once, and rows in the lake and in the files of all runs with the next run. Counts of past runs stay as published.',
    parameters: { id: customerIdInPath },
    response: { status: 202, schema: erasure },
    problems: unknown,
  },
] as const satisfies readonly Route[];
