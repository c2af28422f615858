import type { AccountConfiguration, CloudConfiguration } from "./cloud-configuration.ts";
import { isFleet } from "./cloud-configuration.ts";

/** What is wrong with an entry of `clouds` as a whole. */
export interface EntryProblem {
  /** The keys from the entry down. */
  readonly path: readonly (string | number)[];
  /** One sentence, with what to write. */
  readonly problem: string;
}

/** Settings of `assumeRole` that only a fleet has. */
const OF_FLEETS = ["name", "sourceIdentity", "durationSeconds", "region"] as const;

/** What is wrong with an entry that no schema says: one cloud or a fleet, and what each of them needs. */
export function checkEntry(name: string, cloud: CloudConfiguration): readonly EntryProblem[] {
  return isFleet(cloud) ? checkFleet(name, cloud) : checkSingle(cloud);
}

function checkSingle({ assumeRole, management, endpoint, endpoints }: CloudConfiguration): readonly EntryProblem[] {
  const problems: EntryProblem[] = [];
  if (management !== undefined)
    problems.push({ path: ["management"], problem: "management is only for an entry with organization. Remove it." });
  if (endpoint?.includes("{region}"))
    problems.push({
      path: ["endpoint"],
      problem: "{region} in endpoint is only for an entry with accounts, organization or regions. Write the region.",
    });
  if (endpoints !== undefined)
    problems.push({
      path: ["endpoints"],
      problem: "endpoints is only for an entry with accounts, organization or regions. Write endpoint.",
    });
  if (assumeRole === undefined) return problems;
  for (const key of OF_FLEETS)
    if (assumeRole[key] !== undefined)
      problems.push({
        path: ["assumeRole", key],
        problem: `assumeRole.${key} is only for an entry with accounts, organization or regions. Remove it, or add one of them.`,
      });
  if (assumeRole.arn === undefined && assumeRole.name === undefined)
    problems.push({ path: ["assumeRole"], problem: "assumeRole.arn is missing." });
  return problems;
}

function checkFleet(name: string, cloud: CloudConfiguration): readonly EntryProblem[] {
  const { accounts } = cloud;
  const listed = (typeof accounts === "object" ? accounts : []).map((account) =>
    typeof account === "string" ? { id: account } : account,
  );
  return [
    ...checkPlaces(name, cloud),
    ...checkRegions(cloud, listed),
    ...checkEndpoint(cloud),
    ...checkEndpoints(cloud, listed),
    ...checkRole(cloud, listed),
    ...checkListedTwice(listed),
  ];
}

/** What only an entry has that is one cloud, or only an organization. */
function checkPlaces(
  name: string,
  { accounts, organization, region, account, management }: CloudConfiguration,
): readonly EntryProblem[] {
  const problems: EntryProblem[] = [];
  if (/[/*?!,]/.test(name))
    problems.push({
      path: [],
      problem: `The name ${name} of an entry for many clouds must not contain / * ? ! or a comma. Choose another name.`,
    });
  if (region !== undefined)
    problems.push({
      path: ["region"],
      problem: "region is only for an entry that is one cloud. Write it under regions.",
    });
  if (account !== undefined) {
    const fix = organization !== undefined && accounts === undefined ? "Remove it." : "Write it under accounts.";
    problems.push({ path: ["account"], problem: `account is only for an entry that is one cloud. ${fix}` });
  }
  if (management !== undefined && organization === undefined)
    problems.push({ path: ["management"], problem: "management is only for an entry with organization. Remove it." });
  return problems;
}

function checkRegions(
  { organization, regions }: CloudConfiguration,
  listed: readonly AccountConfiguration[],
): readonly EntryProblem[] {
  if (regions !== undefined || (organization === undefined && allHave(listed, "regions"))) return [];
  return [{ path: [], problem: "regions is missing. Write regions: [all], or the regions to read." }];
}

function checkEndpoint({ endpoint = "" }: CloudConfiguration): readonly EntryProblem[] {
  if (!/[{}]/.test(endpoint.replaceAll("{region}", ""))) return [];
  return [
    {
      path: ["endpoint"],
      problem: "{region} is the only placeholder of endpoint. Write it in lower case, with both braces.",
    },
  ];
}

/** A region that was mistyped would be read at its public endpoint. */
function checkEndpoints(
  { accounts, regions = [], endpoints = {} }: CloudConfiguration,
  listed: readonly AccountConfiguration[],
): readonly EntryProblem[] {
  const all = [...regions, ...listed.flatMap((account) => account.regions ?? [])];
  // What patterns and a file stand for is not known here.
  if (typeof accounts === "string" || all.some((region) => region === "all" || /[!*?]/.test(region))) return [];
  return Object.keys(endpoints)
    .filter((region) => !all.includes(region))
    .map((region) => ({
      path: ["endpoints", region],
      problem: `endpoints names ${region}, which is not one of regions. Correct it, or add it to regions.`,
    }));
}

function checkRole(
  { accounts, organization, assumeRole }: CloudConfiguration,
  listed: readonly AccountConfiguration[],
): readonly EntryProblem[] {
  if (assumeRole?.arn !== undefined)
    return [
      {
        path: ["assumeRole", "arn"],
        problem: "assumeRole.arn names the role of one account. Write assumeRole.name with the short name of the role.",
      },
    ];
  // On no cloud has a short name a colon, and every full name has.
  if (assumeRole?.name?.includes(":") === true)
    return [
      {
        path: ["assumeRole", "name"],
        problem:
          "assumeRole.name is a full name, which is of one account. Write the short name of a role that exists in every account, which is what follows role/.",
      },
    ];
  if (assumeRole?.name !== undefined || (organization === undefined && allHave(listed, "role"))) return [];
  const several = organization !== undefined || typeof accounts === "string" || listed.length > 1;
  if (!several && assumeRole === undefined) return [];
  return [
    {
      path: assumeRole === undefined ? [] : ["assumeRole"],
      problem: "assumeRole.name is missing. Write the short name of a role that exists in every account.",
    },
  ];
}

function allHave(listed: readonly AccountConfiguration[], field: "regions" | "role"): boolean {
  return listed.length > 0 && listed.every((account) => account[field] !== undefined);
}

function checkListedTwice(listed: readonly AccountConfiguration[]): readonly EntryProblem[] {
  const seen = new Set<string>();
  return listed.flatMap(({ id }, position) => {
    if (seen.has(id))
      return [{ path: ["accounts", position], problem: `accounts names ${id} twice. Remove one of the lines.` }];
    seen.add(id);
    return [];
  });
}
