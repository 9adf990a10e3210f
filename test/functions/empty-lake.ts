import { readFile, writeFile } from 'node:fs/promises';
import { buildFeatures } from '../../functions/stages/build-features/build-features.ts';
import { clean } from '../../functions/stages/clean/clean.ts';
import { createUploadId } from '../../shared/domain/intake/uploads.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { type UploadReport, uploadReport } from '../../shared/run/reports.ts';
import { type Row, readParquet, runningRun, startServices } from './services.ts';

const RUN = '20260801T093000000Z-00000001';
const BUCKETS = 2;

export type Lake = Awaited<ReturnType<typeof emptyLake>>;

/** A lake that processes uploads with the stages, and returns the features of all customers for 31 July 2026. */
export async function emptyLake() {
  const services = await startServices();
  const { inbox, lake, runs, withDatabase } = services;
  await lake.putJson(runFiles.policy(RUN), { timeUnit: 'day' });
  await runs.putRun(runningRun(RUN, '2026-07-31'));
  let uploads = 0;

  return {
    /** @param minute time of arrival; by default after the previous upload */
    async ingest(
      key: string,
      content: string,
      minute = uploads,
    ): Promise<{ report: UploadReport; quarantine: string }> {
      uploads += 1;
      const lastModified = new Date(Date.UTC(2026, 7, 1, 8, minute)).toISOString();
      const upload = { key, etag: `e${uploads}`, bytes: content.length, lastModified };
      const uploadId = createUploadId(upload);
      await withDatabase(async ({ directory }) => {
        await writeFile(`${directory}/content`, content);
        await inbox.upload(`${directory}/content`, key, 'text/csv');
      });
      await lake.putJson(runFiles.manifest(RUN), [upload]);
      const idSecret = async () => Buffer.from('a key of this test');
      await clean({ runId: RUN, uploadId }, { ...services.as('stages/clean', { idSecret }), buckets: BUCKETS });
      const report = uploadReport.parse(await lake.getJson(runFiles.report(RUN, uploadId)));
      const quarantine = runFiles.quarantine(RUN, uploadId);
      const isThere = (await lake.list(quarantine)).length > 0;
      return { report, quarantine: isThere ? await textOf(quarantine) : '' };
    },

    /** @returns customer → features */
    async features(): Promise<Record<string, Row>> {
      const rows: Row[] = [];
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        await buildFeatures({ runId: RUN, bucket }, services.as('stages/build-features'));
        rows.push(...(await readParquet(services, runFiles.features(RUN, bucket))));
      }
      return Object.fromEntries(rows.map((row) => [row.customer_id, row]));
    },

    close: () => services.close(),
  };

  function textOf(key: string): Promise<string> {
    return withDatabase(async ({ directory }) => {
      await lake.download(key, `${directory}/text`);
      return readFile(`${directory}/text`, 'utf8');
    });
  }
}
