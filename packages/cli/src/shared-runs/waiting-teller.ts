import type { SharedRunStatus } from "@crosstag/dbos";
import type { Messages } from "../output/messages.ts";

/** Says that no worker applies a run, and why: once, and again when there is another reason. */
export function waitingTeller(
  messages: Pick<Messages, "warn">,
): (status: Pick<SharedRunStatus, "workers" | "otherVersions" | "version">) => void {
  let told: string | undefined;
  return ({ workers, otherVersions, version }) => {
    const reason = workers > 0 ? undefined : reasonOf(version, otherVersions);
    if (reason !== undefined && reason !== told) messages.warn(reason);
    told = reason;
  };
}

function reasonOf(version: string, otherVersions: readonly string[]): string {
  return otherVersions.length === 0
    ? "No worker is running, so the run waits. Start one on any machine: crosstag worker --database-url URL"
    : `The run waits for a worker of the version ${version}. The workers that are running have the version ${otherVersions.join(", ")}: start a worker of the version of Crosstag that submitted the run.`;
}
