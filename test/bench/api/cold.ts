import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { customerId } from './table-of-customers.ts';
import { tierEvent } from './tier-event.ts';
import { millisecondsOf } from './timings.ts';

/**
 * Starts a fresh Node for each bundle in turn and has it answer one request.
 * @param bundles files that export a `handler`
 * @returns milliseconds from the start of the process to its answer, for each bundle
 */
export async function coldStarts(bundles: readonly string[], times: number): Promise<number[][]> {
  const taken = bundles.map((): number[] => []);
  for (let time = 0; time < times; time++) {
    for (const [index, file] of bundles.entries()) {
      const event = tierEvent(customerId(time));
      const milliseconds = await firstAnswer(file, event);
      taken[index]?.push(milliseconds);
    }
  }
  return taken;
}

async function firstAnswer(file: string, event: object): Promise<number> {
  const program = `
    const { handler } = await import(${JSON.stringify(file)});
    const { statusCode } = await handler(${JSON.stringify(event)}, {});
    process.stdout.write(String(statusCode));`;
  let ended: Promise<unknown> = Promise.resolve();
  const milliseconds = await millisecondsOf(async () => {
    const args = ['--enable-source-maps', '--input-type=module', '--eval', program];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    ended = once(child, 'close');
    const [status] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    if (String(status) !== '200') throw new Error(`${file} answered ${status}`);
    child.kill();
  });
  await ended;
  return milliseconds;
}
