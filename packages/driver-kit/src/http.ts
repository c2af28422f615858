export { ProxyError, routeTo } from "./connector.ts";
export type { Dialled, Route } from "./connector.ts";
