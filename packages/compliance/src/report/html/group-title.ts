import type { GroupSummary } from "../check-summary.ts";

/** The name of a group for people: `aws 111122223333 (shop)`. */
export function groupTitle({ name, title }: Pick<GroupSummary, "name" | "title">): string {
  return title === undefined ? name : `${name} (${title})`;
}
