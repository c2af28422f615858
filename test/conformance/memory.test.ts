import { createMemoryHarness, describeDriverConformance } from "@crosstag/conformance";
import { BATCHED_SHAPE, DEFAULT_MEMORY_RULES, memoryRules, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, it } from "vitest";

describeDriverConformance({ describe, it }, "memory, one resource a call", createMemoryHarness(ONE_BY_ONE_SHAPE));
describeDriverConformance({ describe, it }, "memory, batches of 50", createMemoryHarness(BATCHED_SHAPE));

// No case may take for granted what a profile can state otherwise.
describeDriverConformance(
  { describe, it },
  "memory, without rules for lengths and for the number of tags",
  createMemoryHarness({
    ...BATCHED_SHAPE,
    kinds: ["key"],
    rules: DEFAULT_MEMORY_RULES.filter(({ check }) => check !== "length" && check !== "count"),
  }),
);
describeDriverConformance(
  { describe, it },
  "memory, two short tags in capitals, none of less than four characters",
  createMemoryHarness({
    ...BATCHED_SHAPE,
    kinds: ["key"],
    rules: memoryRules({
      keyLength: 12,
      valueLength: 9,
      allowed: "A-Z0-9",
      description: "capitals and digits",
      tagsPerResource: 2,
    }).map((rule) => (rule.check === "length" ? { ...rule, minimum: 4 } : rule)),
  }),
);
