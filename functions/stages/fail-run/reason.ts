/** The error that the state machine caught. */
export interface Caught {
  Error: string;
  Cause: string;
}

/** A failed item of a map, with the reason that its function recorded. */
export interface ItemFailure {
  name: string;
  message: string;
}

const failedItem = /ITEM_FAILED (?<name>[^"\\]+)/;
const errorType = /errorType\\*":\s*\\*"(?<type>[^"\\]+)/;
const errorMessage = /errorMessage\\*":\s*\\*"(?<message>.*?)\\*"\s*(?:,\s*\\*"(?:trace|stackTrace)|\})/s;
const KILLED = 'The function ended before it could report a reason, most often for lack of memory or time';

/**
 * Finds the error's name and message. Lambda reports an error as JSON, in which quotes may be escaped at any depth, so the text is
 * searched rather than parsed. The state machine knows only the error names of failed items; of several, the first that
 * recorded its reason is used.
 * @param failures failed items, from the lake
 */
export function failureReason(
  { Error: error, Cause: cause }: Caught,
  failures: readonly ItemFailure[] = [],
): { error: string; message: string } {
  const itemError = failedItem.exec(cause)?.groups?.name;
  if (itemError !== undefined) return itemsReason(itemError, failures);
  const message = errorMessage.exec(cause)?.groups?.message ?? cause;
  return {
    error: errorType.exec(cause)?.groups?.type ?? error,
    message: message.replaceAll(/\\+(["'])/g, '$1').replaceAll(/\\+n/g, '\n'),
  };
}

function itemsReason(itemError: string, failures: readonly ItemFailure[]) {
  const [first = { name: itemError, message: KILLED }] = failures;
  const others = failures.filter(({ message }) => message !== first.message).length;
  const count = others > 0 ? ` (${others} others failed for other reasons)` : '';
  return { error: first.name, message: `${first.message}${count}` };
}
