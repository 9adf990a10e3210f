import type { ApiResponse } from './response.ts';

/** Every kind of problem that the API returns: its status and its fixed title. */
export const problemKinds = {
  'invalid-request': [400, 'The request is not understood'],
  unauthorized: [401, 'A valid access token is needed'],
  forbidden: [403, 'The access token does not allow this'],
  'route-not-found': [404, 'There is nothing at this address'],
  'customer-not-found': [404, 'The customer is not known'],
  'tier-not-found': [404, 'The tier is not known'],
  'run-not-found': [404, 'The run is not known'],
  'what-if-not-found': [404, 'The question is not known'],
  'no-run-yet': [404, 'There are no tiers yet'],
  'no-quality-yet': [404, 'The run has not been looked into yet'],
  'run-not-complete': [409, 'The run has no files to read'],
  'listing-outdated': [409, 'The listing has been replaced'],
  'run-files-deleted': [410, 'The files of the run have been deleted'],
  'request-too-large': [413, 'The request is too large'],
  'export-too-large': [422, 'There is more than one answer holds'],
  'too-many-requests': [429, 'Too many requests at once'],
  'internal-error': [500, 'Something went wrong on our side'],
  'try-again': [503, 'The answer changed while it was read'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemKind = keyof typeof problemKinds;

/** The problem's `type`, by which clients distinguish the kinds. */
export const problemType = (kind: ProblemKind) => `urn:strata:problem:${kind}`;

/** An invalid field of a request. */
export interface FieldError {
  field: string;
  message: string;
}

/** An error whose message is returned to the client. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly kind: ProblemKind;
  /** Further members of the problem document. */
  readonly members: Record<string, unknown>;
  constructor(kind: ProblemKind, detail: string, members: Record<string, unknown> = {}) {
    super(detail);
    this.kind = kind;
    this.members = members;
  }
}

/**
 * Converts an error to a response; the only place that maps errors to statuses. Any error other than {@link ProblemError} is
 * internal, so its message is not returned.
 * @see RFC 9457, Problem Details for HTTP APIs
 */
export function problemResponse(error: unknown): ApiResponse {
  const { kind, message, members } =
    error instanceof ProblemError
      ? error
      : new ProblemError('internal-error', 'The request failed because of an internal error');
  const [status, title] = problemKinds[kind];
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: problemType(kind), title, status, detail: message, ...members }),
  };
}
