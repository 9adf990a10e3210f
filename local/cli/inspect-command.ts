import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type Examined, examine } from '../../functions/stages/clean/examine.ts';
import { defaultLimits } from '../../functions/stages/clean/reading/limits.ts';
import { extract } from '../../functions/stages/clean/reading/unpack.ts';
import { type Database, duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { openArchive } from '../../shared/adapters/zip-archive.ts';
import { calendarDay } from '../../shared/domain/calendar/days.ts';
import { archiveContents, isWorkbook } from '../../shared/domain/intake/archives.ts';
import { type Policy, parsePolicy } from '../../shared/domain/policy/policy.ts';
import { ColumnsError, InputError } from '../../shared/errors.ts';
import { CommandError } from '../command-error.ts';
import { withColumns } from './column-option.ts';
import { findFiles, type InboxFile } from './files.ts';
import { type Inspection, inspectionText } from './inspection-report.ts';
import type { Options } from './options.ts';
import { readPolicy } from './policy-file.ts';
import { reasonText } from './rejections.ts';
import { useScratchDirectory } from './scratch-directory.ts';
import type { Terminal } from './terminal.ts';

const MEMORY_MB = 300;
const SHOWN_ROWS = 10;
const ZIP = 'PK\u0003\u0004';

/**
 * Shows what each file is, how it would be read and which rows would be rejected, without running the workflow.
 * @returns whether every file can be processed
 */
export async function inspectCommand(options: Options, terminal: Terminal): Promise<boolean> {
  const { files, skipped } = await findFiles(options.paths);
  for (const line of skipped) terminal.print(line);
  if (files.length === 0) throw new CommandError('--inspect needs a file or a folder');
  const policy = parsePolicy(
    withColumns(options.policy === undefined ? {} : await readPolicy(options.policy), options.columns),
  );
  const scratch = useScratchDirectory();
  const inspections: Inspection[] = [];
  for (const file of files) {
    for await (const inspection of inspectTables(file, policy, scratch)) {
      inspections.push(inspection);
      terminal.print(
        `${inspectionText(inspection, (message) => reasonText(message, file.path.toString(), options.dataDir))}\n`,
      );
    }
  }
  if (options.json) terminal.result({ files: inspections });
  return inspections.every(({ error }) => error === undefined);
}

/** One inspection of a file, or one of each table in an archive. */
async function* inspectTables(inboxFile: InboxFile, policy: Policy, scratch: string): AsyncGenerator<Inspection> {
  const { name, key } = inboxFile;
  const file = await linkedPath(inboxFile, scratch);
  const archive = (await startsWith(file, ZIP)) ? await openArchive(file).catch(() => undefined) : undefined;
  try {
    const { tables } = archiveContents(archive?.entries ?? []);
    if (!archive || tables.length < 2 || isWorkbook(archive.entries)) {
      yield await inspect(name, key, policy, async () => file);
      return;
    }
    for (const { path } of tables) {
      yield await inspect(`${name}: ${path}`, key, policy, async (directory) => {
        const target = join(directory, 'entry');
        await extract(archive, path, target, defaultLimits);
        return target;
      });
    }
  } finally {
    archive?.close();
  }
}

/** A path in the scratch directory, because reading a file writes others beside it; a pipe can be read only once. */
async function linkedPath({ path, isStream }: InboxFile, scratch: string): Promise<string> {
  const target = join(scratch, randomUUID());
  if (isStream) await pipeline(createReadStream(path), createWriteStream(target, { mode: 0o600 }));
  else await symlink(path, target);
  return target;
}

async function startsWith(file: string, signature: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(signature.length), 0, signature.length, 0);
    return buffer.toString('latin1') === signature;
  } finally {
    await handle.close();
  }
}

function inspect(
  name: string,
  key: string,
  policy: Policy,
  pathIn: (directory: string) => Promise<string>,
): Promise<Inspection> {
  return duckdb(MEMORY_MB)(async (database) => {
    try {
      const { findings } = await examine(database, await pathIn(database.directory), {
        uploadId: 'inspected',
        key,
        policy,
        today: calendarDay(policy.timeZone, new Date().toISOString()),
        buckets: 1,
        // Shows only that ids are hashed; the hashes of a run depend on the deployment's key.
        idSecret: async () => Buffer.from('inspect'),
        withRowHash: true,
      });
      return { file: name, findings, first_rows: await firstRows(database, findings) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const question = error instanceof ColumnsError ? error.question : undefined;
      return { file: name, error: error.name, message: error.message, ...(question && { question }) };
    }
  });
}

/** The first clean rows, in the order of the file. */
function firstRows(database: Database, { rows, kept, filtered }: Examined['findings']) {
  // That many rows of the file have the first clean ones among them, even if all others come before those.
  const looked_at = SHOWN_ROWS + rows - kept - filtered;
  return database.rows(
    `with places as (select row_hash, min(row_number) as place from numbers where row_number <= $looked_at::bigint group by row_hash)
     select columns(* exclude (upload_id, row_hash, rejected_payload, bucket, place))::varchar
     from kept join places using (row_hash) order by place limit ${SHOWN_ROWS}`,
    z.record(z.string(), z.string().nullable()),
    { looked_at },
  );
}
