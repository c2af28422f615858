import type { LocalClouds } from "@crosstag/local-clouds";

/** How many resources of each kind to add. */
export interface AddedResources {
  readonly keys?: number;
  readonly secrets?: number;
  readonly certificates?: number;
  /** Whether QKMS, which has keys only, runs instead of AWS. */
  readonly qkms?: boolean;
}

/**
 * Adds resources to the first account and region of each cloud that runs. Secrets are named `secret-1` and so on. Throws
 * a `TypeError` if a seed has one of these names.
 */
export function addResources(
  clouds: Pick<LocalClouds, "aws" | "qkms" | "alibaba" | "tencent">,
  running: ReadonlySet<string>,
  { keys = 0, secrets = 0, certificates = 0, qkms = false }: AddedResources,
): void {
  if (running.has("aws")) {
    const cloud = qkms ? clouds.qkms : clouds.aws;
    cloud.keys.addMany(keys);
    cloud.secrets.addMany(secrets);
    cloud.certificates.addMany(certificates);
  }
  if (running.has("alibaba")) {
    clouds.alibaba.keys.addMany(keys);
    clouds.alibaba.secrets.addMany(secrets);
    for (let made = 0; made < certificates; made += 1) clouds.alibaba.certificates.create();
  }
  if (running.has("tencent")) {
    clouds.tencent.keys.addMany(keys);
    clouds.tencent.secrets.addMany(secrets);
  }
}
