import type { KMSClient } from "@aws-sdk/client-kms";
import type { ServiceQuota } from "@aws-sdk/client-service-quotas";
import type { CallContext, QuotaPage, ReadQuotasCall } from "@crosstag/core/driver";
import { callForFleet } from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import { requestIdOf } from "./check-answer.ts";
import { quotaIdOfName } from "./quotas.ts";

/** A page of a hundred quotas, with about a kilobyte each. */
const MOST_BYTES = 256 * 1024;

const SECONDS: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60, HOUR: 3_600 };

/** Where the quotas are read. */
export interface QuotaReaderParts {
  /** The client of the account and region, whose credentials and connections are used. */
  readonly client: KMSClient;
  /** The endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
}

/**
 * Reads one page of the applied quotas of KMS. AWS leaves out quotas without an applied value; their documented rates count.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html (verified 2026-11-29)
 * @throws FleetCallError
 */
export async function readQuotas(
  { client, endpoint }: QuotaReaderParts,
  { cursor }: ReadQuotasCall,
  context: CallContext,
): Promise<QuotaPage> {
  const { ServiceQuotasClient, ListServiceQuotasCommand } = await import("@aws-sdk/client-service-quotas");
  const quotas = new ServiceQuotasClient({
    region: client.config.region,
    credentials: client.config.credentials,
    requestHandler: boundedHandler(client, MOST_BYTES),
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint }),
  });
  const command = new ListServiceQuotasCommand({ ServiceCode: "kms", MaxResults: 100, NextToken: cursor });
  const answer = await callForFleet(
    "quotas",
    (send) => send(context),
    ({ signal }) => quotas.send(command, { abortSignal: signal }),
  );
  const next = answer.NextToken || undefined;
  return {
    rates: Object.fromEntries((answer.Quotas ?? []).flatMap(rateOf)),
    ...(next !== undefined && { next }),
    ...requestIdOf(answer),
  };
}

/** By its name: AWS may change the codes of quotas. */
function rateOf({ QuotaName: name = "", Value: value, Period: period }: ServiceQuota): [string, number][] {
  const id = quotaIdOfName(name);
  const seconds = SECONDS[period?.PeriodUnit ?? "SECOND"];
  const count = period?.PeriodValue ?? 1;
  if (id === undefined || value === undefined || seconds === undefined) return [];
  return [[id, value / (seconds * count)]];
}
