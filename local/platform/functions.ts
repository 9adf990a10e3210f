import { randomUUID } from 'node:crypto';

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** Calls a function by its folder below `functions/`, with a payload, as Lambda does. */
export type Invoke = (name: string, payload: unknown) => Promise<unknown>;

/** A function's error as Step Functions sees it: the error's name, and Lambda's report of it as the message. */
export class FunctionError extends Error {
  constructor(error: Error) {
    const trace = (error.stack ?? '').split('\n').slice(1, 6);
    super(JSON.stringify({ errorType: error.name, errorMessage: error.message, trace }));
    this.name = error.name;
  }
}

/**
 * Stands in for Lambda: runs the real handlers in this process. They read the environment when they are first called,
 * so it has to be set by then.
 * @param onError hears of every error, with the stack that its report leaves out
 * @param load finds a function's handler
 */
export function functionRunner(
  onError: (error: Error) => void = () => {},
  load: (name: string) => Promise<Handler> = importHandler,
): Invoke {
  const handlers = new Map<string, Promise<Handler>>();

  function findHandler(name: string): Promise<Handler> {
    const handler = handlers.get(name) ?? load(name);
    handlers.set(name, handler);
    return handler;
  }

  return async (name, payload) => {
    try {
      const handler = await findHandler(name);
      return asJson(await handler(asJson(payload), lambdaContext(name)));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      onError(error);
      throw new FunctionError(error);
    }
  };
}

async function importHandler(name: string): Promise<Handler> {
  const { handler } = await import(new URL(`../../functions/${name}/handler.ts`, import.meta.url).href);
  return handler;
}

/** What crosses into or out of a function is JSON, whatever is passed here. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

/** Without the time that remains: nothing here ends a function that takes long. */
const lambdaContext = (functionName: string) => ({ functionName, awsRequestId: randomUUID() });
