export type { Caller, ResourcePlace } from "./caller.ts";
export type { HandlerAnswer, OperationHandler, ServiceCall, ServiceEvent } from "./operation-handler.ts";
export type { ServiceContext } from "./service-context.ts";
