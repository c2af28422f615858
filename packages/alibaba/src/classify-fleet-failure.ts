import type { Failure } from "@crosstag/core/driver";
import { type CredentialOrigin, FleetCallError } from "@crosstag/driver-kit";
import type { Assumptions } from "./assumptions.ts";
import { classifyFailure } from "./classify-failure.ts";

/** Explains an error of a call for a fleet: a denial there is not about a key. */
export function classifyFleetFailure(error: unknown, assumptions: Assumptions, origin: CredentialOrigin): Failure {
  if (!(error instanceof FleetCallError)) return classifyFailure(error, assumptions, origin);
  // The regions are those of the KMS, which is asked for them.
  const service = error.service === "regions" ? undefined : "Alibaba Cloud Resource Management";
  const failure = classifyFailure(error.cause, assumptions, origin, service);
  if (/^(?:ResourceDirectoryNotInUse|EntityNotExists?\.ResourceDirectory)/.test(failure.providerCode ?? ""))
    return {
      ...failure,
      code: "configuration",
      retry: "no",
      scope: "call",
      message: "The account of the credentials is in no resource directory.",
      hint: "Use credentials of the management account, or list the accounts under accounts.",
    };
  if (failure.code !== "access-denied") return failure;
  return {
    ...failure,
    scope: "call",
    ...(error.service === "regions"
      ? {
          message: "Alibaba Cloud does not allow these credentials to list the regions.",
          hint: "Allow kms:DescribeRegions, or name the regions instead of patterns.",
        }
      : {
          message: "Alibaba Cloud does not allow these credentials to list the accounts of the resource directory.",
          hint: "Use the management account or a delegated administrator, and allow resourcemanager:ListAccounts (with units by name also ListFoldersForParent). organization.role can name a role there.",
        }),
  };
}
