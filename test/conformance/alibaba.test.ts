import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { alibabaHarness } from "./harness-alibaba.ts";

const runner = { describe, it };
const name = "Alibaba Cloud KMS on its SDK, against the local cloud";

describeDriverConformance(runner, name, await alibabaHarness());
describeDriverConformance(
  runner,
  `${name}, by the operations for one resource`,
  await alibabaHarness({ assumptions: { tagOperations: "single" } }),
);
describeDriverConformance(
  runner,
  `${name}, if a refused batch is partly applied`,
  await alibabaHarness({
    assumptions: { refusedBatchIsUnchanged: false },
    settings: { batchAtomicity: "applies-preceding" },
  }),
);
