import type { CloudCall, CloudError } from "../../server/cloud.ts";
import { unrecognizedClient } from "../protocol/signature-v4.ts";
import type { Callers } from "../sts/caller.ts";
import { isOpen, isUsable, type AwsMember } from "./aws-accounts.ts";

/**
 * Refuses a caller of a closed region, of an account that cannot be used, or without permission. `denial` makes the
 * refusal, with the reason in AWS's words.
 */
export function checkAccess(
  call: CloudCall,
  member: AwsMember,
  callers: Callers,
  denial: (reason?: string) => CloudError,
): void {
  const { disablingRegion, suspendedAccountError } = member.kms.settings;
  if (!isOpen(member, call.region, disablingRegion)) throw unrecognizedClient();
  if (!isUsable(member)) {
    throw suspendedAccountError === "AccessDeniedException" ? denial() : unrecognizedClient();
  }
  if (!member.management && member.deniedRegions.includes(call.region)) {
    throw denial("with an explicit deny in a service control policy");
  }
  if (callers.isDenied(call)) throw denial();
}
