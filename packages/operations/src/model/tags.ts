import { z } from "zod";

/** Tags as an object. */
export const tagRecord = z
  .record(z.string(), z.string())
  .describe("Tag keys with their values.")
  .meta({ id: "Tags", examples: [{ team: "payments" }] });

/** Tag keys. */
export const tagKeys = z.array(z.string()).describe("Tag keys.");

/** The kind of a resource. */
export const kind = z.string().describe("The kind of the resource: key, secret, certificate, or a kind of an adapter.");

/** Names of configured clouds. */
export const cloudNames = z
  .array(z.string())
  .describe("Names of configured clouds, or `entry/account/region` of an entry for many clouds. Default: all.");
