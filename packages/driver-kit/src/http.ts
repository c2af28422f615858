export { routeTo } from "./connector.ts";
export type { Dialled, Route } from "./connector.ts";
export { HttpTransport } from "./http-transport.ts";
export { JsonService } from "./json-service.ts";
export type { JsonServiceOptions, TokenSource } from "./json-service.ts";
export type { HttpAnswer, HttpRequest, HttpTransportOptions } from "./http-transport.ts";
