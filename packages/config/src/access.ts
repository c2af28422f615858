export type {
  AccessConfiguration,
  AccessKey,
  AccessPermissions,
  AccessToken,
  SecretPlace,
} from "./access/access-configuration.ts";
export { accessJsonSchema, callerNameProblem } from "./access/access-schema.ts";
export { expiredCallers, isExpired } from "./access/expired-callers.ts";
export { parseAccess } from "./access/parse-access.ts";
