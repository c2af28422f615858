import { listClouds, type ListedCloud } from "@crosstag/clouds";
import { resolveConfiguration } from "../../configuration/resolve-configuration.ts";
import { throwOpening } from "../../open-crosstag.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { openFleetCache } from "../../open-fleet-cache.ts";
import { describeAges } from "../../output/describe-ages.ts";
import { describeCount } from "../../output/describe-count.ts";
import { describeUnmatched } from "../../output/describe-unmatched.ts";
import { describeError } from "../../output/report-error.ts";
import { showResult } from "../../output/show-result.ts";
import { writeTable, type TableCell } from "../../output/table.ts";

interface CloudsOptions {
  readonly check?: boolean;
}

/** More regions are counted in a table. */
const MOST_REGIONS = 2;

/** Makes no call to a KMS. */
export async function run(invocation: Invocation<CloudsOptions>): Promise<ExitCode> {
  const { context, options, output, messages } = invocation;
  const { configuration, registry, selection, singles } = await resolveConfiguration(invocation);
  const { clouds, warnings, fleets } = await listClouds(
    { ...configuration, adapters: [] },
    { registry, selection, check: options.check, cache: openFleetCache(invocation) },
  ).catch((error: unknown) => throwOpening(error, invocation));
  await showResult(output, {
    table: () =>
      writeTable(output, ["CLOUD", "ACCOUNT", "UNIT", "REGIONS", "STATE"], clouds.map(row), namesToCopy(clouds)),
    document: () => ({ clouds }),
    records: () => clouds,
  });
  for (const warning of [...describeUnmatched(fleets, singles), ...warnings]) messages.warn(warning);
  const unreadable = clouds.filter(({ state }) => state === "unreadable");
  const hints = new Set(unreadable.flatMap(({ error }) => error?.hint ?? []));
  for (const hint of hints) messages.error(hint);
  const listed = clouds.map(({ name, listedAt }) => ({ entry: name.slice(0, name.lastIndexOf("/")), listedAt }));
  for (const line of describeAges(listed, context.now())) messages.info(line);
  messages.info(total(clouds));
  return unreadable.length > 0 ? EXIT_CODE.someFailed : EXIT_CODE.done;
}

/** The widths of the names of clouds and of the ids of accounts: what a person copies into --cloud and --account. */
function namesToCopy(clouds: readonly ListedCloud[]): readonly number[] {
  return clouds.reduce<readonly [number, number]>(
    ([widestName, widestId], { name, account = "", accountName }) => [
      Math.max(widestName, name.length),
      Math.max(widestId, accountName === undefined ? account.length : 0),
    ],
    [0, 0],
  );
}

function row({ name, accountName, account, unit, regions, state, reason, error }: ListedCloud): readonly TableCell[] {
  const shown = accountName ?? account ?? "-";
  const why = error === undefined ? reason?.replaceAll("-", " ") : describeError(error);
  return [name, shown, unit ?? "-", regionsOf(regions), why === undefined ? state : `${state}: ${why}`];
}

function total(clouds: readonly ListedCloud[]): string {
  const unknown = clouds.filter(isUnlisted);
  const known = clouds.filter((cloud) => !isUnlisted(cloud));
  const usable = known.filter(({ state }) => state === "ready" || state === "checked");
  const regions = usable.reduce((sum, cloud) => sum + cloud.regions.length, 0);
  const count = (state: ListedCloud["state"]) => known.filter((cloud) => cloud.state === state).length;
  const without = unknown.length === 0 ? "" : `, without the accounts of ${unknown.map(({ name }) => name).join(", ")}`;
  return `${describeCount(known.length, "account")}: ${usable.length} to read in ${describeCount(regions, "cloud")}, ${count("unreadable")} unreadable, ${count("skipped")} skipped${without}.`;
}

/** An entry whose accounts are not known. */
function isUnlisted({ state, source, account }: ListedCloud): boolean {
  return state === "unreadable" && source === "organization" && account === undefined;
}

function regionsOf(regions: readonly string[]): string {
  if (regions.length === 0) return "-";
  return regions.length > MOST_REGIONS ? describeCount(regions.length, "region") : regions.join(", ");
}
