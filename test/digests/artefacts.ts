import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { canonicalForm } from './canonical.ts';

/** What left the program, as it left it. */
type Artefact = { text: string } | { json: unknown } | { rows: readonly unknown[] };

export type Artefacts = ReturnType<typeof collectArtefacts>;

/** Collects artefacts by name; they are put into canonical form at the end, when all ids have their names. */
export function collectArtefacts(scenario: string) {
  const collected = new Map<string, Artefact>();

  function add(name: string, artefact: Artefact): void {
    const path = `${scenario}/${name}`;
    if (collected.has(path)) throw new Error(`There are two artefacts ${path}`);
    collected.set(path, artefact);
  }

  return {
    text: (name: string, text: string) => add(name, { text }),
    json: (name: string, json: unknown) => add(name, { json }),
    /** Many values of one kind, each on a line. */
    rows: (name: string, rows: readonly unknown[]) => add(name, { rows }),

    /** @returns the canonical text of every artefact, by name */
    canonical(form: ReturnType<typeof canonicalForm>): Map<string, string> {
      const result = new Map<string, string>();
      for (const [path, artefact] of collected) {
        const name = form.text(path);
        if ('text' in artefact) result.set(name, form.text(artefact.text));
        else if ('rows' in artefact) result.set(name, artefact.rows.map((row) => rowText(form, row)).join(''));
        else {
          const { main, words, usage } = form.json(artefact.json);
          result.set(name, main);
          if (words !== undefined) result.set(`${name} words`, words);
          if (usage !== undefined) result.set(`${name} usage`, usage);
        }
      }
      return result;
    },
  };
}

const rowText = (form: ReturnType<typeof canonicalForm>, row: unknown) =>
  `${JSON.stringify(JSON.parse(form.json(row).main))}\n`;

/** One line per artefact, sorted by name: the digest of its canonical form, and its name. */
export function digestLines(texts: ReadonlyMap<string, string>): string {
  return [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
    .join('');
}

/** Writes canonical artefacts below a directory, each under its name. */
export async function keepArtefacts(directory: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of texts) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
