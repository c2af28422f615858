import type { Provenance } from "../../src/model/provenance.ts";
import type { TagRules } from "../../src/rules/tag-rules.ts";

const provenance: Provenance = { source: "https://example.com/rules", verifiedOn: "2026-11-22", status: "documented" };

/** Rules with one of each kind and small numbers, for tests. */
export const exampleRules: TagRules = {
  provider: "example",
  title: "Example KMS",
  rules: [
    {
      id: "example.key-length",
      severity: "error",
      check: "length",
      of: "key",
      minimum: 1,
      maximum: 8,
      unit: "code-points",
      ...provenance,
    },
    {
      id: "example.value-bytes",
      severity: "error",
      check: "length",
      of: "value",
      minimum: 0,
      maximum: 4,
      unit: "utf8-bytes",
      ...provenance,
    },
    {
      id: "example.key-characters",
      severity: "error",
      check: "characters",
      of: "key",
      allowed: "\\p{L}0-9:_\\-",
      description: "letters, digits and : _ -",
      ...provenance,
    },
    {
      id: "example.reserved",
      severity: "error",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["sys:"],
      caseSensitive: false,
      ...provenance,
    },
    { id: "example.count", severity: "error", check: "count", maximum: 3, ...provenance },
    { id: "example.case", severity: "warning", check: "case-collision", ...provenance },
  ],
};
