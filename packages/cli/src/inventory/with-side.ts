import { CrosstagError, type PlanTags, type TagRules, type UnlistedResources } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { InventoryEntry, MatchSide } from "@crosstag/migration";
import { wholeProfile, wholeRules, type OpenedCrosstag } from "@crosstag/clouds";
import { readConfiguration, type ReadingInvocation } from "../configuration/read-configuration.ts";
import { resolveConfiguration } from "../configuration/resolve-configuration.ts";
import { UnknownCloudError } from "../configuration/unknown-cloud-error.ts";
import { readText } from "../input/read-text.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { standardInputOnce } from "../input/standard-input-once.ts";
import { UsageError } from "../usage-error.ts";
import { liveInventory } from "./live-inventory.ts";
import { isMistypedCloud } from "./is-mistyped-cloud.ts";
import { cloudsAmong, namesFile } from "./names-file.ts";
import { parseInventory } from "./parse-inventory.ts";

/** One side of a comparison: a cloud, clouds of a fleet, or an inventory. */
export interface Side {
  /**
   * @param names the names of resources to read; absent: every resource
   * @param onUnlisted called for kinds of resources that cannot be listed, while others are; absent: the first one ends
   *   the reading
   */
  read(names?: readonly string[], onUnlisted?: (unlisted: UnlistedResources) => void): Promise<MatchSide>;
  /** The tag rules of a cloud: as configured for this side, or those of the provider; undefined if it is not known. */
  readonly rules: (provider: string) => Promise<TagRules | undefined>;
  /** Absent for a file, as is the planner. */
  readonly ownRules?: TagRules;
  readonly planner?: PlanTags;
}

/** `--cloud`, `--region`, `--profile` and `--endpoint` are for one cloud; here there may be two. */
export async function refuseCloudOptions(invocation: ReadingInvocation, names: readonly string[]): Promise<void> {
  const { globals } = invocation;
  if (globals.cloud !== undefined)
    throw new UsageError(
      "--cloud cannot be used with this command.",
      "Name the clouds as arguments, or with --from and --to.",
    );
  standardInputOnce(names);
  const given = (["region", "profile", "endpoint"] as const).filter((name) => globals[name] !== undefined);
  if (given.length > 0 && (await cloudsAmong(names, invocation)).length > 1)
    throw new UsageError(`--${given.join(" and --")} can be used with one cloud only, but the command names two.`);
}

/** Opens a cloud or an inventory file, and calls `work` with it. */
export async function withSide<Result>(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  name: string,
  work: (side: Side) => Promise<Result>,
): Promise<Result> {
  const { context, globals } = invocation;
  const rules = (provider: string) => providerRules(provider, invocation);
  if (await namesFile(name, invocation)) {
    const entries = parseInventory(await readText(name, context), name === "-" ? "standard input" : name);
    return work({ read: () => Promise.resolve({ entries }), rules });
  }
  const selected = { ...invocation, globals: { ...globals, cloud: [name] } };
  return withCrosstag(selected, undefined, (crosstag) => {
    const driver = driverOfEntry(name, crosstag);
    const ownRules = rulesOfEntry(driver, crosstag);
    return work({
      read: (names, onUnlisted) =>
        readLive(crosstag, { references: names, onUnlisted }, context.signal).catch((error: unknown) =>
          throwNamed(error, name),
        ),
      rules: (provider) => (provider === driver.provider ? Promise.resolve(ownRules) : rules(provider)),
      ownRules,
      planner: crosstag,
    });
  });
}

/**
 * Checks the names of both sides before one of them is read.
 * @throws UsageError that says what a side can be
 */
export async function refuseUnknownSides(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  names: readonly string[],
): Promise<void> {
  for (const name of names)
    if (!(await namesFile(name, invocation)) || (await isMistypedCloud(name, invocation)))
      await refuseUnknownSide(invocation, name);
}

async function refuseUnknownSide(
  { context, globals, messages }: Pick<Invocation, "context" | "globals" | "messages">,
  name: string,
): Promise<void> {
  try {
    // The other options are for one cloud.
    await resolveConfiguration({ context, messages, globals: { ...globals, cloud: [name] } });
  } catch (error) {
    if (!(error instanceof UnknownCloudError)) throw error;
    throw new UsageError(
      `${JSON.stringify(name)} is neither a cloud nor an inventory file.`,
      ...error.hint,
      `An inventory file is a list of resources with their tags: crosstag export --out monday.jsonl`,
      `Its name ends with .jsonl, .json or .csv, or begins with ./, for example ./${name}`,
    );
  }
}

/**
 * A driver of the entry of a side: the clouds of a fleet have the same rules.
 * @throws UsageError if several entries are selected, which the name of a provider can do
 */
function driverOfEntry(name: string, { drivers, cloudNames }: OpenedCrosstag): KmsDriver {
  const [first] = drivers.values();
  const entries = new Set([...cloudNames.values()].map(({ entry }) => entry));
  if (first !== undefined && entries.size === 1) return first;
  throw new UsageError(
    `${JSON.stringify(name)} selects several clouds of the configuration file: ${[...drivers.keys()].join(", ")}.`,
    "Name one of them.",
  );
}

/** The rules of the KMS and of the services beside it. */
function rulesOfEntry(kms: KmsDriver, { drivers }: OpenedCrosstag): TagRules {
  const services = new Map([...drivers.values()].map((driver) => [driver.service, driver]));
  return wholeRules([kms, ...[...services.values()].filter(({ service }) => service !== kms.service)]);
}

async function providerRules(provider: string, invocation: ReadingInvocation): Promise<TagRules | undefined> {
  const { registry } = await readConfiguration(invocation);
  if (!registry.registrations.some((registration) => registration.provider === provider)) return undefined;
  return wholeProfile(await registry.load(provider)).rules;
}

async function readLive(
  crosstag: OpenedCrosstag,
  {
    references,
    onUnlisted,
  }: {
    readonly references: readonly string[] | undefined;
    readonly onUnlisted: ((unlisted: UnlistedResources) => void) | undefined;
  },
  signal: AbortSignal,
): Promise<MatchSide> {
  const entries = new Map<string, InventoryEntry>();
  const names = new Map<string, string>();
  const readAll = async (some: readonly string[] | undefined) => {
    const request =
      some === undefined
        ? { ...(onUnlisted !== undefined && { onUnlisted }) }
        : { references: some, resolveAliases: true };
    for await (const { entry, resource } of liveInventory(crosstag, request, signal)) {
      names.set(resource, entry.reference);
      if (!entries.has(entry.reference)) entries.set(entry.reference, entry);
    }
  };
  if (references?.length !== 0) await readAll(references);
  // A resource that is named twice is read once, under its first name.
  for (const name of references ?? []) if (!names.has(name)) await readAll([name]);
  // Resources that were not read because of the interruption must not look unreadable.
  signal.throwIfAborted();
  return { entries: [...entries.values()], names };
}

/** Adds the name of the side to an error. */
function throwNamed(error: unknown, name: string): never {
  if (!CrosstagError.is(error) || error.code === "canceled") throw error;
  const { code, retry, provider, operation, reference, requestId, providerCode, hint, violations } = error;
  throw new CrosstagError({
    code,
    retry,
    message: `${JSON.stringify(name)} could not be read: ${error.message}`,
    violations,
    ...(provider !== undefined && { provider }),
    ...(operation !== undefined && { operation }),
    ...(reference !== undefined && { reference }),
    ...(requestId !== undefined && { requestId }),
    ...(providerCode !== undefined && { providerCode }),
    ...(hint !== undefined && { hint }),
  });
}
