export { AccountGuard } from "./account-guard.ts";
export type { AccountQuestions } from "./account-guard.ts";
export { oneOf, positiveInteger, resolveAssumptions, trueOrFalse } from "./assumptions.ts";
export type { AssumptionForm } from "./assumptions.ts";
export { readCaBundle } from "./ca-bundle.ts";
export { checkFleetSession } from "./check-fleet-session.ts";
export type { SessionRules } from "./check-fleet-session.ts";
export { configurationErrorFor } from "./configuration-error.ts";
export type { ConfigurationError } from "./configuration-error.ts";
export { credentialNetworkProblem } from "./credential-network-problem.ts";
export { CONNECTIONS_TO_HOST } from "./connections-to-host.ts";
export { readCredentialCommand } from "./credential-output.ts";
export type { CredentialCommandOptions, CredentialOutput } from "./credential-output.ts";
export { CredentialProblem } from "./credential-problem.ts";
export type { CredentialProblemKind } from "./credential-problem.ts";
export { CredentialSupply } from "./credential-supply.ts";
export type {
  CredentialGuard,
  CredentialLifetime,
  CredentialOrigin,
  CredentialSource,
  CredentialSupplyOptions,
} from "./credential-supply.ts";
export { credentialsTimeoutMsOf } from "./credentials-timeout.ts";
export { CLOCK_PRECISION_MS, describeClock } from "./describe-clock.ts";
export { describeDenial } from "./denial.ts";
export type { Denial, DenialWords } from "./denial.ts";
export { parseEndpoint } from "./endpoint.ts";
export type { EndpointRules } from "./endpoint.ts";
export { explainNetworkFailure } from "./explain-network-failure.ts";
export type { NetworkFailure } from "./explain-network-failure.ts";
export { callForFleet, FleetCallError } from "./fleet-call-error.ts";
export { FleetCredentials } from "./fleet-credentials.ts";
export type { FleetCredentialParts, FleetForms } from "./fleet-credentials.ts";
export { foreignAnswerFailure } from "./foreign-answer.ts";
export type { ForeignAnswer } from "./foreign-answer.ts";
export { refuseSettingsOfClient } from "./given-client.ts";
export { HttpTransportError } from "./http-transport-error.ts";
export type { HttpTransportDetails } from "./http-transport-error.ts";
export { identifyCaller } from "./identify-caller.ts";
export type { CallerSources } from "./identify-caller.ts";
export { JsonCallError, jsonFailure, jsonObjectIn, jsonTextIn } from "./json-call.ts";
export type { JsonFailures, JsonObject } from "./json-call.ts";
export { listByParent } from "./list-by-parent.ts";
export type { ListedPage, ParentLists } from "./list-by-parent.ts";
export { isLoopback, plainHttpError } from "./loopback.ts";
export { isBeforeSending, isCertificateProblem, isNetworkCode, networkCodeOf } from "./network-code.ts";
export { credentialFailure, ownFailure, unknownFailure } from "./own-failure.ts";
export { prepareFleet, scopeSettings } from "./prepare-fleet.ts";
export type { PreparedFleet, SharedSettings } from "./prepare-fleet.ts";
export { ProxyError } from "./proxy-error.ts";
export { describeProxy, proxyFor } from "./proxy-for.ts";
export type { Proxy } from "./proxy-for.ts";
export { withOwnRates } from "./quota-rates.ts";
export { checkRegionForm, notARegion } from "./region.ts";
export type { RegionForm } from "./region.ts";
export { roleFleet } from "./role-fleet.ts";
export type { FleetCloud, ScopeAccess } from "./role-fleet.ts";
export { RoleSessions } from "./role-sessions.ts";
export type { RoleQuestion, RoleSession, RoleSessionsOptions, RoleSource } from "./role-sessions.ts";
export { sharedFailure } from "./shared-failure.ts";
export { TokenServiceError } from "./token-service-error.ts";
export { noAnswerInTime, transportFailure } from "./transport-failure.ts";
export { walkUnits } from "./walk-units.ts";
export type { UnitReader } from "./walk-units.ts";
