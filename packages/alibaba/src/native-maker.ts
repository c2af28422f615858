import type { Endpoint } from "./endpoint.ts";
import type { OpenApiClient } from "./open-api-client.ts";
import type { Credentials } from "./sdk-credentials.ts";
import { loadOpenApi } from "./sdk.ts";

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
