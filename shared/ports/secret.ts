/** A secret's bytes, read on first use and then kept. */
export type Secret = () => Promise<Buffer>;
