// The URL Standard's query string, which every browser and JavaScript server has as a global. Core is compiled without
// the types of either, so that nothing else of theirs slips in; packages compiled with those types use theirs.
declare interface URLSearchParams extends Iterable<[string, string]> {
  append(name: string, value: string): void;
  toString(): string;
}
declare const URLSearchParams: new (pairs?: readonly (readonly [string, string])[]) => URLSearchParams;
