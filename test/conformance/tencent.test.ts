import { type ConformanceRunner, describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { tencentHarness } from "./harness-tencent.ts";

const runner: ConformanceRunner = { describe, it };

describeDriverConformance(runner, "Tencent Cloud KMS on its SDK, against the local cloud", await tencentHarness());
describeDriverConformance(
  runner,
  "Tencent Cloud Secrets Manager, against the local cloud",
  await tencentHarness({ service: "ssm" }),
);

// Which operation refuses to remove a tag that is not there is not documented for all three.
const absentTags: ConformanceRunner = {
  describe: (title, define) => (/conformance|^untagging$/.test(title) ? runner.describe(title, define) : undefined),
  it: (title, run) => (/does not exist succeeds|gone meanwhile/.test(title) ? runner.it(title, run) : undefined),
};
for (const settings of [
  { untagAbsentKey: "failed-resource", modifyAbsentKey: "refuse", detachAbsentKey: "refuse" },
  { untagAbsentKey: "success", modifyAbsentKey: "success", detachAbsentKey: "success" },
] as const)
  describeDriverConformance(
    absentTags,
    `Tencent Cloud KMS, UnTagResources of an absent tag: ${settings.untagAbsentKey}`,
    await tencentHarness({ settings }),
  );
