export { allowHosts, isLoopbackHost } from "./access/allowed-hosts.ts";
export { allowOrigins } from "./access/allowed-origins.ts";
export { openAccess } from "./access/open-access.ts";
export type { Access, AccessInputs, OpenedAccessKey } from "./access/open-access.ts";
export type { PermittedCaller } from "./access/permitted-caller.ts";
export { maySeeResource } from "./access/may-see-resource.ts";
export { readAccessFile } from "./access/read-access-file.ts";
export type { ReadAccessFile } from "./access/read-access-file.ts";
export { resourcePlaces } from "./access/resource-places.ts";
export type { PlacedClouds, PlaceOptions, ResourcePlaces } from "./access/resource-places.ts";
export { createToken, hashToken } from "./access/token.ts";
export type { NewToken } from "./access/token.ts";
export type { Caller, ResourcePlace } from "./caller.ts";
export { createService } from "./create-service.ts";
export type { Service, ServiceOptions } from "./create-service.ts";
export { problemOf } from "./http/problem-of.ts";
export type { Problem } from "./http/problem-of.ts";
export type { RequestLife, RequestLimits, RequestLives } from "./http/request-lives.ts";
export type { ServiceEnvironment } from "./http/service-environment.ts";
export { ServiceError } from "./http/service-error.ts";
export type { ServiceErrorDetails } from "./http/service-error.ts";
export type { HandlerAnswer, OperationHandler, ServiceCall, ServiceEvent } from "./operation-handler.ts";
export type { ServiceContext } from "./service-context.ts";
export type { AwsWireOptions, ErrorNames, WireKey } from "./aws-wire/aws-wire-options.ts";
export { keyMaterialDeletions } from "./key-material/key-material-deletions.ts";
export type {
  Confirmation,
  DeletionOptions,
  KeyMaterialDeletions,
  Look,
  LookRequest,
} from "./key-material/key-material-deletions.ts";
export { openServiceState } from "./service-state.ts";
export type { ServiceState, ServiceStateOptions } from "./service-state.ts";
export type { CutOffWrite } from "./writes/cut-off-writes.ts";
export type { DirectWrites, UnrecordedWrite } from "./writes/direct-writes.ts";
export type { WritingCall, WrittenBy } from "./writes/written-by.ts";
export type { RunNote } from "./runs/run-note.ts";
export { runService } from "./run-service.ts";
export type { OpenedClouds, RunServiceOptions } from "./run-service.ts";
export { startService } from "./start-service.ts";
export type { ListenOptions, RunningService } from "./start-service.ts";
export { idempotentRequests } from "./limits/idempotent-requests.ts";
export { addMetrics } from "./observe/add-metrics.ts";
export { observeService } from "./observe/observe-service.ts";
export type { ObserveOptions, ServiceObservation } from "./observe/observe-service.ts";
export type { RequestRecord } from "./observe/request-record.ts";
export type { AnsweredRequest, RunStates, ServiceMetrics } from "./observe/service-metrics.ts";
