import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Api, type Body, openApi } from './api.ts';
import { type Artefacts, collectArtefacts } from './artefacts.ts';
import { canonicalForm } from './canonical.ts';
import { orderedInspection } from './inspection.ts';
import { parquetText } from './parquet.ts';
import { type Ended, type Program, programIn } from './program.ts';
import type { Files } from './shop.ts';

export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;

/**
 * A data directory of its own, what is done with it, and everything that leaves the program meanwhile.
 * @param scenario begins the name of every artefact
 * @param places further directories that the program shows, and names for them
 */
export async function openWorkshop(
  scenario: string,
  checkout: string,
  directory: string,
  places: ReadonlyMap<string, string> = new Map(),
) {
  const program: Program = programIn(checkout);
  const artefacts: Artefacts = collectArtefacts(scenario);
  const dataDir = join(directory, 'data');
  const ids = new Map<string, string>();
  const from = Date.now();
  await mkdir(dataDir, { recursive: true });

  function keepEnding(name: string, { code, stdout, stderr }: Ended): void {
    artefacts.json(`${name}/exit code`, code);
    // Which is no difference, but for what the run used.
    if (/tried again$/m.test(stdout + stderr)) process.stderr.write(`  ${name}: a stage was tried again\n`);
    // What the program writes beside the result is for people.
    artefacts.text(`${name}/terminal`, stderr);
    const isJson = stdout.startsWith('{');
    if (isJson) artefacts.json(`${name}/result.json`, JSON.parse(stdout));
    else artefacts.text(`${name}/stdout`, stdout);
  }

  async function keepFiles(name: string, folder: string): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name);
      await keepFile(`${name}${file.slice(folder.length)}`, await readFile(file));
    }
  }

  async function keepFile(name: string, content: Buffer): Promise<void> {
    if (name.endsWith('.json')) artefacts.json(name, JSON.parse(content.toString('utf8')));
    else if (name.endsWith('.parquet')) {
      const file = join(directory, 'file.parquet');
      await writeFile(file, content);
      artefacts.text(name, await parquetText(file, join(directory, 'rows.csv')));
    } else artefacts.text(name, content.toString('utf8'));
  }

  /** Names runs by their order and uploads by their file, and keeps what runs wrote. */
  async function keepRuns(api: Api): Promise<void> {
    const runs = await api.all('/v1/runs', 'runs');
    for (const [at, { run_id, status }] of runs.toReversed().entries()) {
      const name = `run-${String(at + 1).padStart(2, '0')}`;
      ids.set(run_id, `<${name}>`);
      const quality = await api.call('GET', `/v1/runs/${run_id}/quality`);
      if (quality.status === 200) nameUploads((quality.body as Body).uploads);
      if (status !== 'succeeded') continue;
      const { files } = await api.get(`/v1/runs/${run_id}/files`);
      for (const file of files) {
        const content = Buffer.from(await (await fetch(file.url)).arrayBuffer());
        await keepFile(`files of runs/${name}/${file.name}`, content);
      }
    }
  }

  function nameUploads(uploads: Body[]): void {
    for (const { upload_id, file } of uploads.toSorted((a, b) => (a.upload_id < b.upload_id ? -1 : 1))) {
      const taken = [...ids].filter(([id, name]) => id !== upload_id && name.startsWith(`<upload ${basename(file)}`));
      const name = `<upload ${basename(file)}${taken.length > 0 ? ` ${taken.length + 1}` : ''}>`;
      if (!ids.has(upload_id)) ids.set(upload_id, name);
    }
  }

  /** What was announced, from the file that docs/integrate.md names. */
  async function keepEvents(): Promise<void> {
    const events = (await readFile(join(dataDir, 'events.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const byType = Object.groupBy(events, (event) => event['detail-type']);
    // They may come in any order.
    for (const [type, some = []] of Object.entries(byType)) {
      const ordered = some.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      artefacts.json(
        `events/${type}`,
        ordered.map(({ id, time, ...event }) => event),
      );
    }
  }

  return {
    artefacts,
    directory,
    dataDir,
    program,

    /** Writes files below the workshop. @returns their paths */
    async write(folder: string, files: Files): Promise<string[]> {
      const written = Object.entries(files).map(async ([path, content]) => {
        const file = join(directory, folder, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
        return file;
      });
      return Promise.all(written);
    },

    /** Runs the command line with the data directory and keeps what it prints and copies out. */
    async command(name: string, ...args: string[]): Promise<void> {
      const out = join(directory, 'out', name);
      keepEnding(name, await program.run(...args, '--json', '--no-serve', '--data-dir', dataDir, '--out', out));
      await keepFiles(`${name}/out`, out);
    },

    /** Has files looked at without running anything. */
    async inspect(name: string, ...files: string[]): Promise<void> {
      const { code, stdout, stderr } = await program.run('--inspect', '--json', ...files);
      const { result, terminal } = orderedInspection(JSON.parse(stdout), stderr);
      keepEnding(name, { code, stdout: JSON.stringify(result), stderr: terminal });
    },

    /** Runs the command line with nothing but these arguments. */
    async bareCommand(name: string, ...args: string[]): Promise<void> {
      keepEnding(name, await program.run(...args));
    },

    /** Serves the API while something is done with it. */
    async serve(name: string, work: (api: Api) => Promise<void>): Promise<void> {
      const serving = await program.serve('--data-dir', dataDir);
      try {
        await work(await openApi(serving.url, dataDir));
      } finally {
        keepEnding(name, await serving.stop());
      }
    },

    keepRuns,

    /** Ends the scenario. @returns the canonical text of every artefact, by name */
    async close(): Promise<Map<string, string>> {
      await keepEvents();
      const form = canonicalForm({
        session: { from, until: Date.now() },
        places: new Map([[directory, '<workshop>'], [checkout, '<checkout>'], ...places]),
        checkout,
        ids,
      });
      return artefacts.canonical(form);
    },
  };
}

const orderOf = ({ detail }: Body) => `${detail.run_id} ${detail.changes?.[0]?.customer_id ?? ''}`;
