import { describeDriverConformance } from "@crosstag/conformance";
import { describe, it } from "vitest";
import { exampleHarness } from "./harness.ts";

describeDriverConformance({ describe, it }, "Example cloud", exampleHarness);
