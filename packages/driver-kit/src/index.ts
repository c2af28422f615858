export { readCaBundle } from "./ca-bundle.ts";
export { configurationErrorFor } from "./configuration-error.ts";
export { runCredentialCommand } from "./credential-command.ts";
export type { CommandResult } from "./credential-command.ts";
export { explainNetworkFailure, isCertificateProblem } from "./explain-network-failure.ts";
export type { NetworkFailure } from "./explain-network-failure.ts";
export { isLoopback, plainHttpError } from "./loopback.ts";
export { describeProxy, proxyFor } from "./proxy-for.ts";
export type { Proxy } from "./proxy-for.ts";
