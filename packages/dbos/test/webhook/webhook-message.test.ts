import { expect, it } from "vitest";
import { webhookMessage, type CheckNews, type KnownViolation } from "../../src/index.ts";

function violation(id: string, team?: string): KnownViolation {
  return {
    fingerprint: id,
    reference: `arn:aws:kms:eu-central-1:111122223333:key/${id}`,
    rule: "owner",
    severity: "error",
    tagKey: "owner",
    message: 'The tag "owner" is missing.',
    fix: 'Add the tag "owner".',
    ...(team !== undefined && { team }),
  };
}

const NEWS: CheckNews = {
  checkId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  schedule: "nightly",
  policy: "Company tags",
  checkedAt: "2026-11-29T06:00:00.000Z",
  violations: [violation("1", "payments"), violation("2"), violation("3", "shop-eu"), violation("4", "payments")],
  fixed: 2,
  open: 7,
  unread: 1,
};

const contentOf = (message: ReturnType<typeof webhookMessage>) =>
  JSON.parse(message?.body ?? "null") as Record<string, unknown>;

it("has new violations of the teams that the entry names, grouped by team", () => {
  const message = webhookMessage(NEWS, "shop", { teams: ["shop-*", "(none)"] });
  expect(message?.id).toBe("0f8fad5b-d9cb-469f-a165-70867728950e_shop");
  expect(contentOf(message)).toEqual({
    type: "crosstag.violations.new",
    timestamp: "2026-11-29T06:00:00.000Z",
    data: {
      schedule: "nightly",
      policy: "Company tags",
      newViolations: 2,
      fixedViolations: 2,
      openViolations: 7,
      unreadResources: 1,
      teams: [
        { team: "(none)", newViolations: 1 },
        { team: "shop-eu", newViolations: 1 },
      ],
      violations: [violation("2"), violation("3", "shop-eu")],
    },
  });
  expect(webhookMessage(NEWS, "search", { teams: ["search"] })).toBeUndefined();
  expect(webhookMessage({ ...NEWS, violations: [] }, "all", {})).toBeUndefined();
});

it("is a text for chats or a card for Teams, and names how many violations are not listed", () => {
  const violations = Array.from({ length: 25 }, (_, index) => violation(`key-${index}`, "payments"));
  const { text } = contentOf(webhookMessage({ ...NEWS, violations }, "chat", { format: "text" }));
  const lines = String(text).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "25 new tag violations (nightly)",
    "Policy Company tags, checked 2026-11-29T06:00:00.000Z: 2 fixed, 7 open, 1 resource could not be read.",
    "Team payments: 25",
    '- error, owner: The tag "owner" is missing. arn:aws:kms:eu-central-1:111122223333:key/key-0',
  ]);
  expect(lines.at(-1)).toBe("… and 5 more");
  const card = contentOf(webhookMessage({ ...NEWS, violations: violations.slice(0, 1) }, "chat", { format: "teams" }));
  expect(card).toMatchObject({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          version: "1.4",
          body: [{ text: "1 new tag violation (nightly)" }, {}, {}, {}],
        },
      },
    ],
  });
});

it("fills a body of its own, and a value cannot change its form", () => {
  const hostile = [{ ...violation("1", '"}, {new} <!channel>') }];
  const body = { summary: "{new} new for {teams}", nested: [{ priority: 3, link: "{unknown} {}" }] };
  expect(contentOf(webhookMessage({ ...NEWS, violations: hostile }, "own", { body }))).toEqual({
    summary: '1 new for "}, {new} <!channel>',
    nested: [{ priority: 3, link: "{unknown} {}" }],
  });
});
