import { createHash } from "node:crypto";
import { awsError } from "../protocol/aws-error.ts";
import { JsonService, type JsonCall, type ServiceParts } from "../protocol/json-service.ts";
import { tokenPage } from "../protocol/token-page.ts";

/** The rates of KMS that Service Quotas reports. */
export interface ReportedRates {
  /** Requests per second by operation of KMS, as documented. */
  readonly documented: Readonly<Record<string, number>>;
  /** The rate of an operation in an account; undefined if the cloud does not limit it. */
  readonly rateOf: (account: string, operation: string) => number | undefined;
}

const serviceCode = "kms";

/** Service Quotas, for the request rates of KMS. Names of quotas as documented (verified 2026-11-29); codes are invented. */
export function createServiceQuotas(parts: ServiceParts, rates: ReportedRates): JsonService {
  const valueOf = (account: string, operation: string): number =>
    rates.rateOf(account, operation) ?? rates.documented[operation] ?? 0;
  const operations = Object.keys(rates.documented);
  const applied = (call: JsonCall): readonly string[] => {
    if (call.member.kms.settings.listedQuotas === "all") return operations;
    return operations.filter((name) => valueOf(call.member.id, name) !== rates.documented[name]);
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
          run: (call) => listOf(call, applied(call), (name) => quotaEntry(call, name, valueOf(call.member.id, name))),
        },
        ListAWSDefaultServiceQuotas: {
          requestsPerSecond: 10,
          run: (call) => listOf(call, operations, (name) => quotaEntry(call, name, rates.documented[name] ?? 0)),
        },
        GetServiceQuota: {
          requestsPerSecond: 5,
          run: (call) => {
            const name = namedQuota(call, applied(call));
            return { Quota: quotaEntry(call, name, valueOf(call.member.id, name)) };
          },
        },
      },
    },
    parts,
  );
}

function listOf(
  call: JsonCall,
  names: readonly string[],
  entry: (name: string) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  requireKms(call);
  const { items, rest } = tokenPage(names, call.parameters, call.operation, {
    maximum: 100,
    invalidToken: "InvalidPaginationTokenException",
  });
  return { Quotas: items.map(entry), ...rest };
}

function namedQuota(call: JsonCall, names: readonly string[]): string {
  requireKms(call);
  const code = call.parameters.string("QuotaCode", { minimum: 1, maximum: 128 });
  call.parameters.check();
  const name = names.find((candidate) => codeOf(candidate) === code);
  if (name === undefined) throw noSuchResource();
  return name;
}

function requireKms({ parameters }: JsonCall): void {
  const code = parameters.string("ServiceCode", { minimum: 1, maximum: 63 });
  parameters.check();
  if (code !== serviceCode) throw noSuchResource();
}

function noSuchResource(): Error {
  return awsError("NoSuchResourceException", "The request failed because the specified service does not exist.");
}

function quotaEntry({ region, member }: JsonCall, operation: string, value: number): Readonly<Record<string, unknown>> {
  const code = codeOf(operation);
  return {
    ServiceCode: serviceCode,
    ServiceName: "AWS Key Management Service (AWS KMS)",
    QuotaArn: `arn:aws:servicequotas:${region}:${member.id}:${serviceCode}/${code}`,
    QuotaCode: code,
    QuotaName: `${operation} request rate`,
    Value: value,
    Unit: "None",
    Adjustable: true,
    GlobalQuota: false,
    Period: { PeriodValue: 1, PeriodUnit: "SECOND" },
  };
}

function codeOf(operation: string): string {
  return `L-${createHash("sha256").update(operation).digest("hex").slice(0, 8).toUpperCase()}`;
}
