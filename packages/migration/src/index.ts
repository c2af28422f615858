export { transferTags } from "./transfer/transfer-tags.ts";
export type { DropReason, DroppedTag, Transfer, TransferProblem, TransferRequest } from "./transfer/transfer-tags.ts";
export { diffInventories, diffTags } from "./inventory/diff-inventories.ts";
export type { InventoryDifference, TagDifference, UnlistedPart, UnlistedSides } from "./inventory/diff-inventories.ts";
export {
  INVENTORY_COLUMNS,
  OPTIONAL_COLUMNS,
  csvLine,
  inventoryCsv,
  readInventoryRows,
} from "./inventory/inventory-csv.ts";
export type { InventoryRow } from "./inventory/inventory-csv.ts";
export { isRead } from "./inventory/inventory-entry.ts";
export type {
  InventoryEntry,
  InventoryResource,
  ReadInventoryEntry,
  UnreadInventoryEntry,
} from "./inventory/inventory-entry.ts";
export { parseInventoryRecord } from "./inventory/parse-inventory-record.ts";
export { ENCODING_NAMES, type EncodingName } from "./mapping/encodings.ts";
export type { MappedTag, MappingStep } from "./mapping/map-tag.ts";
export type { KeyMapping, Mapping, ResourceMatch, ResourcePair, TextMapping, ValueMapping } from "./mapping/mapping.ts";
export { reverseMapping } from "./mapping/reverse-mapping.ts";
export type { LossyPart, ReversedMapping } from "./mapping/reverse-mapping.ts";
export type { MatchProblem } from "./matching/match-problem.ts";
export { matchResources } from "./matching/match-resources.ts";
export type { Match, MatchSide, MatchedPair } from "./matching/match-resources.ts";
export { checkPortability } from "./portability/check-portability.ts";
export type {
  Portability,
  PortabilityCloud,
  PortabilityResult,
  PortabilitySubject,
  TagPortability,
} from "./portability/check-portability.ts";
export type { Remedy } from "./portability/find-remedy.ts";
export type { SpellingSuggestion } from "./portability/suggest-spelling.ts";
export { suggestMapping } from "./portability/suggest-mapping.ts";
export { proveRoundTrip } from "./verify/prove-round-trip.ts";
export type { RoundTrip, RoundTripRequest } from "./verify/prove-round-trip.ts";
export { verifyMigration } from "./verify/verify-migration.ts";
export type { TagMismatch, Verification, VerifyRequest } from "./verify/verify-migration.ts";
