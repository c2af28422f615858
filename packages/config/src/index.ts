export { configurationJsonSchema } from "./configuration/configuration-schema.ts";
export type {
  AccountConfiguration,
  AssumeRoleConfiguration,
  CloudConfiguration,
  OrganizationConfiguration,
  ReadableAccountState,
} from "./configuration/cloud-configuration.ts";
export type { CrosstagConfiguration } from "./configuration/crosstag-configuration.ts";
export type {
  NotificationBody,
  NotificationConfiguration,
  NotificationField,
  NotificationFormat,
  NotificationObject,
} from "./configuration/notification-configuration.ts";
export { parseAccounts } from "./configuration/parse-accounts.ts";
export { parseConfiguration } from "./configuration/parse-configuration.ts";
export { readConfigurationFile, withPathsFrom } from "./configuration/read-configuration-file.ts";
export type { ConfigurationFile } from "./configuration/read-configuration-file.ts";
export { describeIssues } from "./documents/describe-issues.ts";
export type { DocumentWords } from "./documents/describe-issues.ts";
export { offsetOf } from "./documents/entry-at.ts";
export { fieldDescription, knownKeys } from "./documents/known-keys.ts";
export { DocumentError, problemsError } from "./documents/problems-error.ts";
export type { DocumentProblem, ProblemPart } from "./documents/problems-error.ts";
export { readDocument } from "./documents/read-document.ts";
export type { ReadDocument } from "./documents/read-document.ts";
