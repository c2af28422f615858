/**
 * Resources of one scope that are planned together when the fewest calls are computed: enough to share calls, few enough
 * that a million of them need little memory. A multiple of the largest batch, so that no batch is cut at its edge.
 */
export const PLAN_WINDOW = 10_000;
