import { CrosstagError, DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { DriverSettings, KmsAdapter } from "@crosstag/core/driver";
import { createGoogleDriver } from "./driver.ts";
import { googleProfile } from "./profile.ts";
import type { TokenSource } from "./rest-client.ts";

/** Settings that this adapter does not have. To ignore one would be to use other credentials than were meant. */
const NO_SETTINGS = ["profile", "assumeRole", "caBundle", "assumptions", "allowPlainHttp"] as const;

/** The export that registries look for: `adapters: ["@acme/crosstag-google-kms"]` in crosstag.yaml loads it. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "google",
  title: "Google Cloud KMS",
  dialects: ["google"],
  profile: (dialect = "google") => {
    if (dialect === "google") return googleProfile;
    throw refused(`Google Cloud KMS has no dialect ${JSON.stringify(dialect)}.`, "Leave out the dialect.");
  },
  createDriver: async (settings) => {
    const { account = process.env["GOOGLE_CLOUD_PROJECT"], region, quotas = {} } = settings;
    for (const name of NO_SETTINGS)
      if (settings[name] !== undefined) throw refused(`This adapter has no setting ${name}.`, `Leave out ${name}.`);
    for (const id of Object.keys(quotas))
      if (!googleProfile.quotas.some((quota) => quota.id === id))
        throw refused(`There is no quota ${JSON.stringify(id)}.`, "The quotas are `read` and `write`.");
    if (!account) throw refused("The project is missing.", "Set `account` to the id of the project.");
    if (!region) throw refused("The location is missing.", "Set `region` to the location, for example `europe-west3`.");
    return createGoogleDriver({
      ...settings,
      account,
      region,
      endpoint: endpointIn(settings),
      tokens: tokensIn(settings),
    });
  },
};

/** A token in clear text can be read by the network. */
function endpointIn({ endpoint }: DriverSettings): string | undefined {
  if (endpoint === undefined) return undefined;
  if (/^(?:https:\/\/[^/]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?)$/.test(endpoint)) return endpoint;
  throw refused("The endpoint is not an https URL without a path.", "Plain http is allowed to this machine only.");
}

/** What a program passes: a token, or a function that returns one. */
function tokensIn({ credentials }: DriverSettings): TokenSource {
  if (credentials === undefined) return () => process.env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (typeof credentials === "string") return () => credentials;
  if (typeof credentials === "function") return async (signal) => String(await credentials(signal));
  throw refused("The credentials are not usable.", "Pass an access token, or a function that returns one.");
}

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", provider: "google", message, hint });
}
