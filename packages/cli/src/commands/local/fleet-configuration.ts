import type { LocalClouds } from "@crosstag/local-clouds";
import { stringify } from "yaml";

/**
 * The content of a crosstag.yaml with an entry for each running cloud that has several accounts; undefined if none has.
 * A local Alibaba Cloud has an endpoint for each region.
 */
export function fleetConfiguration(clouds: LocalClouds, selected: ReadonlySet<string>): string | undefined {
  const entries: Record<string, object> = {};
  if (selected.has("aws") && clouds.aws.accounts.list().length > 1)
    entries["local-aws"] = {
      provider: "aws",
      endpoint: clouds.aws.endpoint,
      organization: {},
      assumeRole: { name: "OrganizationAccountAccessRole" },
      management: "own-credentials",
      regions: clouds.aws.regions,
    };
  if (selected.has("alibaba") && clouds.alibaba.accounts.list().length > 1)
    entries["local-alibaba"] = {
      provider: "alibaba",
      endpoints: clouds.alibaba.endpoints,
      organization: {},
      assumeRole: { name: "ResourceDirectoryAccountAccessRole" },
      management: "own-credentials",
      regions: clouds.alibaba.regions,
    };
  return Object.keys(entries).length === 0
    ? undefined
    : stringify({ clouds: entries }, { aliasDuplicateObjects: false });
}
