/**
 * Other workers kept changing the same service until the attempts were used up. Nothing is lost or half counted: run
 * it again later.
 */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
  readonly attempts: number;

  constructor({ what, attempts }: { what: string; attempts: number }, options?: ErrorOptions) {
    super(`${what} was changed by others in each of ${attempts} attempts: try again later`, options);
    this.attempts = attempts;
  }
}

/** A single record (an event's text, a deployment) that exceeds DynamoDB's item size. */
export class RecordTooLargeError extends Error {
  override readonly name = "RecordTooLargeError";

  /** @param what Which record. @param bytes What it would take, packed. @param maxBytes What an item holds. */
  constructor(what: string, bytes: number, maxBytes: number) {
    super(`${what} takes ${bytes} bytes packed; an item holds at most ${maxBytes}`);
  }
}

/** A cursor that this store did not create, or that belongs to another list. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";

  constructor(cursor: string) {
    super(`"${cursor.slice(0, 40)}" is not a cursor of this list: start again without one`);
  }
}

/** An id that cannot be part of a key. */
export class InvalidIdError extends Error {
  override readonly name = "InvalidIdError";

  constructor(what: string, id: string) {
    super(`${JSON.stringify(id.slice(0, 80))} cannot be a ${what} id: 1 to 128 of A-Z a-z 0-9 _ . -`);
  }
}

/** An item in the table that this version did not write and cannot read. */
export class UnreadableItemError extends Error {
  override readonly name = "UnreadableItemError";

  constructor({ key, reason }: { key: string; reason: string }, options?: ErrorOptions) {
    super(`The item ${key} cannot be read: ${reason}`, options);
  }
}

/** DynamoDB repeatedly left part of a batch unread, because the table or the index is throttled. Retry later. */
export class ThrottledError extends Error {
  override readonly name = "ThrottledError";

  constructor(keys: number, attempts: number) {
    super(`DynamoDB left ${keys} items unread in each of ${attempts} attempts: try again later`);
  }
}

/** DynamoDB refused a request; the message quotes only the exception's name. */
export class RefusedCallError extends Error {
  override readonly name = "RefusedCallError";
  readonly status: number;
  readonly exception: string;

  constructor({ operation, status, exception }: { operation: string; status: number; exception: string }) {
    super(`DynamoDB answered ${operation} with ${status} (${exception})`);
    this.status = status;
    this.exception = exception;
  }
}
