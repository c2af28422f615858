import type { LocalClouds, SeedFile } from "@crosstag/local-clouds";
import { stringify } from "yaml";
import type { AddedResources } from "./add-resources.ts";
import { rolesToAssume } from "./roles-to-assume.ts";

/**
 * The content of a crosstag.yaml for all running clouds if one has several accounts; undefined if none has. A local Alibaba
 * Cloud has an endpoint for each region. Entries of AWS and Tencent Cloud without `kinds` cover keys only, and would not
 * show the secrets and certificates that were added.
 * @param seed what the clouds were started with: their accounts name the roles
 */
export function fleetConfiguration(
  clouds: Pick<LocalClouds, "aws" | "alibaba" | "tencent">,
  selected: ReadonlySet<string>,
  { secrets = 0, certificates = 0 }: AddedResources,
  seed: SeedFile,
): string | undefined {
  const others = [...(secrets > 0 ? ["secret"] : []), ...(certificates > 0 ? ["certificate"] : [])];
  const entries: Record<string, object> = {};
  if (selected.has("aws") && clouds.aws.accounts.list().length > 1)
    entries["local-aws"] = {
      provider: "aws",
      endpoint: clouds.aws.endpoint,
      ...(others.length > 0 && { kinds: ["key", ...others] }),
      organization: {},
      ...rolesToAssume(seed.aws, clouds.aws.account, "OrganizationAccountAccessRole"),
      management: "own-credentials",
      regions: clouds.aws.regions,
    };
  if (selected.has("alibaba") && clouds.alibaba.accounts.list().length > 1)
    entries["local-alibaba"] = {
      provider: "alibaba",
      endpoints: clouds.alibaba.endpoints,
      organization: {},
      ...rolesToAssume(seed.alibaba, clouds.alibaba.account, "ResourceDirectoryAccountAccessRole"),
      management: "own-credentials",
      regions: clouds.alibaba.regions,
    };
  if (Object.keys(entries).length === 0) return undefined;
  // With a file, the variables of a cloud that it leaves out are not used.
  const tencent = selected.has("tencent") ? tencentEntries(clouds.tencent, secrets > 0) : {};
  return stringify({ clouds: { ...entries, ...tencent } }, { aliasDuplicateObjects: false });
}

function tencentEntries({ endpoint, regions }: LocalClouds["tencent"], hasSecrets: boolean): Record<string, object> {
  return Object.fromEntries(
    regions.map((region) => [
      regions.length === 1 ? "local-tencent" : `local-tencent-${region}`,
      { provider: "tencent", endpoint, ...(hasSecrets && { kinds: ["key", "secret"] }), region },
    ]),
  );
}
