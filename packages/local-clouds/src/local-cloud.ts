import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import type { Cloud } from "./server/cloud.ts";
import type { PipelineParts } from "./server/cloud-pipeline.ts";
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
}

export function pipelineParts(
  documentedQuotas: Cloud["quotas"],
  options: CloudOptions,
  shared: SharedParts,
): PipelineParts & { readonly controls: CloudControls } {
  const requests = new RequestLog(options.requestLogCapacity ?? 10_000);
  const faults = new Faults();
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
    controls: { requests, faults, quota: quotas },
  };
}
