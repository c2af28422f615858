import { createHash } from "node:crypto";
import { awsError } from "../protocol/aws-error.ts";
import { JsonService, type JsonCall, type ServiceParts } from "../protocol/json-service.ts";
import { tokenPage } from "../protocol/token-page.ts";

/** The rates that Service Quotas reports. */
export interface ReportedRates {
  /** The services whose rates it knows. */
  readonly services: readonly ReportedService[];
  /** The rate of a quota group in an account; undefined if the cloud does not limit it. */
  readonly rateOf: (account: string, group: string) => number | undefined;
}

/** A service and its rates. */
export interface ReportedService {
  /** The code of the service: `kms`. */
  readonly code: string;
  /** Its full name. */
  readonly title: string;
  readonly quotas: readonly ReportedQuota[];
}

/** The documented rate of a quota. */
interface ReportedQuota {
  /** As documented. */
  readonly name: string;
  /** The quota group in this cloud. */
  readonly group: string;
  /** Requests per second. */
  readonly documented: number;
  readonly adjustable: boolean;
}

/** The operations of KMS, each with a quota of its own. */
export function ratesOfKms(documented: Readonly<Record<string, number>>): ReportedService {
  return {
    code: "kms",
    title: "AWS Key Management Service (AWS KMS)",
    quotas: Object.entries(documented).map(([operation, rate]) => ({
      name: `${operation} request rate`,
      group: operation,
      documented: rate,
      adjustable: true,
    })),
  };
}

/** Service Quotas, for request rates. Names of quotas as documented (verified 2026-11-30); codes are invented. */
export function createServiceQuotas(parts: ServiceParts, { services, rateOf }: ReportedRates): JsonService {
  const valueOf = (account: string, { group, documented }: ReportedQuota): number =>
    rateOf(account, group) ?? documented;
  const applied = (call: JsonCall, { quotas }: ReportedService): readonly ReportedQuota[] => {
    if (call.member.kms.settings.listedQuotas === "all") return quotas;
    return quotas.filter((quota) => valueOf(call.member.id, quota) !== quota.documented);
  };
  const serviceIn = ({ parameters }: JsonCall): ReportedService => {
    const code = parameters.string("ServiceCode", { minimum: 1, maximum: 63 });
    parameters.check();
    const service = services.find((known) => known.code === code);
    if (service === undefined) throw noSuchResource();
    return service;
  };

  return new JsonService(
    {
      name: "servicequotas",
      targetPrefix: "ServiceQuotasV20190624.",
      throttled: ["TooManyRequestsException", "Rate exceeded"],
      fault: ["ServiceException", "An internal error occurred. Try again later."],
      operations: {
        ListServiceQuotas: {
          requestsPerSecond: 10,
          run: (call) => {
            const service = serviceIn(call);
            return listOf(call, applied(call, service), (quota) =>
              quotaEntry(call, service, quota, valueOf(call.member.id, quota)),
            );
          },
        },
        ListAWSDefaultServiceQuotas: {
          requestsPerSecond: 10,
          run: (call) => {
            const service = serviceIn(call);
            return listOf(call, service.quotas, (quota) => quotaEntry(call, service, quota, quota.documented));
          },
        },
        GetServiceQuota: {
          requestsPerSecond: 5,
          run: (call) => {
            const service = serviceIn(call);
            const quota = namedQuota(call, applied(call, service));
            return { Quota: quotaEntry(call, service, quota, valueOf(call.member.id, quota)) };
          },
        },
      },
    },
    parts,
  );
}

function listOf(
  call: JsonCall,
  quotas: readonly ReportedQuota[],
  entry: (quota: ReportedQuota) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { items, rest } = tokenPage(quotas, call.parameters, call.operation, {
    maximum: 100,
    invalidToken: "InvalidPaginationTokenException",
  });
  return { Quotas: items.map(entry), ...rest };
}

function namedQuota(call: JsonCall, quotas: readonly ReportedQuota[]): ReportedQuota {
  const code = call.parameters.string("QuotaCode", { minimum: 1, maximum: 128 });
  call.parameters.check();
  const quota = quotas.find(({ group }) => codeOf(group) === code);
  if (quota === undefined) throw noSuchResource();
  return quota;
}

function noSuchResource(): Error {
  return awsError("NoSuchResourceException", "The request failed because the specified service does not exist.");
}

function quotaEntry(
  { region, member }: JsonCall,
  service: ReportedService,
  { name, group, adjustable }: ReportedQuota,
  value: number,
): Readonly<Record<string, unknown>> {
  const code = codeOf(group);
  return {
    ServiceCode: service.code,
    ServiceName: service.title,
    QuotaArn: `arn:aws:servicequotas:${region}:${member.id}:${service.code}/${code}`,
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Unit: "None",
    Adjustable: adjustable,
    GlobalQuota: false,
    Period: { PeriodValue: 1, PeriodUnit: "SECOND" },
  };
}

function codeOf(group: string): string {
  return `L-${createHash("sha256").update(group).digest("hex").slice(0, 8).toUpperCase()}`;
}
