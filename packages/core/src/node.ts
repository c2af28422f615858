export * from "./node/evidence-journal.ts";
export { readChain } from "./node/hash-chain.ts";
export type { ChainState, ChainedRecord } from "./node/hash-chain.ts";
