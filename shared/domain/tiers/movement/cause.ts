import * as z from 'zod';

/** Why a tier changed: exactly one of these is the main cause. */
export const causes = ['behaviour changed', 'lines moved', 'policy changed', 'data corrected', 'override'] as const;
export const causeSchema = z.enum(causes);
export type Cause = (typeof causes)[number];
