import type { OpenCrosstagOptions, OpenedCrosstag } from "@crosstag/clouds";
import type { LocalClouds } from "@crosstag/local-clouds";
import { TRY_IT_CLOUDS, type TryItTarget } from "../try-it/target.ts";
import { demonstrationSeed } from "./demonstration-seed.ts";

/** The local clouds with made-up resources, and Crosstag over them. */
export interface OpenedLocalClouds {
  /** The clouds. */
  readonly clouds: LocalClouds;
  /** Crosstag over them. */
  readonly crosstag: OpenedCrosstag;
  /** The same clouds, for the pages that try out operations. */
  readonly tryIt: readonly TryItTarget[];
  /** Closes the connections, and stops the clouds with everything in them. */
  close(): Promise<void>;
}

/** An AWS cloud has keys only, if nothing else is configured. */
const AWS_KINDS = ["key", "secret", "certificate"] as const;
/** Keys of each cloud, if nothing else is asked for. */
const KEYS = 200;

/**
 * Starts AWS, Alibaba Cloud and Tencent Cloud on this machine, and opens Crosstag over them. Nothing else is configured there. A
 * QKMS is started too, for the pages that try out operations.
 */
export async function openLocalClouds({
  keys = KEYS,
  engine,
}: {
  /** Keys of each cloud. Default: 200. */
  readonly keys?: number | undefined;
  /** Options of the engine. */
  readonly engine?: OpenCrosstagOptions["engine"];
} = {}): Promise<OpenedLocalClouds> {
  // Loaded on demand: a console serves its page before.
  const [{ startLocalClouds }, { openCrosstag }, { localTargets }] = await Promise.all([
    import("@crosstag/local-clouds"),
    import("@crosstag/clouds"),
    import("../try-it/local-targets.ts"),
  ]);
  const clouds = await startLocalClouds({ tencent: {}, qkms: {}, seed: demonstrationSeed(keys) });
  try {
    const crosstag = await openCrosstag({ ...localConfiguration(clouds), ...(engine && { engine }) });
    return {
      clouds,
      crosstag,
      tryIt: localTargets(clouds, TRY_IT_CLOUDS),
      close: async () => {
        await crosstag.close();
        await clouds.close();
      },
    };
  } catch (error) {
    await clouds.close();
    throw error;
  }
}

function localConfiguration({ aws, alibaba, tencent }: LocalClouds): OpenCrosstagOptions {
  const services = { secretsmanager: { endpoint: aws.endpoint }, acm: { endpoint: aws.endpoint } };
  return {
    configuration: {
      clouds: {
        aws: { provider: "aws", region: aws.region, endpoint: aws.endpoint, kinds: [...AWS_KINDS], services },
        alibaba: { provider: "alibaba", region: alibaba.region, endpoint: alibaba.endpoint },
        tencent: { provider: "tencent", region: tencent.region, endpoint: tencent.endpoint },
      },
    },
    credentials: { aws: aws.credentials, alibaba: alibaba.credentials, tencent: tencent.credentials },
  };
}
