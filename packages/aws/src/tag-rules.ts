import type { Provenance, TagRule, TagRules } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";

const TAG_EDITOR = "https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html";
const CHARACTERS = String.raw`\p{L}\p{Z}\p{N}_.:/=+\-@`;
const CHARACTERS_IN_WORDS = "letters, digits and spaces of any script, and _ . : / = + - @";

/** Where the rules of one service of AWS come from. They differ little. */
export interface RuleOrigins {
  /** The service in messages. */
  readonly title: string;
  /** What the ids of its rules begin with: `aws`. */
  readonly prefix: string;
  /** The lengths of keys (1 to 128) and values (up to 256). */
  readonly lengths: Provenance;
  /** The prefix `aws:` of keys. */
  readonly reservedKeys: Provenance;
  /** The same of values, if the service has answered. Undefined: an assumption decides. */
  readonly reservedValues?: Provenance;
  /** At most 50 tags. */
  readonly count: Provenance;
  /** Whether keys that differ only in case are two tags for policies. */
  readonly caseCollision: Provenance;
  /** The characters, if the service documents its own. Undefined: an assumption decides. */
  readonly characters?: Provenance;
}

/** The rules of a service of AWS for tags. */
export function tagRules(origins: RuleOrigins, assumptions: Assumptions): TagRules {
  const { prefix, title } = origins;
  const unit = assumptions.tagLengthUnit;
  const rules: TagRule[] = [
    {
      id: `${prefix}.key-length`,
      severity: "error",
      check: "length",
      of: "key",
      minimum: 1,
      maximum: 128,
      unit,
      ...origins.lengths,
    },
    {
      id: `${prefix}.value-length`,
      severity: "error",
      check: "length",
      of: "value",
      minimum: 0,
      maximum: 256,
      unit,
      ...origins.lengths,
    },
    {
      id: `${prefix}.reserved-key-prefix`,
      severity: "error",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["aws:"],
      caseSensitive: false,
      ...origins.reservedKeys,
    },
    { id: `${prefix}.tag-count`, severity: "error", check: "count", maximum: 50, ...origins.count },
    {
      id: `${prefix}.case-collision`,
      severity: "warning",
      check: "case-collision",
      ...origins.caseCollision,
    },
  ];
  rules.push(...characterRules(origins, assumptions), ...reservedValueRules(origins, assumptions));
  return { provider: "aws", title, rules };
}

function characterRules({ prefix, characters }: RuleOrigins, { tagCharacters }: Assumptions): readonly TagRule[] {
  if (characters === undefined && tagCharacters !== "general") return [];
  return (["key", "value"] as const).map((of) => ({
    id: `${prefix}.${of}-characters`,
    severity: "error",
    check: "characters",
    of,
    allowed: CHARACTERS,
    description: CHARACTERS_IN_WORDS,
    ...(characters ?? assumedGeneral),
  }));
}

function reservedValueRules(
  { prefix, reservedValues }: RuleOrigins,
  { reservedValuePrefix }: Assumptions,
): readonly TagRule[] {
  if (reservedValues === undefined && reservedValuePrefix === "allow") return [];
  return [
    {
      id: `${prefix}.reserved-value-prefix`,
      severity: reservedValues !== undefined || reservedValuePrefix === "refuse" ? "error" : "warning",
      check: "reserved-prefix",
      of: "value",
      prefixes: ["aws:"],
      caseSensitive: false,
      ...(reservedValues ?? assumedGeneral),
    },
  ];
}

/** What AWS documents for tags of all services. */
const assumedGeneral: Provenance = { source: TAG_EDITOR, verifiedOn: "2026-11-22", status: "assumed" };
