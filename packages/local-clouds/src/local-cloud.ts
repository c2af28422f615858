import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import type { Answer, Cloud } from "./server/cloud.ts";
import type { PipelineParts } from "./server/cloud-pipeline.ts";
import { Interventions, type InterceptedCall } from "./server/interventions.ts";
import { Faults } from "./server/faults.ts";
import { Quotas } from "./server/quotas.ts";
import { RequestLog } from "./server/request-log.ts";

/** The parts of the server that every local cloud has, seen from a test. */
export interface CloudControls {
  /** What was asked and what came of it. */
  readonly requests: RequestLog;
  /** What shall go wrong. */
  readonly faults: Faults;
  /** What may be asked per second. */
  readonly quota: Quotas;
  /**
   * Calls a function before each request for an operation is carried out, so that it can change the scene between two
   * requests of a client: let a key vanish between two pages, or move an alias after it was looked at. `"*"`: before every
   * request to KMS. The function given back ends it.
   */
  readonly before: (operation: string, act: (call: InterceptedCall) => void) => () => void;
  /**
   * Has a function give what is sent in place of an answer, successes and refusals alike, so that a cloud can be made to
   * lie. The function given back ends it.
   */
  readonly after: (operation: string, act: (answer: Answer, call: InterceptedCall) => Answer) => () => void;
}

export function pipelineParts(
  documentedQuotas: Cloud["quotas"],
  options: CloudOptions,
  shared: SharedParts,
): PipelineParts & { readonly controls: CloudControls } {
  const requests = new RequestLog(options.requestLogCapacity ?? 10_000);
  const faults = new Faults();
  const interventions = new Interventions();
  const quotas = new Quotas(
    shared.clock,
    documentedQuotas,
    options.quotas ?? "documented",
    options.quotaBurstSeconds ?? 1,
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
