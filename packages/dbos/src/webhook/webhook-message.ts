import { NO_NAME } from "@crosstag/compliance";
import type { NotificationConfiguration, NotificationField } from "@crosstag/config";
import { matchesAnyGlob } from "@crosstag/core/internal";
import { adaptiveCard } from "./adaptive-card.ts";
import type { CheckNews, KnownViolation } from "./check-news.ts";
import { fillBody } from "./fill-body.ts";

/** A message that is ready to be signed and sent. */
export interface WebhookMessage {
  /** The same each time the message is sent, so that a receiver can drop a repetition. */
  readonly id: string;
  /** The body, JSON. */
  readonly body: string;
}

/** More violations make a message that chats cut off; the database has all of them. */
const MOST_LISTED = 20;
/** The same for programs: some receivers accept 256 KB. */
const MOST_IN_JSON = 200;

/**
 * Makes the message of one entry of `notify`. Pure.
 * @param name the name of the entry
 * @returns undefined if no new violation is for the teams of the entry
 */
export function webhookMessage(
  news: CheckNews,
  name: string,
  { teams, format = "json", body }: NotificationConfiguration,
): WebhookMessage | undefined {
  const violations = news.violations.filter(({ team = NO_NAME }) => teams === undefined || matchesAnyGlob(teams, team));
  if (violations.length === 0) return undefined;
  const content =
    body === undefined ? CONTENT[format]({ ...news, violations }) : fillBody(body, fieldsOf({ ...news, violations }));
  return { id: `${news.checkId}_${name}`, body: JSON.stringify(content) };
}

const CONTENT = { json: jsonContent, text: (news: CheckNews) => ({ text: textOf(news) }), teams: teamsContent };

/** Groups violations by team, the teams in order of their names. Pure. */
export function groupByTeam(violations: readonly KnownViolation[]): ReadonlyMap<string, readonly KnownViolation[]> {
  const groups = new Map<string, KnownViolation[]>();
  for (const violation of violations) {
    const { team = NO_NAME } = violation;
    const group = groups.get(team);
    if (group === undefined) groups.set(team, [violation]);
    else group.push(violation);
  }
  return new Map([...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** As Standard Webhooks recommends: the type, the time and the data. */
function jsonContent(news: CheckNews) {
  const { schedule, policy, checkedAt, violations, fixed, open, unread } = news;
  const listed = violations.slice(0, MOST_IN_JSON);
  return {
    type: "crosstag.violations.new",
    timestamp: checkedAt,
    data: {
      schedule,
      policy,
      newViolations: violations.length,
      fixedViolations: fixed,
      openViolations: open,
      unreadResources: unread,
      teams: [...groupByTeam(violations)].map(([team, { length }]) => ({ team, newViolations: length })),
      violations: listed,
      ...(violations.length > listed.length && { notListed: violations.length - listed.length }),
    },
  };
}

function titleOf({ schedule, violations }: CheckNews): string {
  return `${violations.length} new tag ${violations.length === 1 ? "violation" : "violations"} (${schedule})`;
}

function textOf(news: CheckNews): string {
  return [titleOf(news), summaryOf(news), ...linesOf(news.violations)].join("\n");
}

function teamsContent(news: CheckNews) {
  return adaptiveCard(titleOf(news), [summaryOf(news), ...linesOf(news.violations)]);
}

function summaryOf({ policy, checkedAt, fixed, open, unread }: CheckNews): string {
  const unreadable = unread === 0 ? "" : `, ${unread} ${unread === 1 ? "resource" : "resources"} could not be read`;
  return `Policy ${policy}, checked ${checkedAt}: ${fixed} fixed, ${open} open${unreadable}.`;
}

function linesOf(violations: readonly KnownViolation[]): readonly string[] {
  const lines: string[] = [];
  let listed = 0;
  for (const [team, group] of groupByTeam(violations)) {
    if (listed === MOST_LISTED) break;
    lines.push(`Team ${team}: ${group.length}`);
    for (const { severity, rule, message, reference } of group.slice(0, MOST_LISTED - listed)) {
      lines.push(`- ${severity}, ${rule}: ${message} ${reference}`);
      listed += 1;
    }
  }
  if (violations.length > listed) lines.push(`… and ${violations.length - listed} more`);
  return lines;
}

function fieldsOf(news: CheckNews): Readonly<Record<NotificationField, string>> {
  const { schedule, policy, checkedAt, violations, fixed, open, unread } = news;
  return {
    schedule,
    policy,
    checkedAt,
    teams: [...groupByTeam(violations).keys()].join(", "),
    new: String(violations.length),
    fixed: String(fixed),
    open: String(open),
    unread: String(unread),
    list: linesOf(violations).join("\n"),
  };
}
