import type { KmsProfile } from "@crosstag/core/driver";
import { factsOfReference, idOfShortName, type NamingCloud } from "@crosstag/core/internal";
import { toTagRecord, type CloudName } from "@crosstag/core";
import type { CheckableResource } from "../check/checkable-resource.ts";
import { compilePolicy } from "../check/compile-policy.ts";
import { evaluatePolicy } from "../check/evaluate-policy.ts";
import { planEnforcement } from "../enforce/plan-enforcement.ts";
import type { Policy, PolicyExample, PolicyScope } from "./policy.ts";
import { listOf } from "./list-of.ts";

/** A cloud whose resources examples can be about: a profile or a driver. */
export type ExampleCloud = NamingCloud & Pick<KmsProfile, "stateRules">;

/** The result of one example of a policy. */
export interface ExampleResult {
  /** The name of the example. */
  readonly name: string;
  /** Empty if the policy gives the expected result. */
  readonly differences: readonly string[];
}

/**
 * Compares a policy with its own examples.
 * @param clouds the clouds whose full names the examples may have: profiles or drivers. Default: none
 */
export function testPolicy(policy: Policy, clouds: readonly ExampleCloud[] = []): readonly ExampleResult[] {
  const compiled = compilePolicy(policy);
  const selectsByCloud = scopesOf(policy).some(({ clouds: selected }) => selected !== undefined);
  return (policy.examples ?? []).map((example, index) => {
    const resource = exampleResource(example, clouds);
    const { result, open } = evaluatePolicy(compiled, resource);
    const differences: string[] = [];
    if (selectsByCloud && resource.provider === UNKNOWN_CLOUD)
      differences.push("It names no known cloud, and a rule selects by cloud: set `cloud` of its `resource`.");
    const broken = [...new Set(open.map(({ finding }) => finding.rule))];
    const { violates, enforced } = example;
    if (result !== example.expect) {
      const rules = broken.length === 0 ? "" : ` (${listed(broken)})`;
      differences.push(`It is ${result}${rules}, not ${example.expect}.`);
    }
    if (violates !== undefined && broken.toSorted().join("\n") !== violates.toSorted().join("\n"))
      differences.push(`It breaks ${listed(broken)}, not ${listed(violates)}.`);
    if (enforced !== undefined) {
      const stateRules = clouds.find(({ provider }) => provider === resource.provider)?.stateRules;
      const tags = planEnforcement(compiled, resource, { stateRules }).desired ?? toTagRecord(resource.tags);
      const expected = toTagRecord(new Map(Object.entries(enforced)));
      if (JSON.stringify(tags) !== JSON.stringify(expected))
        differences.push(`The tags after enforcing are ${JSON.stringify(tags)}, not ${JSON.stringify(expected)}.`);
    }
    return { name: example.name ?? `example ${index + 1}`, differences };
  });
}

/** No rule selects it. */
const UNKNOWN_CLOUD = "unknown";

function exampleResource({ tags, resource = {} }: PolicyExample, clouds: readonly NamingCloud[]): CheckableResource {
  const facts = resource.reference === undefined ? undefined : factsOfReference(clouds, resource.reference);
  const { reference, cloud, ...given } = resource;
  const {
    kind = "key",
    provider = UNKNOWN_CLOUD,
    ...known
  } = { ...facts, ...given, ...(cloud && placeIn(cloud, facts?.provider, clouds)) };
  const name = reference ?? `${kind}/example`;
  return {
    id: idOfShortName(clouds, name),
    ...known,
    reference: name,
    provider,
    kind,
    tags: new Map(Object.entries(tags)),
  };
}

/** The text is a provider or the name of a configured cloud. */
function placeIn(
  cloud: string,
  provider: string | undefined,
  clouds: readonly NamingCloud[],
): Pick<CheckableResource, "provider" | "cloud"> {
  const isProvider = clouds.some((one) => one.provider === cloud);
  const [entry = cloud, id, region] = cloud.split("/");
  const name: CloudName = {
    entry,
    ...(id !== undefined && { account: { id } }),
    ...(region !== undefined && { region }),
  };
  return { provider: isProvider || provider === undefined ? cloud : provider, cloud: name };
}

function scopesOf({ rules }: Policy): readonly PolicyScope[] {
  return rules.flatMap(({ scope, except }) => [...listOf(scope), ...listOf(except)]);
}

function listed(rules: readonly string[]): string {
  return rules.length === 0 ? "no rule" : rules.join(", ");
}
