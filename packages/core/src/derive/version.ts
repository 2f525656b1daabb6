/**
 * The version of the derivation rules. Raise it with every change of a rule or measure that changes the answers for
 * the same events: whatever an older version stored is derived again once, in the background, service by service.
 *
 * `version.test.ts` requires it if the answers to the fixtures change.
 *
 * 1: everything before versions were stored. 2: the rules of ties, gone services and causes, and the critical path in
 * rollups. 3: ties are decided by what was open before a millisecond in which something begins and something ends.
 * 4: the same answers; what is stored since is in the days of its project.
 */
export const DERIVATION_VERSION = 4;
