import { createMemoryHarness, describeDriverConformance } from "@crosstag/conformance";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, it } from "vitest";

describeDriverConformance({ describe, it }, "memory, one resource a call", createMemoryHarness(ONE_BY_ONE_SHAPE));
describeDriverConformance({ describe, it }, "memory, batches of 50", createMemoryHarness(BATCHED_SHAPE));
