import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { awsHarness } from "./harness-aws.ts";

describeDriverConformance({ describe, it }, "QKMS on the AWS SDK, against the local cloud", awsHarness("qkms"));
