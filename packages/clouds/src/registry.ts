export { AdapterRegistry } from "./adapter-registry.ts";
export type { AdapterRegistration, EnvironmentVariables } from "./adapter-registry.ts";
export { defaultAdapterRegistry } from "./default-adapter-registry.ts";
