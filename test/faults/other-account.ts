import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import type { RunClouds, RunPart } from "./run-part-message.ts";
import type { RunProcess } from "./run-process.ts";
import { REGIONS } from "./seeded-resources.ts";
import { everyCloud } from "./seeded-world.ts";

/** The endpoints of the regions of all clouds. */
export function regionsOf({ aws, alibaba, tencent }: Pick<LocalClouds, keyof RunClouds>): RunClouds {
  return {
    aws: REGIONS.aws.map((region) => ({ endpoint: aws.endpoint, region })),
    alibaba: REGIONS.alibaba.map((region) => ({ endpoint: alibaba.endpoints[region] ?? "", region })),
    tencent: REGIONS.tencent.map((region) => ({ endpoint: tencent.endpoint, region })),
  };
}

/** Resumes a run with credentials of another account: it must be refused, without reading or writing there. */
export async function resumeElsewhere(part: RunPart, runProcess: RunProcess): Promise<readonly string[]> {
  const clouds = await startLocalClouds({
    aws: { account: "999999999999", regions: REGIONS.aws, quotas: "off" },
    alibaba: { account: "9999999999999999", regions: REGIONS.alibaba, quotas: "off" },
    tencent: { account: "999999999999999", regions: REGIONS.tencent, quotas: "off" },
  });
  try {
    const ended = await runProcess.run({ ...part, clouds: regionsOf(clouds) });
    const asked = everyCloud(clouds).map(({ requests }) => requests.count() - requests.count("GetCallerIdentity"));
    return [
      ...(/but these credentials belong to account 9+/.test(ended)
        ? []
        : [`with another account it reported: ${ended}`]),
      ...(asked.every((count) => count === 0) ? [] : [`the other account received: ${asked.join(", ")} requests`]),
    ];
  } finally {
    await clouds.close();
  }
}
