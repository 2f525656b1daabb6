/**
 * The version of the rules of derivation. Raise it with every change of a rule or of a measure that gives other answers for the
 * same events: what is stored by a lower one is derived again, in the background, service by service, once.
 *
 * `version.test.ts` demands it where the answers to the fixtures change.
 *
 * 1 is everything before versions were stored; 2 has the rules of ties, gone services and causes, and the critical path in
 * rollups; 3 asks what was open before a millisecond in which something begins and something ends.
 */
export const DERIVATION_VERSION = 3;
