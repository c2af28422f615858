/*
 * What the packages of this repository share. Not for users: it changes without notice, in every release.
 */
export { KeeperTime } from "./calls/keeper-time.ts";
export { LeasedTurns } from "./calls/leased-turns.ts";
export { QuotaLedger } from "./calls/quota-ledger.ts";
export type { QuotaLedgerState } from "./calls/quota-ledger.ts";
export type { TurnLease, TurnSource } from "./calls/turn-source.ts";
export { coverCells } from "./covering/cover-cells.ts";
export type { CoverProblem, CoverRow } from "./covering/cover-problem.ts";
export { exhaustiveCover } from "./covering/exhaustive-cover.ts";
export { isAccount, selectsCloud, selectsFleetPart } from "./desired/cloud-name.ts";
export { compileGlobs, compileTagConditions, matchesAnyGlob, matchesGlob } from "./desired/matches-glob.ts";
export type { TagConditions } from "./desired/matches-glob.ts";
export { factsOfDescription } from "./desired/fact-condition.ts";
export type { ResourceFacts } from "./desired/fact-condition.ts";
export { checkConditions, compileConditions } from "./desired/resource-conditions.ts";
export type { CompiledConditions, MisplacedCondition } from "./desired/resource-conditions.ts";
export { RESOURCE_STATES } from "./model/resource-description.ts";
export { listTags, toTagSet } from "./model/tag-set.ts";
export { isResourceKind } from "./model/reference.ts";
export { factsOfReference, idOfShortName } from "./model/facts-of-reference.ts";
export type { NamingCloud } from "./model/facts-of-reference.ts";
export { itemAt, known } from "./batching/batches.ts";
export { policyDocuments } from "./plan/policy-documents.ts";
export { policyTagKeys } from "./plan/policy-tag-keys.ts";
export { SOFTWARE_TAGS, softwareBehind } from "./plan/software-tags.ts";
export type { SoftwareTags } from "./plan/software-tags.ts";
export { planWithinLimit } from "./run/plan-within-limit.ts";
export { checkResultingLookAlikes, looksLike } from "./rules/check-tag-list.ts";
export { LENGTH_UNIT_NAMES } from "./rules/text-problem.ts";
export { capitalize } from "./text/capitalize.ts";
export { csvCell, guardCell, unguardCell } from "./text/csv-cell.ts";
export { fieldsOf, hasFields } from "./text/fields-of.ts";
export { isList, isMap, jsonOf } from "./text/json-of.ts";
export { systemReason } from "./text/system-reason.ts";
export { UNSEEN_SOURCE, hasUnseen, jsonText, replaceUnseen, withoutLineCommands } from "./text/unseen.ts";
export { xmlAttribute, xmlText } from "./text/xml-text.ts";
