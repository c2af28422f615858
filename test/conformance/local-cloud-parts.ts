import type { ConformanceFaults, ConformanceLog } from "@crosstag/conformance";
import type { DriverMethod } from "@crosstag/core/driver";
import type { FaultKind } from "@crosstag/core/testing";
import type { CloudControls, FaultKind as LocalFaultKind } from "@crosstag/local-clouds";

/** The wire operations behind each method of a driver. */
export type WireOperations = Readonly<Partial<Record<DriverMethod, readonly string[]>>>;

/** Longer than any test. The local cloud drops the answer after the test. */
const NO_ANSWER_MS = 600_000;

const localKinds: Readonly<Record<FaultKind, LocalFaultKind>> = {
  throttle: "throttle",
  "lose-request": "reset-before-applying",
  "lose-answer": "reset-after-applying",
  "garble-answer": "unreadable-success",
  hang: "delay",
  delay: "delay",
};

/** The request log and the faults of a local cloud, in the form that the conformance suite requires. */
export function localCloudParts(
  { requests, faults }: CloudControls,
  operations: WireOperations,
): { readonly log: ConformanceLog; readonly faults: ConformanceFaults } {
  return {
    log: {
      calls: (method) =>
        method === undefined
          ? requests.count()
          : (operations[method] ?? []).reduce((sum, operation) => sum + requests.count(operation), 0),
    },
    faults: {
      kinds: Object.keys(localKinds) as FaultKind[],
      inject: ({ kind, operation: method, times, after, delayMs = NO_ANSWER_MS }) => {
        for (const operation of method === undefined ? [undefined] : (operations[method] ?? [])) {
          faults.add({
            kind: localKinds[kind],
            ...(operation !== undefined && { operation }),
            ...(times !== undefined && { times }),
            ...(after !== undefined && { after }),
            ...(localKinds[kind] === "delay" && { delayMs }),
          });
        }
      },
    },
  };
}
