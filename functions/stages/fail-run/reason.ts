/** What the state machine caught. */
export interface Caught {
  Error: string;
  Cause: string;
}

const failedItem = /ITEM_FAILED/g;
const errorType = /errorType\\*":\s*\\*"(?<type>[^"\\]+)/;
const errorMessage = /errorMessage\\*":\s*\\*"(?<message>.*?)\\*"\s*(?:,\s*\\*"(?:trace|stackTrace)|\})/s;

/**
 * The error's name and message, out of the wrappings of Step Functions: Lambda reports an error as JSON, a map puts that
 * as text into the JSON of its items. Quotes may be escaped any number of times, so the text is searched, not parsed;
 * of several failed items the first speaks for all.
 */
export function failureReason({ Error: error, Cause: cause }: Caught): { error: string; message: string } {
  const failed = cause.match(failedItem)?.length ?? 0;
  const message = errorMessage.exec(cause)?.groups?.message ?? cause;
  const plain = message.replaceAll(/\\+(["'])/g, '$1').replaceAll(/\\+n/g, '\n');
  return {
    error: errorType.exec(cause)?.groups?.type ?? error,
    message: failed > 1 ? `${plain} (${failed} items failed)` : plain,
  };
}
