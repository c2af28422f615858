import { providerOfReference } from "@crosstag/core/internal";
import { toTagRecord } from "@crosstag/core";
import { factsOfReference, type CheckableResource } from "../check/checkable-resource.ts";
import { compilePolicy } from "../check/compile-policy.ts";
import { evaluatePolicy } from "../check/evaluate-policy.ts";
import { planEnforcement } from "../enforce/plan-enforcement.ts";
import type { ExampleResource, Policy, PolicyExample } from "./policy.ts";

/** The result of one example of a policy. */
export interface ExampleResult {
  /** The name of the example. */
  readonly name: string;
  /** Empty if the policy gives the expected result. */
  readonly differences: readonly string[];
}

/** Compares a policy with its own examples. */
export function testPolicy(policy: Policy): readonly ExampleResult[] {
  const compiled = compilePolicy(policy);
  return (policy.examples ?? []).map((example, index) => {
    const resource = exampleResource(example);
    const { result, open } = evaluatePolicy(compiled, resource);
    const differences: string[] = [];
    const broken = [...new Set(open.map(({ finding }) => finding.rule))];
    const { violates, enforced } = example;
    if (result !== example.expect) {
      const rules = broken.length === 0 ? "" : ` (${listed(broken)})`;
      differences.push(`It is ${result}${rules}, not ${example.expect}.`);
    }
    if (violates !== undefined && broken.toSorted().join("\n") !== violates.toSorted().join("\n"))
      differences.push(`It breaks ${listed(broken)}, not ${listed(violates)}.`);
    if (enforced !== undefined) {
      const tags = planEnforcement(compiled, resource).desired ?? toTagRecord(resource.tags);
      const expected = toTagRecord(new Map(Object.entries(enforced)));
      if (JSON.stringify(tags) !== JSON.stringify(expected))
        differences.push(`The tags after enforcing are ${JSON.stringify(tags)}, not ${JSON.stringify(expected)}.`);
    }
    return { name: example.name ?? `example ${index + 1}`, differences };
  });
}

function exampleResource({ tags, resource = {} }: PolicyExample): CheckableResource {
  const {
    cloud = cloudOf(resource.reference),
    kind = "key",
    account,
    region,
    state,
    aliases,
    managedBy,
  }: ExampleResource = resource;
  const reference = resource.reference ?? `${kind}/example`;
  return {
    ...factsOfReference(reference),
    reference,
    provider: cloud,
    kind,
    tags: new Map(Object.entries(tags)),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(state !== undefined && { state }),
    ...(aliases !== undefined && { aliases }),
    ...(managedBy !== undefined && { managedBy }),
  };
}

/** A made-up name, such as `key/example`, counts as an AWS key. The name of an unknown cloud is not taken for another's. */
function cloudOf(reference = ""): string {
  return providerOfReference(reference) ?? (/^(?:[\w-]+\/)?[^:/]*$/.test(reference) ? "aws" : "unknown");
}

function listed(rules: readonly string[]): string {
  return rules.length === 0 ? "no rule" : rules.join(", ");
}
