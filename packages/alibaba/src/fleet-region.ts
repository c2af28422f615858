import type { AlibabaKmsDriver } from "./alibaba-kms-driver.ts";
import { checkAccount } from "./check-account.ts";
import { commonParts } from "./common-parts.ts";
import type { AlibabaKmsSettings, ClientParts } from "./create-driver.ts";
import type { DriverParts } from "./driver.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { loadDriver } from "./load-driver.ts";
import { nativeMaker } from "./native-maker.ts";
import { quotasFor } from "./quotas.ts";
import { resolveRegion } from "./region.ts";
import { KmsRequests } from "./requests.ts";
import { loadSigningFunctions } from "./sdk.ts";
import { RequestSigner } from "./sign-request.ts";

/** What is an account's own: it outlives the drivers. */
type AccountParts = Pick<DriverParts, "credentials" | "owner">;

/** Creates the driver of one account. @throws CrosstagError `configuration` if its number or a quota is wrong */
export type AccountDriver = (settings: AlibabaKmsSettings, account: AccountParts) => AlibabaKmsDriver;

/** The connections and the credentials are the fleet's. */
const leaveOpen = async () => {};

/**
 * Prepares what the drivers of one region of a fleet have in common: there are hundreds of them, and it took most of the time
 * of creating one. Sends nothing.
 * @param settings of any of the drivers
 * @throws CrosstagError `configuration` if a setting is wrong
 */
export async function prepareFleetRegion(
  settings: AlibabaKmsSettings,
  { credentials: base, transport }: Pick<ClientParts, "credentials" | "transport">,
): Promise<AccountDriver> {
  const common = commonParts(settings);
  const region = await resolveRegion(settings);
  const endpoint = resolveEndpoint(settings.endpoint, region, settings.allowPlainHttp);
  const { models, Client, assemble } = await loadDriver();
  const requests = new KmsRequests(models, region);
  const makeNative = await nativeMaker(endpoint, region);
  const signerOfEntry = new RequestSigner(makeNative(base), base, await loadSigningFunctions());
  return (own, { credentials, owner }) => {
    checkAccount(own);
    const signer = signerOfEntry.withCredentials(credentials);
    return assemble({
      ...common,
      quotas: quotasFor(own.quotas),
      scope: { region, ...(own.account !== undefined && { account: own.account }) },
      requests,
      client: new Client(signer, transport, endpoint),
      credentials,
      owner,
      native: () => makeNative(credentials),
      signer,
      endpoint,
      transport,
      close: leaveOpen,
    });
  };
}
