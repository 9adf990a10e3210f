/**
 * An error that a retry cannot fix: the upload, the policy or the request has to change. Each class sets `name` to a literal,
 * because Lambda reports it as `errorType`, Step Functions matches it exactly, and minification changes class names.
 */
export class InputError extends Error {
  override name = 'InputError';
}

/** Which column of a file is which field of a dataset, where the file does not settle it. */
export interface ColumnQuestion {
  dataset: string;
  fields: {
    field: string;
    /** The columns that may be the field, the likeliest first, each with up to three values, masked. */
    candidates: { header: string; values: string[] }[];
  }[];
}

/** An upload whose columns leave open what they are. Its question may be put to a person. */
export abstract class ColumnsError extends InputError {
  readonly question: ColumnQuestion | undefined;
  constructor(message: string, question?: ColumnQuestion) {
    super(message);
    this.question = question;
  }
}

/** Required columns were not found. The message lists the found and the needed columns and the mapping to add to the policy. */
export class MissingColumnsError extends ColumnsError {
  override name = 'MissingColumnsError';
  readonly found: readonly string[];
  readonly needed: readonly string[];
  constructor(message: string, found: readonly string[], needed: readonly string[], question?: ColumnQuestion) {
    super(message, question);
    this.found = found;
    this.needed = needed;
  }
}

/** Two columns match one field equally well. The message names them and the mapping that decides. */
export class AmbiguousColumnsError extends ColumnsError {
  override name = 'AmbiguousColumnsError';
  readonly field: string;
  readonly candidates: readonly string[];
  constructor(message: string, field: string, candidates: readonly string[], question?: ColumnQuestion) {
    super(message, question);
    this.field = field;
    this.candidates = candidates;
  }
}

/** An upload without data rows. */
export class EmptyUploadError extends InputError {
  override name = 'EmptyUploadError';
}

/** An upload that is not a readable table, such as binary data, damaged compression or a wrong encoding. */
export class UnreadableUploadError extends InputError {
  override name = 'UnreadableUploadError';
}

/** A known dataset that is not supported. */
export class UnsupportedDatasetError extends InputError {
  override name = 'UnsupportedDatasetError';
}

/** An invalid policy; the message names each invalid field. */
export class PolicyError extends InputError {
  override name = 'PolicyError';
}

/** Nothing to segment: no customer has a purchase on or before `asOf`. */
export class NoOrdersError extends InputError {
  override name = 'NoOrdersError';
}

/** The gate has findings about the uploads: the run is held until they are accepted, corrected or removed. */
export class GateError extends InputError {
  override name = 'GateError';
}

/** The run has been taken over: a newer one has begun, and this one must not write any more. */
export class StaleRunError extends Error {
  override name = 'StaleRunError';
  constructor(runId: string, options?: ErrorOptions) {
    super(`Run ${runId} stops: a newer run has begun`, options);
  }
}

/** The names of all input errors, which the state machine's retriers exclude from retries. */
export const inputErrorNames = [
  'InputError',
  'MissingColumnsError',
  'AmbiguousColumnsError',
  'EmptyUploadError',
  'UnreadableUploadError',
  'UnsupportedDatasetError',
  'PolicyError',
  'NoOrdersError',
  'GateError',
] as const;
