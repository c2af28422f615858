export { readCaBundle } from "./ca-bundle.ts";
export { configurationErrorFor } from "./configuration-error.ts";
export { readCredentialCommand } from "./credential-output.ts";
export type { CredentialCommandOptions, CredentialOutput } from "./credential-output.ts";
export { explainNetworkFailure, isCertificateProblem } from "./explain-network-failure.ts";
export type { NetworkFailure } from "./explain-network-failure.ts";
export { isLoopback, plainHttpError } from "./loopback.ts";
export { describeProxy, proxyFor } from "./proxy-for.ts";
export type { Proxy } from "./proxy-for.ts";
