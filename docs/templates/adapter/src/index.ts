export { adapter } from "./adapter.ts";
export { createExampleDriver } from "./driver.ts";
export type { ExampleDriverOptions } from "./driver.ts";
export { exampleProfile } from "./profile.ts";
