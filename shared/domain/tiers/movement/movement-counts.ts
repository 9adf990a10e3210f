import * as z from 'zod';
import { causeSchema } from './cause.ts';

const customers = z.int().min(0);

/** How many customers went from one tier to another; null for new customers, and for missing ones. */
export const movementCell = z.strictObject({ from: z.string().nullable(), to: z.string().nullable(), customers });

/** How many customers changed from one tier to another by one main cause. */
export const causeCount = z.strictObject({ from: z.string(), to: z.string(), cause: causeSchema, customers });

/** How many customers lose a tier on a day if nothing changes. */
export const projectedDemotion = z.strictObject({ on: z.iso.date(), from: z.string(), to: z.string(), customers });
