import { cam } from "./cam/cam.ts";
import { kms } from "./kms/kms.ts";
import { ssm } from "./ssm/ssm.ts";
import { sts } from "./sts/sts.ts";
import { tagService } from "./tag/tag-service.ts";
import type { TencentService } from "./tencent-service.ts";

/** The services of the local cloud. No two have an operation in common. */
export const services: readonly TencentService[] = [kms, tagService, ssm, sts, cam];

/** Services that only identify callers: faults and interventions that name no operation leave them out. */
export const identityServices: ReadonlySet<string> = new Set([sts.name, cam.name]);

/** Requests per second by operation. */
export const documentedQuotas: Readonly<Record<string, number>> = Object.assign(
  {},
  ...services.map(({ quotas }) => quotas),
);

/** The service that has an operation. */
export function serviceWith(operation: string): TencentService | undefined {
  return services.find(({ quotas }) => Object.hasOwn(quotas, operation));
}
