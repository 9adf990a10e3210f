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
        'Months to keep them after `missing_since`, with their last tier; 0 removes them at once, null keeps them forever. Their tier history stays',
      ),
  })
  .prefault({})
  .describe('What happens to missing customers: published, but no longer in the data');
