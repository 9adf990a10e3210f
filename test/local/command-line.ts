import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const start = [
  '--disable-warning=ExperimentalWarning',
  '--conditions=embedded',
  '--import',
  './local/text-imports.ts',
  '--import',
  './test/permissions/preload.ts',
  'local/main.ts',
];

/** The program and its arguments. */
export const commandLine = (...args: string[]): string[] => [process.execPath, ...start, ...args];

/** Starts the command line as `npm start --` does, with functions that have only the permissions of the stack. */
export const command = (...args: string[]) => commandUnder(process.env, ...args);

function commandUnder(env: NodeJS.ProcessEnv, ...args: string[]) {
  const child = spawn(process.execPath, [...start, ...args], { cwd: projectRoot, env });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    texts.stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...texts }));
  });

  return {
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Resolves with the output so far once it matches; rejects when the command ends first. */
    async output(pattern: RegExp): Promise<string> {
      const written = () => texts.stdout + texts.stderr;
      const end = ended.then(() => true);
      while (!pattern.test(written())) {
        const hasEnded = await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 20))]);
        if (hasEnded && !pattern.test(written()))
          throw new Error(`The command ended without printing ${pattern}:\n${written()}`);
      }
      return written();
    },
  };
}

/** Runs the command to its end without serving. @returns its exit code, its JSON result and stderr */
export const result = (...args: string[]) => resultOf(command('--no-serve', '--json', ...args));

/** As {@link result}, on a machine whose clock is ahead by a number of milliseconds; less than 0: behind. */
export function resultAhead(milliseconds: number, ...args: string[]) {
  const NODE_OPTIONS = `--import ${new URL('shifted-clock.ts', import.meta.url)}`;
  const env = { ...process.env, NODE_OPTIONS, CLOCK_AHEAD_MS: String(milliseconds) };
  return resultOf(commandUnder(env, '--no-serve', '--json', ...args));
}

async function resultOf({ ended }: ReturnType<typeof command>) {
  const { code, stdout, stderr } = await ended;
  return { code, stderr, json: stdout === '' ? undefined : JSON.parse(stdout) };
}
