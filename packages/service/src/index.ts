export type { Caller, ResourcePlace } from "./caller.ts";
export type { HandlerAnswer, OperationHandler, ServiceCall, ServiceEvent } from "./operation-handler.ts";
export type { ServiceContext } from "./service-context.ts";
export { createAwsWire } from "./aws-wire/create-aws-wire.ts";
export type { AwsWireOptions, ErrorNames, WireKey } from "./aws-wire/aws-wire-options.ts";
