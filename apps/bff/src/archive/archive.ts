import type { StoreReader } from "@deploy-lens/store/reader";

/** What this app asks of the table. */
export type Archive = StoreReader;

/** Gives the archive; the first call loads what talks to DynamoDB. */
export type LazyArchive = () => Promise<Archive>;
