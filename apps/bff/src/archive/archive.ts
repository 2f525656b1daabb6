import type { StoreReader } from "@deploy-lens/store/reader";

/** What this app reads from the table. */
export type Archive = StoreReader;

export type LazyArchive = () => Promise<Archive>;
