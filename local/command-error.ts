/** What the user typed cannot be done; told without a stack, and ends with {@link USAGE_EXIT}. */
export class CommandError extends Error {
  override name = 'CommandError';
}
