declare const checked: unique symbol;

/** An id that may stand in a log line: letters, digits, hyphens and underscores, 64 at most. No token looks like that. */
export type LoggedId = string & { readonly [checked]: true };

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Takes a text as an id for the log; `null` when it does not look like one. */
export function loggedId(text: string | null | undefined): LoggedId | null {
  return text !== null && text !== undefined && ID.test(text) ? asLoggedId(text) : null;
}

/** Guarantee: the text matched {@link ID}. */
function asLoggedId(text: string): LoggedId {
  return text as LoggedId;
}
