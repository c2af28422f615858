export { hasAllowedHost } from "./access/allowed-hosts.ts";
export { hasAllowedOrigin } from "./access/allowed-origins.ts";
export { startService } from "./start-service.ts";
export type { ListeningService, ListenOptions, RunningService } from "./start-service.ts";
export type { ServiceEnvironment } from "./http/service-environment.ts";
