import { z } from 'zod';

export const missingCustomersSchema = z
  .strictObject({
    keepMonths: z
      .number()
      .int()
      .min(0)
      .max(1200)
      .nullable()
      .default(null)
      .describe(
        'They are kept with their last tier, marked by `missing_since`, until so many months after that day; 0 removes them at once, null keeps them for good. Their history of tiers stays',
      ),
  })
  .prefault({})
  .describe('What becomes of customers who are published and in the data no longer');
