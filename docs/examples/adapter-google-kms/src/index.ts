export { adapter } from "./adapter.ts";
export { createGoogleDriver } from "./driver.ts";
export type { GoogleDriverOptions } from "./driver.ts";
export { googleProfile } from "./profile.ts";
