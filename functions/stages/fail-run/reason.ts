/** The error that the state machine caught. */
export interface Caught {
  Error: string;
  Cause: string;
}

const failedItem = /ITEM_FAILED/g;
const errorType = /errorType\\*":\s*\\*"(?<type>[^"\\]+)/;
const errorMessage = /errorMessage\\*":\s*\\*"(?<message>.*?)\\*"\s*(?:,\s*\\*"(?:trace|stackTrace)|\})/s;

/**
 * Extracts the error's name and message from the nested causes of Step Functions: Lambda reports an error as JSON, and a map
 * embeds that as text in the JSON of its items. Quotes may be escaped at any depth, so the text is searched rather than parsed;
 * of several failed items, the first is used.
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
