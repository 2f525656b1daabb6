import type { StoreReader } from "@deploy-lens/store/reader";

export type Archive = StoreReader;

export type LazyArchive = () => Promise<Archive>;
