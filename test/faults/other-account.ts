import { startLocalClouds } from "@crosstag/local-clouds";
import type { RunClouds, RunPart } from "./run-part-message.ts";
import type { RunProcess } from "./run-process.ts";
import { REGIONS } from "./seeded-world.ts";

/** The endpoints of the regions of both clouds. */
export function regionsOf(
  aws: { readonly endpoint: string },
  alibaba: { readonly endpoints: Readonly<Record<string, string>> },
): RunClouds {
  return {
    aws: REGIONS.aws.map((region) => ({ endpoint: aws.endpoint, region })),
    alibaba: REGIONS.alibaba.map((region) => ({ endpoint: alibaba.endpoints[region] ?? "", region })),
  };
}

/** Resumes a run with credentials of another account: it must be refused, without reading or writing there. */
export async function resumeElsewhere(part: RunPart, runProcess: RunProcess): Promise<readonly string[]> {
  const clouds = await startLocalClouds({
    aws: { account: "999999999999", regions: REGIONS.aws, quotas: "off" },
    alibaba: { account: "9999999999999999", regions: REGIONS.alibaba, quotas: "off" },
  });
  try {
    const ended = await runProcess.run({ ...part, clouds: regionsOf(clouds.aws, clouds.alibaba) });
    const asked = [clouds.aws, clouds.alibaba].map(
      ({ requests }) => requests.count() - requests.count("GetCallerIdentity"),
    );
    return [
      ...(/but these credentials belong to account 9+/.test(ended)
        ? []
        : [`with another account it reported: ${ended}`]),
      ...(asked.every((count) => count === 0) ? [] : [`the other account received: ${asked.join(" and ")} requests`]),
    ];
  } finally {
    await clouds.close();
  }
}
