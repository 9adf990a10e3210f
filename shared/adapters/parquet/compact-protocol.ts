/**
 * Thrift's compact protocol, in which Parquet writes its metadata: enough to copy structs while some of their integers change.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
const type = {
  ...{ stop: 0, true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7 },
  ...{ binary: 8, list: 9, set: 10, map: 11, struct: 12 },
} as const;

/** What to do with fields of a struct, or of the structs of a list, by field id: all others are copied. */
export interface Edits {
  readonly [field: number]: Edits | 'omit' | ((value: number) => number);
}
type Edit = Edits[number] | undefined;

/** A field of a struct, with its value as it is encoded. */
export interface Field {
  id: number;
  type: number;
  value: Uint8Array;
}

/** Reads a buffer from front to back. */
class Input {
  at = 0;
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('Thrift data ends early');
    return byte;
  }
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('Thrift data ends early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  /** An unsigned integer of up to 53 bits. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Collects bytes. */
class Output {
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;
  put(...bytes: number[]): void {
    this.append(Uint8Array.from(bytes));
  }
  append(more: Uint8Array): void {
    if (this.length + more.length > this.bytes.length) {
      this.bytes = Buffer.concat([this.bytes], Math.max(2 * this.bytes.length, this.length + more.length));
    }
    this.bytes.set(more, this.length);
    this.length += more.length;
  }
  varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.put((rest % 128) + 128);
    this.put(rest);
  }
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }
  toBytes(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Splits a struct into its fields. @param bytes begin with the struct */
export function readFields(bytes: Uint8Array): Field[] {
  const input = new Input(bytes);
  const fields: Field[] = [];
  let last = 0;
  for (let head = input.byte(); head !== type.stop; head = input.byte()) {
    last = readFieldId(input, head, last);
    const start = input.at;
    copyValue(input, new Output(), head & 15, undefined);
    fields.push({ id: last, type: head & 15, value: bytes.subarray(start, input.at) });
  }
  return fields;
}

/** Encodes a struct. */
export function writeFields(fields: readonly Field[]): Uint8Array {
  const output = new Output();
  let last = 0;
  for (const field of fields) {
    writeFieldHead(output, field, last);
    output.append(field.value);
    last = field.id;
  }
  output.put(type.stop);
  return output.toBytes();
}

/** Decodes an integer of up to 53 bits. */
export const readInteger = (value: Uint8Array): number => new Input(value).signed();

export function writeInteger(value: number): Uint8Array {
  const output = new Output();
  output.signed(value);
  return output.toBytes();
}

/** The elements of a list of structs, edited, without the list's head. */
export function editStructs(list: Uint8Array, edits: Edits): { count: number; structs: Uint8Array } {
  const input = new Input(list);
  const { size, element } = readListHead(input);
  const output = new Output();
  for (let index = 0; index < size; index++) copyValue(input, output, element, edits);
  return { count: size, structs: output.toBytes() };
}

/** Encodes a list of structs. @param structs encoded, in any number of pieces */
export function writeStructs(count: number, structs: readonly Uint8Array[]): Uint8Array {
  const output = new Output();
  writeListHead(output, count, type.struct);
  for (const some of structs) output.append(some);
  return output.toBytes();
}

function readFieldId(input: Input, head: number, last: number): number {
  const delta = head >> 4;
  return delta === 0 ? input.signed() : last + delta;
}

function writeFieldHead(output: Output, field: Pick<Field, 'id' | 'type'>, last: number): void {
  const delta = field.id - last;
  if (delta > 0 && delta < 16) {
    output.put((delta << 4) | field.type);
  } else {
    output.put(field.type);
    output.signed(field.id);
  }
}

function readListHead(input: Input): { size: number; element: number } {
  const head = input.byte();
  return { size: head >> 4 === 15 ? input.varint() : head >> 4, element: head & 15 };
}

function writeListHead(output: Output, size: number, element: number): void {
  output.put((Math.min(size, 15) << 4) | element);
  if (size >= 15) output.varint(size);
}

function copyStruct(input: Input, output: Output, edits: Edits): void {
  let [last, lastWritten] = [0, 0];
  for (let head = input.byte(); head !== type.stop; head = input.byte()) {
    last = readFieldId(input, head, last);
    const edit = edits[last];
    if (edit === 'omit') {
      copyValue(input, new Output(), head & 15, undefined);
      continue;
    }
    writeFieldHead(output, { id: last, type: head & 15 }, lastWritten);
    lastWritten = last;
    copyValue(input, output, head & 15, edit);
  }
  output.put(type.stop);
}

function copyList(input: Input, output: Output, edit: Edit): void {
  const { size, element } = readListHead(input);
  writeListHead(output, size, element);
  for (let index = 0; index < size; index++) {
    // A boolean of a list is a byte; that of a field is in its head.
    if (element === type.true || element === type.false) output.put(input.byte());
    else copyValue(input, output, element, edit);
  }
}

function copyMap(input: Input, output: Output): void {
  const size = input.varint();
  output.varint(size);
  if (size === 0) return;
  const types = input.byte();
  output.put(types);
  for (let index = 0; index < size; index++) {
    copyValue(input, output, types >> 4, undefined);
    copyValue(input, output, types & 15, undefined);
  }
}

function copyVarint(input: Input, output: Output): void {
  const start = input.at;
  while (input.byte() >= 128);
  output.append(input.bytes.subarray(start, input.at));
}

function copyValue(input: Input, output: Output, kind: number, edit: Edit): void {
  switch (kind) {
    case type.true:
    case type.false:
      break;
    case type.byte:
      output.put(input.byte());
      break;
    case type.i16:
    case type.i32:
    case type.i64:
      if (typeof edit === 'function') output.signed(edit(input.signed()));
      else copyVarint(input, output);
      break;
    case type.double:
      output.append(input.take(8));
      break;
    case type.binary: {
      const length = input.varint();
      output.varint(length);
      output.append(input.take(length));
      break;
    }
    case type.list:
    case type.set:
      copyList(input, output, edit);
      break;
    case type.map:
      copyMap(input, output);
      break;
    case type.struct:
      copyStruct(input, output, typeof edit === 'object' ? edit : {});
      break;
    default:
      throw new RangeError(`Unknown Thrift type ${kind}`);
  }
}
