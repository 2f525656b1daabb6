declare const checked: unique symbol;

/** An id that is safe to log: letters, digits, hyphens and underscores, at most 64. No token looks like that. */
export type LoggedId = string & { readonly [checked]: true };

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Returns the text as a loggable id; `null` when it is not one. */
export function loggedId(text: string | null | undefined): LoggedId | null {
  return text !== null && text !== undefined && ID.test(text) ? asLoggedId(text) : null;
}

/** Guarantee: the text matched {@link ID}. */
function asLoggedId(text: string): LoggedId {
  return text as LoggedId;
}
