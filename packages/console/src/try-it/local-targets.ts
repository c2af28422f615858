import type { CloudControls, LocalClouds } from "@crosstag/local-clouds";
import { signAlibabaRequest } from "./signing/sign-alibaba-request.ts";
import { signAwsRequest } from "./signing/sign-aws-request.ts";
import { signTencentRequest } from "./signing/sign-tencent-request.ts";
import type { Examples, TryItCloud, TryItTarget } from "./target.ts";
import { WIRE_OPERATIONS } from "./wire-operations.ts";

/** How many keys of each sort a cloud gets for its pages: enough to delete the material of some. */
const EXAMPLE_KEYS = 5;
/** So that a request that reads tags finds some; `Purpose` is the tag key that the forms set and remove. */
const EXAMPLE_TAGS = { Purpose: "Example", Team: "payments" };

/**
 * The local clouds as targets, each with keys of its own for the forms. Requests are signed with the public credentials
 * of these clouds.
 * @param running the clouds that were started
 */
export function localTargets(clouds: LocalClouds, running: readonly TryItCloud[]): readonly TryItTarget[] {
  return running.map((cloud) => {
    switch (cloud) {
      case "aws":
      case "qkms":
        return awsTarget(clouds[cloud], cloud);
      case "alibaba":
        return alibabaTarget(clouds.alibaba);
      case "tencent":
        return tencentTarget(clouds.tencent);
    }
  });
}

function awsTarget(local: LocalClouds["aws"], cloud: "aws" | "qkms"): TryItTarget {
  const { endpoint, region, credentials } = local;
  return {
    ...partsOf(local, cloud),
    sign: (operation, parameters) => signAwsRequest(operation, parameters, { endpoint, region, credentials }),
  };
}

function alibabaTarget(local: LocalClouds["alibaba"]): TryItTarget {
  const { endpoint, credentials } = local;
  return {
    ...partsOf(local, "alibaba"),
    sign: (operation, parameters) => signAlibabaRequest(operation, parameters, { endpoint, credentials }),
  };
}

function tencentTarget(local: LocalClouds["tencent"]): TryItTarget {
  const { endpoint, region, credentials } = local;
  return {
    ...partsOf(local, "tencent"),
    sign: (operation, parameters) => signTencentRequest(operation, parameters, { endpoint, region, credentials }),
  };
}

interface LocalCloud extends CloudControls {
  readonly endpoint: string;
  readonly region: string;
  readonly keys: KeyScene;
}

function partsOf(
  { endpoint, region, keys, faults, requests }: LocalCloud,
  cloud: TryItCloud,
): Omit<TryItTarget, "sign"> {
  return {
    cloud,
    live: false,
    region,
    endpoint,
    operations: WIRE_OPERATIONS[cloud],
    examples: examplesFrom(keys),
    throttle: (operation) => faults.add({ kind: "throttle", operation, times: 1 }),
    logged: (requestId) => {
      const entry = requests.entries.findLast((candidate) => candidate.requestId === requestId);
      if (entry === undefined) return undefined;
      const { operation, status, applied, resources } = entry;
      return { operation, status, applied, resources };
    },
  };
}

interface KeyScene {
  addMany(
    count: number,
    scene: { readonly origin?: "EXTERNAL"; readonly tags: typeof EXAMPLE_TAGS },
  ): readonly ExampleKey[];
}

/** Clouds name their keys by an id, and most by an ARN. */
interface ExampleKey {
  readonly keyId: string;
  readonly arn?: string;
  /** What Tencent Cloud has instead of an ARN. */
  readonly name?: string;
}

function examplesFrom(scene: KeyScene): Examples {
  const keys = scene.addMany(EXAMPLE_KEYS, { tags: EXAMPLE_TAGS });
  return {
    keys: idsOf(keys),
    fullNames: keys.map(({ arn, name, keyId }) => arn ?? name ?? keyId),
    importedKeys: idsOf(scene.addMany(EXAMPLE_KEYS, { origin: "EXTERNAL", tags: EXAMPLE_TAGS })),
  };
}

function idsOf(keys: readonly ExampleKey[]): readonly string[] {
  return keys.map(({ keyId }) => keyId);
}
