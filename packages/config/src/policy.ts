export { parsePolicy } from "./policy/parse-policy.ts";
export type { PolicyParserOptions } from "./policy/parse-policy.ts";
export { parseWaivers } from "./policy/parse-waivers.ts";
export { policyJsonSchema } from "./policy/policy-schema.ts";
export { waiversJsonSchema } from "./policy/waivers-schema.ts";
export type { KnownClouds } from "./configuration/unknown-cloud.ts";
