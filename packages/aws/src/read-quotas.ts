import type { KMSClient } from "@aws-sdk/client-kms";
import type { ServiceQuota } from "@aws-sdk/client-service-quotas";
import type { CallContext, QuotaPage, ReadQuotasCall } from "@crosstag/core/driver";
import { callForFleet } from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import { requestIdOf } from "./check-answer.ts";

/** A page of a hundred quotas, with about a kilobyte each. */
const MOST_BYTES = 256 * 1024;

const SECONDS: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60, HOUR: 3_600 };

/** Where the quotas are read. */
export interface QuotaReaderParts {
  /** The client of the account, whose credentials and connections are used. */
  readonly client: KMSClient;
  /** The region of the quotas. */
  readonly region: string;
  /** The endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
}

/** A service whose request rates Service Quotas reports. */
export interface QuotaService {
  /** Its code there: `kms`. */
  readonly code: string;
  /** The id of a quota by its name there: AWS may change the codes of quotas. Undefined: it is none of the driver's. */
  readonly idOfName: (name: string) => string | undefined;
}

/**
 * Reads one page of the applied quotas of a service. AWS leaves out quotas without an applied value; their documented rates count.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html (verified 2026-11-29)
 * @throws FleetCallError
 */
export async function readQuotas(
  { client, region, endpoint }: QuotaReaderParts,
  { code, idOfName }: QuotaService,
  { cursor }: ReadQuotasCall,
  context: CallContext,
): Promise<QuotaPage> {
  const { ServiceQuotasClient, ListServiceQuotasCommand } = await import("@aws-sdk/client-service-quotas");
  const quotas = new ServiceQuotasClient({
    region,
    credentials: client.config.credentials,
    systemClockOffset: client.config.systemClockOffset,
    requestHandler: boundedHandler(client, MOST_BYTES),
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint }),
  });
  const command = new ListServiceQuotasCommand({ ServiceCode: code, MaxResults: 100, NextToken: cursor });
  const answer = await callForFleet(
    "quotas",
    (send) => send(context),
    ({ signal }) => quotas.send(command, { abortSignal: signal }),
  );
  const next = answer.NextToken || undefined;
  return {
    rates: Object.fromEntries((answer.Quotas ?? []).flatMap((quota) => rateOf(quota, idOfName))),
    ...(next !== undefined && { next }),
    ...requestIdOf(answer),
  };
}

function rateOf(
  { QuotaName: name = "", Value: value, Period: period }: ServiceQuota,
  idOfName: QuotaService["idOfName"],
): [string, number][] {
  const id = idOfName(name);
  const seconds = SECONDS[period?.PeriodUnit ?? "SECOND"];
  const count = period?.PeriodValue ?? 1;
  if (id === undefined || value === undefined || seconds === undefined) return [];
  return [[id, value / (seconds * count)]];
}
