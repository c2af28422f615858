import type { Provenance } from "@crosstag/core";
import { DRIVER_OPERATIONS, kindsOf, type Capability, type KmsProfile, type StateRule } from "@crosstag/core/driver";
import { describeRate, describeRule, describeSpending, limitRows } from "@crosstag/core/internal";
import type { Output } from "../../output/output.ts";
import { writeTable } from "../../output/table.ts";

/** Everything that is known of one cloud, each fact with its source. */
export async function writeProfile(output: Output, name: string, profile: KmsProfile): Promise<void> {
  const heading = (text: string) => output.write(`\n${output.paint("bold", text)}\n`);
  const kinds = kindsOf(profile);

  await heading(`${profile.title} (${name})`);
  await output.write(`References: ${profile.references.forms.join(", ")}\n`);

  await heading("Capabilities");
  const capabilities = DRIVER_OPERATIONS.map((operation) => [
    operation,
    ...kinds.map((kind) => describeCapability(profile.capabilities[operation][kind])),
  ]);
  await writeTable(output, ["OPERATION", ...kinds.map((kind) => kind.toUpperCase())], capabilities);
  const reasons = DRIVER_OPERATIONS.flatMap((operation) =>
    kinds.flatMap((kind) => explainCapability(`${operation} of a ${kind}`, profile.capabilities[operation][kind])),
  );
  for (const reason of new Set(reasons)) await output.write(`  ${reason}\n`);

  await heading("Limits of one call");
  const limits = limitRows(profile.limits).map(({ operation, kind, limit }) => [
    operation,
    kind,
    String(limit.resources),
    String(limit.tags),
    String(limit.requestBytes ?? "-"),
  ]);
  await writeTable(output, ["OPERATION", "KIND", "RESOURCES", "TAGS OR ROWS", "BYTES"], limits);

  await heading("Rules for tags");
  await writeTable(
    output,
    ["RULE", "REQUIREMENT", "IF BROKEN", "SOURCE"],
    profile.rules.rules.map((rule) => [
      rule.id,
      `${describeRule(rule)}${rule.kinds === undefined ? "" : ` (${rule.kinds.join(", ")})`}`,
      rule.severity,
      describeSource(rule),
    ]),
  );

  await writeStates(output, profile.stateRules ?? []);

  await heading("Quotas");
  const quotas = profile.quotas.map((quota) => [
    quota.id,
    describeRate(quota),
    quota.countedPer === "account" ? "account" : "account and region",
    describeSpending(quota, profile).join(", "),
    describeSource(quota),
  ]);
  await writeTable(output, ["QUOTA", "RATE", "PER", "SHARED BY", "SOURCE"], quotas);

  await heading("Permissions");
  const permissions = profile.permissions.map((permission) => [
    permission.operation,
    permission.kind ?? "-",
    permission.actions.join(", "),
    describeSource(permission),
  ]);
  await writeTable(output, ["OPERATION", "KIND", "ACTIONS", "SOURCE"], permissions);
}

async function writeStates(output: Output, rules: readonly StateRule[]): Promise<void> {
  if (rules.length === 0) return;
  await output.write(`\n${output.paint("bold", "What states prevent")}\n`);
  const rows = rules.map((rule) => [
    rule.states.join(", "),
    rule.kinds?.join(", ") ?? "-",
    rule.operations.join(", "),
    rule.reason,
    describeSource(rule),
  ]);
  await writeTable(output, ["STATES", "KINDS", "REFUSED", "REASON", "SOURCE"], rows);
}

function describeCapability(capability: Capability | undefined): string {
  return capability?.support ?? "-";
}

function explainCapability(what: string, capability: Capability | undefined): readonly string[] {
  if (capability === undefined || capability.support === "yes") return [];
  const reason = capability.support === "no" ? capability.reason : capability.assumption;
  return [`${what}: ${capability.support}: ${reason} (${capability.link})`];
}

function describeSource({ source, verifiedOn, status }: Provenance): string {
  return `${status}, ${verifiedOn}: ${source}`;
}
