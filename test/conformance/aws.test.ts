import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { awsHarness } from "./harness-aws.ts";

describeDriverConformance({ describe, it }, "AWS KMS on the AWS SDK, against the local cloud", awsHarness("aws"));
