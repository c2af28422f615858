export type {
  AdapterOptionsProblem,
  AdapterOptionsSchema,
  StandardSchema,
  StandardSchemaResult,
} from "./driver/adapter-options.ts";
export { onCallEnd } from "./driver/call-context.ts";
export type { CallContext } from "./driver/call-context.ts";
export type { CallLimit, CallLimits, CallLimitsByKind, CallShape, CallShapesByKind } from "./driver/call-limits.ts";
export { DEFAULT_CALL_TIMEOUT_SECONDS, callTimeoutMsOf } from "./driver/call-timeout.ts";
export { DRIVER_OPERATIONS, OPTIONAL_METHODS, OPTIONAL_OPERATIONS } from "./driver/capabilities.ts";
export type {
  Capabilities,
  Capability,
  DriverOperation,
  DriverMethod,
  OptionalMethod,
  OptionalOperation,
  WireOperation,
  WriteMethod,
} from "./driver/capabilities.ts";
export { driverMethod } from "./driver/driver-method.ts";
export type { DriverWith } from "./driver/driver-method.ts";
export type { Failure } from "./driver/failure.ts";
export type {
  AccountState,
  CallSender,
  FleetAccountAccess,
  FleetConnection,
  FleetRole,
  FleetScopeSettings,
  FleetSessionSettings,
  FleetSettings,
  ListedAccount,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
} from "./driver/fleet-connection.ts";
export type { AdapterService, CloudSettings, DriverSettings, KmsAdapter } from "./driver/kms-adapter.ts";
export { DRIVER_CONTRACT } from "./driver/kms-driver.ts";
export type { KmsDriver, UnreadableClouds } from "./driver/kms-driver.ts";
export type {
  ChangeTagsCall,
  DeleteKeyMaterialCall,
  DescribeResourceCall,
  ListAliasesCall,
  ListKeyMaterialsCall,
  ListResourcesCall,
  ReadAccessPolicyCall,
  ReadLastUseCall,
  ReadQuotasCall,
  ReadTagsCall,
  RemoveTagsCall,
  ReplaceTagsCall,
  WriteTagsCall,
} from "./driver/driver-calls.ts";
export type {
  AccessPolicy,
  AliasPage,
  AliasRow,
  CallReceipt,
  CallerIdentity,
  DeleteKeyMaterialReceipt,
  KeyMaterialList,
  LastUseReceipt,
  QuotaPage,
  ReplaceReceipt,
  ResourceFailure,
  ResourcePage,
  TagPage,
  TagRow,
  WriteReceipt,
} from "./driver/driver-receipts.ts";
export type { KeyMaterialDeletion } from "./driver/key-material-deletion.ts";
export type { ConsoleResource, KindProfile, KmsProfile, PolicyLanguage } from "./driver/kms-profile.ts";
export type { Permission, Permissions } from "./driver/permissions.ts";
export type { Quota, QuotaRates } from "./driver/quota.ts";
export { stateRuleOf } from "./driver/state-rule-of.ts";
export type { ResourceInState } from "./driver/state-rule-of.ts";
export type { StateRule } from "./driver/state-rule.ts";
export { replacesTags } from "./driver/write-style.ts";
export type { WriteStyle } from "./driver/write-style.ts";
export { CrosstagError, rawCauseOf } from "./model/crosstag-error.ts";
export type { CrosstagErrorDetails, ErrorCode, RetryClass } from "./model/crosstag-error.ts";
export type { Provenance } from "./model/provenance.ts";
export type {
  DriverScope,
  ParsedReference,
  ReferenceFacts,
  ReferenceGrammar,
  ReferenceProblem,
  Reference,
  ResourceKind,
} from "./model/reference.ts";
export { findKind, firstKind, kindsOf, pluralOf } from "./driver/kinds-of.ts";
export { resourceIdentity } from "./model/reference.ts";
export type {
  KeyFacts,
  KeyLastUse,
  KeyMaterialDescription,
  ResourceDescription,
  ResourceManager,
  ResourceState,
} from "./model/resource-description.ts";
export { toTagRecord } from "./model/tag-set.ts";
export type { Tag, TagInput, TagRecord, TagSet } from "./model/tag-set.ts";
export { rulesFor } from "./rules/check-tags.ts";
export type {
  CaseCollisionRule,
  CharacterRule,
  CountRule,
  LengthRule,
  LetterCaseRule,
  LengthUnit,
  ReservedPrefixRule,
  TagRule,
  TagRules,
} from "./rules/tag-rules.ts";
