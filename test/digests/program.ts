import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** What a command line printed, and how it ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command line that serves the API. */
export interface Serving {
  url: string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Ended>;
}

export type Program = ReturnType<typeof programIn>;

/** Starts the program of a checkout by the `start` script of its package.json, as `npm start` does. */
export function programIn(checkout: string) {
  const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));

  function begin(args: readonly string[]) {
    // `exec` makes the program this process's child, so that signals reach it.
    const child = spawn('sh', ['-c', `exec ${scripts.start} "$@"`, 'sh', ...args], {
      cwd: checkout,
      env: { ...process.env, NO_COLOR: '1', PATH: join(checkout, 'node_modules/.bin') + delimiter + process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        printed[stream] += text;
      });
    }
    const ended = once(child, 'close').then(([code]): Ended => ({ code, ...printed }));
    return { child, printed, ended };
  }

  return {
    /** Runs the program to its end. */
    run: (...args: string[]): Promise<Ended> => begin(args).ended,

    /**
     * Starts the program, lets it take in what the arguments name, and resolves once it serves the API.
     * @throws {Error} when it ends before
     */
    async serve(...args: string[]): Promise<Serving> {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const { child, printed, ended } = begin([...args, '--port', String(port)]);
      const isServing = new Promise<'serving'>((resolve) => {
        // The address is shown once the run has ended.
        child.stdout.on('data', () => printed.stdout.includes(url) && resolve('serving'));
      });
      const first = await Promise.race([isServing, ended]);
      if (first !== 'serving') throw new Error(`The program ended instead of serving: ${first.stdout}${first.stderr}`);
      return {
        url,
        stop() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return address.port;
}
