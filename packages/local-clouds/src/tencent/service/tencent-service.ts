import { invalidAction } from "../errors.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import type { CallContext, RegionalContext } from "./context.ts";
import type { Parameters } from "./parameters.ts";

/** One operation of a service. */
export interface Operation<Context extends CallContext> {
  /** The parameters it knows. Others are refused. */
  readonly parameters: readonly string[];
  /** Requests per second of an account; of a service with regions, also per region. */
  readonly quota: number;
  /** Validates, looks up, checks the state, changes, and returns the body of the answer. */
  carryOut(parameters: Parameters, context: Context): AnswerBody;
}

/** A service of Tencent Cloud: a host name, a version, and operations. */
export interface TencentService {
  /** The first part of its host names. */
  readonly name: string;
  /** The version of its API. */
  readonly version: string;
  /** Whether a request must name a region. */
  readonly regional: boolean;
  /** Requests per second by operation. */
  readonly quotas: Readonly<Record<string, number>>;
  execute(operation: string, parameters: Parameters, region: string, context: CallContext): AnswerBody;
}

type Operations<Context extends CallContext> = Readonly<Record<string, Operation<Context>>>;

/** A service whose requests name a region. */
export function regionalService(
  name: string,
  version: string,
  operations: Operations<RegionalContext>,
): TencentService {
  return {
    name,
    version,
    regional: true,
    quotas: quotasOf(operations),
    execute: (operation, parameters, region, context) =>
      carryOut(operations, operation, parameters, { ...context, here: context.regionState(region) }),
  };
}

/** A service with one endpoint for all regions. */
export function globalService(name: string, version: string, operations: Operations<CallContext>): TencentService {
  return {
    name,
    version,
    regional: false,
    quotas: quotasOf(operations),
    execute: (operation, parameters, _region, context) => carryOut(operations, operation, parameters, context),
  };
}

function carryOut<Context extends CallContext>(
  operations: Operations<Context>,
  name: string,
  parameters: Parameters,
  context: Context,
): AnswerBody {
  const operation = operations[name];
  if (operation === undefined) throw invalidAction(name, Object.keys(operations));
  parameters.refuseUnknown(operation.parameters);
  return operation.carryOut(parameters, context);
}

function quotasOf<Context extends CallContext>(operations: Operations<Context>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(operations).map(([name, { quota }]) => [name, quota]));
}
