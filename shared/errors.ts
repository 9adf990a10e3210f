/**
 * An error that trying again cannot mend: the upload, the policy or the request has to change.
 * `name` is a literal in each class because Lambda reports it as `errorType`, Step Functions matches it
 * exactly, and a minifier would ruin a name taken from the class.
 */
export class InputError extends Error {
  override name = 'InputError';
}

/** The columns of an upload could not be told apart: says what was found, what was needed and the mapping to write. */
export class MissingColumnsError extends InputError {
  override name = 'MissingColumnsError';
  readonly found: readonly string[];
  readonly needed: readonly string[];
  constructor(message: string, found: readonly string[], needed: readonly string[]) {
    super(message);
    this.found = found;
    this.needed = needed;
  }
}

/** Two columns of an upload fit one meaning equally well: says which, and the mapping that decides between them. */
export class AmbiguousColumnsError extends InputError {
  override name = 'AmbiguousColumnsError';
  readonly field: string;
  readonly candidates: readonly string[];
  constructor(message: string, field: string, candidates: readonly string[]) {
    super(message);
    this.field = field;
    this.candidates = candidates;
  }
}

/** An upload without a single data row. */
export class EmptyUploadError extends InputError {
  override name = 'EmptyUploadError';
}

/** An upload that is no text table: binary, broken compression, wrong encoding. */
export class UnreadableUploadError extends InputError {
  override name = 'UnreadableUploadError';
}

/** A dataset that is known by name but not taken in. */
export class UnsupportedDatasetError extends InputError {
  override name = 'UnsupportedDatasetError';
}

/** A policy that breaks its schema; the message names each field. */
export class PolicyError extends InputError {
  override name = 'PolicyError';
}

/** Nothing to segment: no customer has a purchase on or before `asOf`. */
export class NoOrdersError extends InputError {
  override name = 'NoOrdersError';
}

/** What a run would take in does not look right: it is held until someone accepts it, mends it or takes it away. */
export class GateError extends InputError {
  override name = 'GateError';
}

/** Every input error's name, as the state machine's retriers list them. */
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
