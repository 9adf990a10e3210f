import { SaxesParser } from 'saxes';
import { UnreadableUploadError } from '../../../../shared/errors.ts';

/** XML parser events; names without their prefix. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string> }
  | { kind: 'text'; text: string }
  | { kind: 'close'; name: string };

/**
 * Parses XML as a stream. Does not expand entities of a document type: workbooks have none.
 * @throws {UnreadableUploadError} if it is not well-formed
 */
export async function* xmlEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<XmlEvent[]> {
  const parser = new SaxesParser();
  let events: XmlEvent[] = [];
  parser.on('opentag', ({ name, attributes }) => {
    events.push({ kind: 'open', name: bare(name), attributes: attributes as Record<string, string> });
  });
  parser.on('text', (text) => events.push({ kind: 'text', text }));
  parser.on('cdata', (text) => events.push({ kind: 'text', text }));
  parser.on('closetag', ({ name }) => events.push({ kind: 'close', name: bare(name) }));
  parser.on('error', (cause) => {
    throw new UnreadableUploadError('The Excel file holds XML that is damaged: save it again', { cause });
  });
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8');
    parser.write(decoder.decode(chunk, { stream: true }));
    yield events;
    events = [];
  }
  parser.close();
  yield events;
}

const bare = (name: string) => name.slice(name.indexOf(':') + 1);
