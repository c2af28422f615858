import type { WaiverSummary } from "../check-summary.ts";
import { counted } from "./counted.ts";
import { shownHtml } from "./escape-html.ts";
import { numbers, table, type Cell } from "./html-tables.ts";

const DAY = 24 * 60 * 60 * 1_000;
/** Days before its end in which a waiver is highlighted. */
const SOON = 30;

export function waiverTable(waivers: readonly WaiverSummary[], checkedAt: string): string {
  const rows = waivers.map((waiver): readonly Cell[] => {
    const { id, owner, reason, ticket = "", expires, covers } = waiver;
    return [
      { html: shownHtml(id), isHeader: true },
      ...texts([owner, reason, ticket]),
      { html: shownHtml(expires), className: "plain" },
      ...texts([stateOf(waiver, checkedAt)]),
      ...numbers([covers]),
    ];
  });
  const headings = ["Waiver", "Owner", "Reason", "Ticket", "Through", "State", "Findings"];
  return table("Waivers and the number of findings that they cover", headings, rows, { firstNumber: 6 });
}

function texts(values: readonly string[]): readonly Cell[] {
  return values.map((value) => ({ html: shownHtml(value), className: "name" }));
}

/** Valid through the end of its last day, in UTC. */
function stateOf({ state, expires }: WaiverSummary, checkedAt: string): string {
  if (state === "expired") return "expired";
  const left = Math.round((Date.parse(expires) - Date.parse(checkedAt.slice(0, 10))) / DAY);
  const word = state === "unused" ? "unused: can be removed" : "used";
  if (left === 0) return `${word}; ends today`;
  return left <= SOON ? `${word}; ends in ${counted(left, "day")}` : word;
}
