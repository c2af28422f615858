import { DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { KmsAdapter } from "@crosstag/core/driver";
import { configurationErrorFor, parseEndpoint, withOwnRates } from "@crosstag/driver-kit";
import type { TokenSource } from "@crosstag/driver-kit/http";
import { createGoogleDriver } from "./driver.ts";
import { googleProfile } from "./profile.ts";

const refused = configurationErrorFor("google");
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
    const { account = process.env["GOOGLE_CLOUD_PROJECT"], region, endpoint, callTimeoutSeconds } = settings;
    for (const name of NO_SETTINGS)
      if (settings[name] !== undefined) throw refused(`This adapter has no setting ${name}.`, `Leave out ${name}.`);
    if (!account) throw refused("The project is missing.", "Set `account` to the id of the project.");
    if (!region) throw refused("The location is missing.", "Set `region` to the location, for example `europe-west3`.");
    const rules = { provider: "google", example: "https://cloudkms.googleapis.com" };
    return createGoogleDriver({
      account,
      region,
      callTimeoutSeconds,
      endpoint: endpoint === undefined ? undefined : parseEndpoint(endpoint, rules).origin,
      quotas: withOwnRates(googleProfile.quotas, settings.quotas, refused),
      tokens: tokensIn(settings.credentials),
    });
  },
};

/** What a program passes: a token, or a function that returns one. */
function tokensIn(credentials: unknown): TokenSource {
  if (credentials === undefined) return () => process.env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (typeof credentials === "string") return () => credentials;
  if (typeof credentials === "function") return async (signal) => String(await credentials(signal));
  throw refused("The credentials are not usable.", "Pass an access token, or a function that returns one.");
}
