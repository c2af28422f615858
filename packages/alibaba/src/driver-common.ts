import { callTimeoutMsOf, type DriverScope } from "@crosstag/core/driver";
import { ACCOUNT_NUMBER, ACCOUNT_RULE } from "./account-number.ts";
import { resolveAssumptions } from "./assumptions.ts";
import { configurationError } from "./configuration-error.ts";
import type { AlibabaKmsOptions } from "./create-driver.ts";
import { resolveDialect } from "./dialects.ts";
import type { DriverParts } from "./driver.ts";
import type { Endpoint } from "./endpoint.ts";
import type { OpenApiClient } from "./open-api-client.ts";
import { profileFor } from "./profile.ts";
import type { Credentials } from "./sdk-credentials.ts";
import { loadKmsModels, loadOpenApi } from "./sdk.ts";

/** What drivers have in common that differ in account and region only. @throws CrosstagError `configuration` */
export function commonParts({
  dialect,
  assumptions: given,
  callTimeoutSeconds,
}: Pick<AlibabaKmsOptions, "dialect" | "assumptions" | "callTimeoutSeconds">): Pick<
  DriverParts,
  "profile" | "assumptions" | "callTimeoutMs"
> {
  resolveDialect(dialect);
  const assumptions = resolveAssumptions(given);
  return { profile: profileFor(assumptions), assumptions, callTimeoutMs: callTimeoutMsOf(callTimeoutSeconds) };
}

/** @throws CrosstagError `configuration` if it is not the number of an account */
export function checkAccount(options: AlibabaKmsOptions): void {
  if (options.account === undefined || ACCOUNT_NUMBER.test(options.account)) return;
  throw configurationError(
    `The account${"name" in options && options.name !== undefined ? ` of the cloud ${JSON.stringify(options.name)}` : ""} is not the number of an Alibaba Cloud account.`,
    `Correct "account". ${ACCOUNT_RULE}`,
  );
}

/** The scope of a driver. */
export function scopeOf(region: string, account: string | undefined): DriverScope {
  return { region, ...(account !== undefined && { account }) };
}

/** Loads what makes calls. */
export async function loadDriver() {
  const [models, { AlibabaClient: Client }, { assembleDriver: assemble }] = await Promise.all([
    loadKmsModels(),
    import("./client.ts"),
    import("./driver.ts"),
  ]);
  return { models, Client, assemble };
}

/** Makes clients of the SDK for an endpoint. */
export async function nativeMaker(
  endpoint: Endpoint,
  regionId: string,
): Promise<(credentials: Pick<Credentials, "get">) => OpenApiClient> {
  const sdk = await loadOpenApi();
  return (credentials) =>
    new sdk.default(
      new sdk.Config({
        endpoint: endpoint.host,
        protocol: endpoint.protocol.slice(0, -1),
        regionId,
        userAgent: "Crosstag",
        credential: { getCredential: () => credentials.get() },
      }),
    );
}
