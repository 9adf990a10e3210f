import * as z from 'zod';

/** The possible causes of a tier change. Each change has exactly one main cause. */
export const causes = ['behaviour changed', 'lines moved', 'policy changed', 'data corrected', 'override'] as const;
export const causeSchema = z.enum(causes);
export type Cause = (typeof causes)[number];
