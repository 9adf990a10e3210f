import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Canonical, canonicalForm } from './canonical.ts';

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
        if ('text' in artefact) {
          result.set(name, form.text(artefact.text));
          continue;
        }
        const parts = 'rows' in artefact ? rowParts(form, artefact.rows) : form.json(artefact.json);
        result.set(name, parts.main);
        if (parts.words !== undefined) result.set(`${name} words`, parts.words);
        if (parts.usage !== undefined) result.set(`${name} usage`, parts.usage);
      }
      return result;
    },
  };
}

/** Each row on a line, and the words of all of them together. */
function rowParts(form: ReturnType<typeof canonicalForm>, rows: readonly unknown[]): Canonical {
  const parts = rows.map((row) => form.json(row));
  const together = (texts: (string | undefined)[]) => texts.join('') || undefined;
  const [words, usage] = [together(parts.map((part) => part.words)), together(parts.map((part) => part.usage))];
  return {
    main: parts.map(({ main }) => `${JSON.stringify(JSON.parse(main))}\n`).join(''),
    ...(words !== undefined && { words }),
    ...(usage !== undefined && { usage }),
  };
}

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
