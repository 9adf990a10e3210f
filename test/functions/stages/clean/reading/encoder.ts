/** Encodes text in a one- or two-byte encoding by inverting its decoder. */
export function encoder(encoding: string): (text: string) => Buffer {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const codes = new Map<string, Buffer>();
  const add = (...bytes: number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !codes.has(text)) codes.set(text, Buffer.from(bytes));
    } catch {
      // These bytes are no character.
    }
  };
  for (let one = 0; one < 256; one += 1) add(one);
  for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) add(lead, trail);
  return (text) =>
    Buffer.concat(
      Array.from(text, (character) => {
        const code = codes.get(character);
        if (!code) throw new Error(`${encoding} has no ${character}`);
        return code;
      }),
    );
}
