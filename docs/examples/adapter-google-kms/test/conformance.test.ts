import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { googleHarness } from "./harness.ts";

describeDriverConformance({ describe, it }, "Google Cloud KMS", googleHarness);
