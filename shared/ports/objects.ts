import type { Readable } from 'node:stream';

/** An object in a listing. */
export interface StoredObject {
  key: string;
  /** Changes whenever the object is written with other content. */
  etag: string;
  bytes: number;
  /** ISO 8601, UTC. */
  lastModified: string;
}

/**
 * A bucket of objects. Readers see an object whole, before or after a write, and never in between. Keys are any text of 1 to
 * 1,024 bytes of UTF-8; S3 cannot list control characters. Reading an object that does not exist is an error.
 */
export interface ObjectStore {
  /** All objects with a key prefix, in the order of the keys' UTF-8 bytes. */
  list(prefix: string): Promise<StoredObject[]>;

  /** A JSON document, or undefined if it does not exist. @param parse default: `JSON.parse` */
  getJson(key: string, parse?: (text: string) => unknown): Promise<unknown>;

  putJson(key: string, value: unknown): Promise<void>;

  /** The bytes of an object from `start` (inclusive, less than the object's size) to `end` (exclusive). */
  readRange(key: string, start: number, end: number): Promise<Readable>;

  /**
   * Provides an object's current content as a local file, without copying it where possible. The content stays the same
   * when the object is overwritten or deleted.
   * @param scratch where the file appears; for reading only, since it may be the stored file itself
   * @param bytes the object's size, if known
   */
  fileFor(key: string, scratch: string, bytes?: number): Promise<void>;

  /** Copies an object to a local file, for any use. @param bytes its size, if known */
  download(key: string, file: string, bytes?: number): Promise<void>;

  /** Copies a local file into the store. */
  upload(file: string, key: string, contentType: string): Promise<void>;

  /** Moves a local file into the store; the file is gone afterwards. */
  store(file: string, key: string, contentType: string): Promise<void>;

  /**
   * Writes what a stream yields as an object; nothing if the stream fails.
   * @param content up to 80 GB
   * @returns the number of bytes
   */
  receive(content: AsyncIterable<Uint8Array>, key: string, contentType: string): Promise<{ bytes: number }>;

  /** Gives an object of at most 5 GB another key, replacing what is there. */
  move(key: string, target: string): Promise<void>;

  /** Deletes objects; ignores keys that do not exist. */
  remove(keys: readonly string[]): Promise<void>;
}

/** A URL that works for a limited time, for clients without credentials of their own. */
export interface ObjectLink {
  url: string;
  /** ISO 8601, UTC. */
  expires_at: string;
}

/** Creates links to the objects of one bucket. A link is bound to its method, its key and its expiry. */
export interface ObjectLinks {
  /** A link that downloads an object under a file name. */
  downloadLink(key: string, fileName: string): Promise<ObjectLink>;

  /** A link that uploads an object of exactly this size in bytes. */
  uploadLink(key: string, bytes: number): Promise<ObjectLink>;
}
