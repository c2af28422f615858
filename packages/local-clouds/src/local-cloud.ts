import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import type { Answer, Cloud } from "./server/cloud.ts";
import type { PipelineParts } from "./server/cloud-pipeline.ts";
import { Interventions, type InterceptedCall } from "./server/interventions.ts";
import { Faults } from "./server/faults.ts";
import { Quotas, type AccountQuota } from "./server/quotas.ts";
import { RequestLog } from "./server/request-log.ts";

/** What every local cloud offers to a test. */
export interface CloudControls {
  /** The requests received and their outcomes. */
  readonly requests: RequestLog;
  /** The faults to apply to requests. */
  readonly faults: Faults;
  /** The request quotas per second. */
  readonly quota: Quotas;
  /**
   * Calls a function before each request for an operation is executed, so that it can change the scene between two
   * requests of a client: delete a key between two pages, or move an alias after it was described. `"*"`: before every
   * request to KMS; `"secretsmanager:TagResource"` and `"secretsmanager:*"` name another service. The returned function
   * unregisters it.
   */
  readonly before: (operation: string, act: (call: InterceptedCall) => void) => () => void;
  /**
   * Calls a function on each answer, success or refusal, and sends what it returns, so that a cloud can be made to lie.
   * The returned function unregisters it.
   */
  readonly after: (operation: string, act: (answer: Answer, call: InterceptedCall) => Answer) => () => void;
}

export function pipelineParts(
  documentedQuotas: Cloud["quotas"],
  options: CloudOptions,
  shared: SharedParts,
  quotaOf: AccountQuota,
): PipelineParts & { readonly controls: CloudControls } {
  const requests = new RequestLog(options.requestLogCapacity ?? 10_000);
  const faults = new Faults();
  const interventions = new Interventions();
  const quotas = new Quotas(
    shared.clock,
    documentedQuotas,
    options.quotas ?? "documented",
    options.quotaBurstSeconds ?? 1,
    quotaOf,
  );
  return {
    clock: shared.clock,
    identifiers: shared.identifiers,
    requests,
    faults,
    quotas,
    interventions,
    controls: {
      requests,
      faults,
      quota: quotas,
      before: (operation, act) => interventions.before(operation, act),
      after: (operation, act) => interventions.after(operation, act),
    },
  };
}
