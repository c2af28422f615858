import { UsageError } from "../usage-error.ts";

const HIGHEST_PORT = 65_535;

/** @throws UsageError if there is no such port; 0 is any that is free */
export function refuseHighPort(port: number | undefined): void {
  if (port !== undefined && port > HIGHEST_PORT)
    throw new UsageError(`--port ${port} is not a port.`, `Write a number from 0 to ${HIGHEST_PORT}.`);
}
