import { posix } from 'node:path';
import type { Archive } from '../../../../shared/adapters/zip-archive.ts';
import { UnreadableUploadError } from '../../../../shared/errors.ts';
import { type CellFormat, cellFormat } from './cell-values.ts';
import { type Limits, unpackedWithin } from './limits.ts';
import { mergedCellFiller, mergedColumns } from './merged-cells.ts';
import { readSharedStrings, type SheetContext, sheetRows } from './sheet.ts';
import { xmlEvents } from './xml.ts';

/** An open Excel workbook. */
export interface Workbook {
  /** In workbook order. */
  sheets: readonly { name: string; isHidden: boolean }[];
  /**
   * Streams the non-empty rows of a sheet, cells as text.
   * @param isFilled whether all rows of a merged cell in a column, from 0, have its value, and not only the first
   */
  rows(sheet: string, isFilled?: (column: number) => boolean): Promise<AsyncGenerator<string[]>>;
}

type Attributes = Record<string, string>;
interface Element {
  name: string;
  /** Parent element. */
  parent: string;
  attributes: Attributes;
}

/**
 * Reads the structure of an .xlsx file; finds its parts by their relationships, as ECMA-376-2 requires.
 * @throws {UnreadableUploadError} if a part is missing, damaged or too large
 */
export async function openWorkbook(archive: Archive, limits: Limits): Promise<Workbook> {
  const main = (await relationships('')).find(({ type }) => type === 'officeDocument')?.path;
  if (main?.endsWith('.bin'))
    throw new UnreadableUploadError('The file is a binary workbook (.xlsb): save it as .xlsx');
  if (main === undefined) throw new UnreadableUploadError('The Excel file has no workbook in it');
  const parts = await relationships(main);
  const elements = await readElements(main);
  const sheets = elements
    .filter(({ name }) => name === 'sheet')
    .map(({ attributes }) => ({
      name: attributes.name ?? '',
      isHidden: attributes.state !== undefined && attributes.state !== 'visible',
      part: parts.find(({ id, type }) => type === 'worksheet' && id === relationshipId(attributes)),
    }))
    .filter(({ part }) => part !== undefined);
  const flag = elements.find(({ name }) => name === 'workbookPr')?.attributes.date1904;
  const is1904 = flag === '1' || flag === 'true';

  function findPart(type: string): string | undefined {
    return parts.find((part) => part.type === type)?.path;
  }

  let opened: Promise<SheetContext> | undefined;
  const sharedContext = () => {
    opened ??= context();
    return opened;
  };

  async function context(): Promise<SheetContext> {
    const texts = findPart('sharedStrings');
    const styles = findPart('styles');
    return {
      sharedTexts: texts ? await readSharedStrings(read(texts, limits.sharedTextBytes), limits) : [],
      formats: styles ? cellFormats(await readElements(styles)) : [],
      is1904,
    };
  }

  function read(path: string, mostBytes: number): AsyncIterable<Buffer> {
    const entry = archive.entries.find((candidate) => candidate.path.toLowerCase() === path.toLowerCase());
    if (!entry) throw new UnreadableUploadError(`The Excel file lacks its part ${path}`);
    return unpackedWithin(entry.packedBytes, { ...limits, textBytes: mostBytes })(archive.read(entry.path));
  }

  async function readElements(path: string): Promise<Element[]> {
    const found: Element[] = [];
    const open: string[] = [];
    for await (const events of xmlEvents(read(path, limits.smallBytes))) {
      for (const event of events) {
        if (event.kind === 'close') open.pop();
        if (event.kind !== 'open') continue;
        found.push({ name: event.name, parent: open.at(-1) ?? '', attributes: event.attributes });
        open.push(event.name);
      }
    }
    return found;
  }

  async function relationships(source: string) {
    const folder = posix.dirname(source);
    const path = posix.join(folder, '_rels', `${posix.basename(source)}.rels`);
    return (await readElements(path))
      .filter(({ name }) => name === 'Relationship')
      .map(({ attributes: { Id: id = '', Type = '', Target = '' } }) => ({
        id,
        type: Type.slice(Type.lastIndexOf('/') + 1),
        path: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target),
      }));
  }

  return {
    sheets: sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    rows: async (sheet, isFilled) => {
      const path = sheets.find(({ name }) => name === sheet)?.part?.path ?? '';
      const xml = () => read(path, limits.textBytes * XML_PER_TEXT);
      const merged = isFilled ? [...(await mergedColumns(xml()))].filter(([column]) => isFilled(column)) : [];
      const complete = merged.length > 0 ? mergedCellFiller(new Map(merged)) : undefined;
      return sheetRows(xml(), await sharedContext(), limits, complete);
    },
  };
}

/** Maximum ratio of sheet XML to text, because of the tags around short numbers. */
const XML_PER_TEXT = 10;

/** The `r:id` attribute, whatever its prefix. */
function relationshipId(attributes: Attributes): string | undefined {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
}

function cellFormats(elements: readonly Element[]): CellFormat[] {
  const codes = new Map(
    elements
      .filter(({ name, parent }) => name === 'numFmt' && parent === 'numFmts')
      .map(({ attributes }) => [Number(attributes.numFmtId), attributes.formatCode]),
  );
  return elements
    .filter(({ name, parent }) => name === 'xf' && parent === 'cellXfs')
    .map(({ attributes }) => Number(attributes.numFmtId ?? 0))
    .map((id) => cellFormat(id, codes.get(id)));
}
