import type { OptionNames } from "../text/unknown-option.ts";
import type { CloudSettings } from "./kms-adapter.ts";

/** The settings of every cloud. */
export const CLOUD_SETTINGS: OptionNames<CloudSettings> = {
  dialect: true,
  region: true,
  account: true,
  profile: true,
  endpoint: true,
  allowPlainHttp: true,
  caBundle: true,
  callTimeoutSeconds: true,
  assumeRole: true,
  credentialsTimeoutSeconds: true,
  name: true,
  quotas: true,
  assumptions: true,
  options: true,
};
