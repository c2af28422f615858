/**
 * The limit of open connections to one host, for all transports of the process. More do not help: most documented quotas
 * are far below 1,000 a second.
 */
export const CONNECTIONS_TO_HOST = 64;
