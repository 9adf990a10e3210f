/**
 * Whether a path is a route's path with these parameters and nothing else. If it is not, the gateway cut or split the path at
 * an encoded character, and the parameters may name something else than the client meant.
 * @param rawPath the path of the request, decoded or not, possibly behind the base path of a custom domain
 * @param template the route's path with `{parameters}`
 * @param parameters by name, as the gateway parsed them
 */
export function isWholePath(
  rawPath: string,
  template: string,
  parameters: Record<string, string | undefined>,
): boolean {
  const expected = template
    .split('/')
    .map((segment) => segment.replace(/^\{(.+)\}$/, (_, name) => parameters[name] ?? ''));
  const sent = rawPath.split('/').slice(1 - expected.length);
  return expected.slice(1).every((segment, index) => sent[index] === segment || decoded(sent[index] ?? '') === segment);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
