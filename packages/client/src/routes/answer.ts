/**
 * Casts a body to the type its route promises. Guarantee: the API's tests validate every answer against the schemas
 * these types come from. Validating here would ship those schemas to every browser.
 */
export function asPromised<Answer>(body: unknown): Answer {
  return body as Answer;
}
