import { type ConformanceRunner, describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { tencentHarness } from "./harness-tencent.ts";

/**
 * Without the cases in which a key that is scheduled for deletion refuses tags: by `stateRules` of the profile it accepts them,
 * because another service keeps them.
 */
const all: ConformanceRunner = { describe, it };
const runner: ConformanceRunner = {
  ...all,
  it: (title, run) => (title.includes("pending deletion") ? undefined : all.it(title, run)),
};

describeDriverConformance(runner, "Tencent Cloud KMS on its SDK, against the local cloud", await tencentHarness());
describeDriverConformance(
  runner,
  "Tencent Cloud Secrets Manager, against the local cloud",
  await tencentHarness({ service: "ssm" }),
);
