import { createServer, type IncomingMessage } from 'node:http';
import { listen, type Service } from './service.ts';

/** Operations by the name in `x-amz-target`, e.g. `AWSEvents.PutEvents`. */
export type Operations = Record<string, (input: Record<string, unknown>) => object | Promise<object>>;

/** An error that the SDK turns into the exception of this name. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Serves AWS operations to the SDK by the JSON protocol, for the services that have no package to stand in for them. */
export function startAwsJson(operations: Operations): Promise<Service> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(operations, request);
    response.writeHead(status, { 'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  return listen(server);
}

async function answer(operations: Operations, request: IncomingMessage): Promise<{ status: number; body: object }> {
  try {
    const target = String(request.headers['x-amz-target']);
    const operation = operations[target];
    if (!operation) throw new ServiceError('UnknownOperationException', `${target} is not embedded`);
    const input = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'));
    return { status: 200, body: await operation(input) };
  } catch (error) {
    if (error instanceof ServiceError) return { status: 400, body: { __type: error.type, message: error.message } };
    return { status: 500, body: { __type: 'InternalFailure', message: String(error) } };
  }
}
