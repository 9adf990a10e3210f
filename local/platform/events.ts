import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBus } from '../../shared/ports/events.ts';
import { PRIVATE_FILE } from './file-system.ts';

/** As on EventBridge. */
const MAX_BYTES = 256 * 1024;
const SOURCE = 'strata';
const NEWLINE = 0x0a;

interface RecordedEvent {
  detail: { changes?: { customer_id: string }[] };
}

/**
 * Appends events to a JSON Lines file, each as EventBridge delivers it. Open it once in a process: what it does is done one after
 * another.
 * @param scratch directory for a file in the making, on the same file system
 */
export function fileEvents(file: string, scratch: string): EventBus {
  let last: Promise<unknown> = Promise.resolve();
  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }

  return {
    async publish(type, detail) {
      const bytes = Buffer.byteLength(`${SOURCE}${type}${JSON.stringify(detail)}`);
      if (bytes > MAX_BYTES) throw new Error(`The event ${type} has ${bytes} bytes, more than ${MAX_BYTES}`);
      const event = { id: randomUUID(), time: new Date().toISOString(), source: SOURCE, 'detail-type': type, detail };
      await enqueue(() => appendLine(file, JSON.stringify(event)));
    },

    forget: (customerIds) => enqueue(() => rewriteWithout(file, new Set(customerIds), join(scratch, randomUUID()))),
  };
}

async function appendLine(file: string, line: string): Promise<void> {
  await using handle = await open(file, 'a+', PRIVATE_FILE);
  await dropUnfinishedLine(handle);
  await handle.writeFile(`${line}\n`);
  await handle.sync();
}

/** A process that was killed may have written a part of a line, whose event was not published. */
async function dropUnfinishedLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const readEnd = async (length: number) => (await handle.read(Buffer.alloc(length), 0, length, size - length)).buffer;
  if (size === 0 || (await readEnd(1))[0] === NEWLINE) return;
  const end = await readEnd(Math.min(size, 2 * MAX_BYTES));
  await handle.truncate(size - end.length + end.lastIndexOf(NEWLINE) + 1);
}

/** Removes the changes of these customers' tiers, and events that have no other. */
async function rewriteWithout(file: string, customerIds: ReadonlySet<string>, temporary: string): Promise<void> {
  if (!existsSync(file)) return;
  let removed = 0;
  async function* remaining(): AsyncGenerator<string> {
    for await (const { line, number } of linesIn(file)) {
      const event = parseEvent(line, `${file}, line ${number}`);
      const { changes } = event.detail;
      const others = changes?.filter(({ customer_id }) => !customerIds.has(customer_id));
      if (others?.length === changes?.length) yield `${line}\n`;
      else {
        removed++;
        if (others?.length) yield `${JSON.stringify({ ...event, detail: { ...event.detail, changes: others } })}\n`;
      }
    }
  }

  try {
    await using handle = await open(temporary, 'wx', PRIVATE_FILE);
    await handle.writeFile(remaining());
    await handle.sync();
    if (removed > 0) await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

function parseEvent(line: string, place: string): RecordedEvent {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`${place} is not JSON: remove or correct the line`, { cause });
  }
}

/** Lines that end; `node:readline` would also divide them at characters that JSON has within text. */
async function* linesIn(file: string): AsyncGenerator<{ line: string; number: number }> {
  let unfinished = '';
  let number = 0;
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (unfinished + chunk).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) yield { line, number: ++number };
  }
}
