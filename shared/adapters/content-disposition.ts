/**
 * The value of a `Content-Disposition` header that saves a response under a file name.
 * @see RFC 6266, and RFC 8187 for names beyond ASCII
 */
export function attachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^ -~]|["\\%]/g, '_');
  return ascii === fileName
    ? `attachment; filename="${fileName}"`
    : `attachment; filename="${ascii}"; filename*=UTF-8''${extendedValue(fileName)}`;
}

const extendedValue = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
