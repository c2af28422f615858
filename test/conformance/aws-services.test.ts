import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { awsServiceHarness } from "./harness-aws-services.ts";

const runner = { describe, it };

describeDriverConformance(
  runner,
  "AWS Secrets Manager on the AWS SDK, against the local cloud",
  awsServiceHarness("secretsmanager"),
);
describeDriverConformance(
  runner,
  "AWS Certificate Manager on the AWS SDK, against the local cloud",
  awsServiceHarness("acm"),
);
