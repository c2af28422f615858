import type { ResourceKind } from "@crosstag/core";

/** As in the core, which `--help` need not load. */
export const KINDS: readonly ResourceKind[] = ["key", "secret", "certificate"];
