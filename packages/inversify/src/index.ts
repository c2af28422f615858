export { crosstagModule } from "./crosstag-module.ts";
export type { CrosstagModuleOptions } from "./crosstag-module.ts";
export { SERVICE } from "./service.ts";
