import { z } from 'zod';

export const retentionPolicySchema = z
  .strictObject({
    runs: z
      .number()
      .int()
      .min(2)
      .max(1200)
      .default(24)
      .describe(
        'Number of successful runs whose files are kept, the current one included; older runs keep their record',
      ),
    workingFiles: z
      .number()
      .int()
      .min(1)
      .max(1200)
      .default(3)
      .describe(
        'Number of successful runs before the current one that also keep the files that only the pipeline reads, such as features',
      ),
  })
  .prefault({})
  .describe('How long the files of runs are kept. What each file is for is in [files.md](files.md#files-of-a-run)');

export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;
