import {
  policyNeeds,
  type PolicyNeeds,
  readResourcesToCheck,
  type CompiledWaivers,
  type Policy,
  type ResourceToCheck,
} from "@crosstag/compliance";
import type { ResourceKind } from "@crosstag/core";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { ofKinds } from "../input/of-kinds.ts";
import { readResources } from "../input/read-resources.ts";
import { readText } from "../input/read-text.ts";
import { parseInventory } from "../inventory/parse-inventory.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { describeCount } from "../output/describe-count.ts";
import { UnknownAliases } from "../output/unknown-aliases.ts";
import { UnlistedClouds } from "../output/unlisted-clouds.ts";
import { UsageError } from "../usage-error.ts";
import { inventoryToCheck } from "./inventory-to-check.ts";
import { knownProfiles } from "../configuration/resolve-profiles.ts";
import type { ReadingInvocation } from "../configuration/read-configuration.ts";
import { readKnownClouds } from "../configuration/known-clouds.ts";
import { warnOfUnknownRules } from "./warn-of-unknown-rules.ts";

export interface ResourceOptions {
  readonly kind?: readonly ResourceKind[];
  readonly resources?: string;
  readonly inventory?: string;
  /** False after `--no-describe`. */
  readonly describe: boolean;
}

/** What resources are read for. */
export interface PolicyToCheck {
  readonly policy: Policy;
  readonly waivers: CompiledWaivers | undefined;
  /** Whether a report shows the aliases of keys beside their names. */
  readonly aliases: boolean;
}

/** The clouds whose resources are read. */
interface LiveClouds {
  readonly crosstag: OpenedCrosstag;
  readonly unlisted: UnlistedClouds;
}

type Work<Result> = (
  resources: AsyncIterable<ResourceToCheck> | Iterable<ResourceToCheck>,
  /** Absent for an inventory. */
  live?: LiveClouds,
) => Promise<Result>;

/** @throws UsageError if the resources are from an inventory file */
export function requireClouds(live: LiveClouds | undefined): LiveClouds {
  if (live === undefined)
    throw new UsageError("`enforce` plans changes in a cloud, and cannot work on an inventory file.");
  return live;
}

/** Reads the resources that the command line names, or all of the selected clouds, and calls `work` with them. */
export async function withResourcesToCheck<Result>(
  invocation: Pick<Invocation<ResourceOptions>, "context" | "globals" | "messages" | "operands" | "options">,
  { policy, waivers, aliases }: PolicyToCheck,
  work: Work<Result>,
): Promise<Result> {
  const { context, messages, operands, options } = invocation;
  const { kind: kinds, resources, inventory, describe } = options;
  const named = operands.length > 0 || resources !== undefined;
  if (waivers !== undefined) warnOfUnknownRules(policy, waivers, messages);
  const needs = policyNeeds(policy, waivers);
  if (inventory !== undefined) {
    if (named) throw new UsageError("--inventory cannot be used together with references. Omit one of them.");
    if (needs.facts)
      throw new UsageError("The policy selects by state or other facts, which an inventory does not contain.");
    if (needs.aliases.length > 0 || needs.aliasLists)
      throw new UsageError("The policy selects by alias, which an inventory does not contain.");
    await refuseNames(needs, invocation);
    const entries = parseInventory(
      await readText(inventory, context),
      inventory === "-" ? "standard input" : inventory,
    ).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
    const providers = new Set(entries.map(({ provider }) => provider));
    return work(inventoryToCheck(entries, needs, await knownProfiles(providers, invocation)));
  }
  const references = named ? await readResources(operands, resources, context) : undefined;
  if (needs.facts && !describe) throw new UsageError("The policy selects by state or other facts; omit --no-describe.");
  let undescribed = 0;
  const unknownAliases = new UnknownAliases();
  const result = await withCrosstag(invocation, references, (crosstag) => {
    const unlisted = new UnlistedClouds();
    const request = {
      policy,
      waivers,
      references: ofKinds(references, kinds, crosstag.drivers.values()),
      kinds,
      describe,
      aliases: aliases && describe,
      onUnknownAliases: unknownAliases.add,
      onUnlisted: unlisted.add,
      onUndescribed: () => {
        undescribed += 1;
      },
    };
    return work(readResourcesToCheck(crosstag, request, { signal: context.signal }), { crosstag, unlisted });
  });
  unknownAliases.report(messages);
  if (undescribed > 0)
    messages.warn(
      `${describeCount(undescribed, "resource")} could not be described, and were checked like keys of the customer even if the cloud manages them.`,
    );
  return result;
}

/** A scope by the name of a configured cloud would select nothing of an inventory, without a message. */
async function refuseNames({ clouds }: PolicyNeeds, invocation: ReadingInvocation): Promise<void> {
  const { providers } = await readKnownClouds(invocation);
  const name = clouds.flat().find((cloud) => !providers.includes(cloud));
  if (name !== undefined)
    throw new UsageError(
      `The policy or a waiver selects by the configured cloud ${JSON.stringify(name)}, which an inventory does not contain.`,
      "Omit --inventory, or select by provider, accounts and regions.",
    );
}
