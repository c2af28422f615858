import type { Failure } from "@crosstag/core/driver";
import { type CredentialOrigin, FleetCallError } from "@crosstag/driver-kit";
import { classifyFailure } from "./classify-failure.ts";
import { KMS_ERRORS } from "./kms-errors.ts";
import { serviceErrors, type ServiceErrors } from "./service-errors.ts";

type Meaning = Pick<Failure, "code" | "message"> & Partial<Pick<Failure, "hint" | "retry">>;

/** What error codes of AWS Organizations mean. https://docs.aws.amazon.com/organizations/latest/APIReference/ */
const OF_ORGANIZATIONS: ReadonlyMap<string, Meaning> = new Map([
  [
    "AWSOrganizationsNotInUseException",
    {
      code: "configuration",
      message: "The account of the credentials is in no organization.",
      hint: "Use credentials of the management account, or list the accounts under accounts.",
    },
  ],
  [
    "AccessDeniedException",
    {
      code: "access-denied",
      message: "AWS Organizations does not allow these credentials to list the accounts.",
      hint: "Use the management account or a delegated administrator, and allow organizations:ListAccounts (with units by name also ListRoots and ListOrganizationalUnitsForParent, to select by tags of accounts also ListTagsForResource). organization.role can name a role there.",
    },
  ],
  ["TooManyRequestsException", { code: "throttled", retry: "throttled", message: "AWS Organizations is too busy." }],
  ["ServiceException", { code: "unavailable", retry: "transient", message: "AWS Organizations failed." }],
]);

/** What error codes of AWS Account Management mean. */
const OF_ACCOUNT: ReadonlyMap<string, Meaning> = new Map([
  [
    "AccessDeniedException",
    {
      code: "access-denied",
      message: "AWS does not allow these credentials to list the regions of the account.",
      hint: "Allow account:ListRegions, or name the regions instead of patterns.",
    },
  ],
  [
    "TooManyRequestsException",
    { code: "throttled", retry: "throttled", message: "AWS Account Management is too busy." },
  ],
  ["InternalServerException", { code: "unavailable", retry: "transient", message: "AWS Account Management failed." }],
]);

/** What error codes of Service Quotas mean. */
const OF_QUOTAS: ReadonlyMap<string, Meaning> = new Map([
  [
    "AccessDeniedException",
    {
      code: "access-denied",
      message: "AWS does not allow these credentials to read the quotas of the account.",
      hint: "Allow servicequotas:ListServiceQuotas, or write the rates under quotas.",
    },
  ],
  [
    "NoSuchResourceException",
    {
      code: "unsupported",
      message: "Service Quotas does not have the quotas of this service in this region.",
      hint: "Write the rates under quotas.",
    },
  ],
  ["TooManyRequestsException", { code: "throttled", retry: "throttled", message: "Service Quotas is too busy." }],
  ["ServiceException", { code: "unavailable", retry: "transient", message: "Service Quotas failed." }],
]);

const OF_SERVICES: Readonly<Record<string, FleetService>> = {
  organizations: fleetService("AWS Organizations", "organizations", OF_ORGANIZATIONS),
  account: fleetService("AWS Account Management", "account", OF_ACCOUNT),
  quotas: fleetService("Service Quotas", "servicequotas", OF_QUOTAS),
};

/** A service that is asked for a fleet. */
interface FleetService {
  /** The errors that it has in common with other services. */
  readonly errors: ServiceErrors;
  /** Those of its own. */
  readonly own: ReadonlyMap<string, Meaning>;
}

function fleetService(title: string, prefix: string, own: ReadonlyMap<string, Meaning>): FleetService {
  const denialHint = "Check the policies of the caller.";
  return { errors: serviceErrors({ title, prefix, resource: "account", denialHint }, []), own };
}

/** Explains an error of a call for a fleet; those of other services than KMS have their own meanings. */
export function classifyFleetFailure(
  error: unknown,
  origin: CredentialOrigin = {},
  errors: ServiceErrors = KMS_ERRORS,
): Failure {
  if (!(error instanceof FleetCallError)) return classifyFailure(error, origin, errors);
  const { cause, service } = error;
  const { errors: common, own } = OF_SERVICES[service] ?? {};
  const failure = {
    ...classifyFailure(cause, origin, common),
    ...(common !== undefined && { service: common.title }),
  };
  const meaning = own?.get(failure.providerCode ?? "");
  return meaning === undefined ? failure : { ...failure, retry: "no", applied: "no", scope: "call", ...meaning };
}
