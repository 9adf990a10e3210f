/** A usage error: printed without a stack trace; the process exits with {@link USAGE_EXIT}. */
export class CommandError extends Error {
  override name = 'CommandError';
}
