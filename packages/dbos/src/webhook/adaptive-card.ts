/**
 * A message with one adaptive card, which the webhook trigger of a Microsoft Teams workflow accepts (version 1.4 is the
 * latest that Teams shows everywhere: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards, 2026-11-29).
 */
export function adaptiveCard(title: string, lines: readonly string[]): object {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            { type: "TextBlock", text: title, weight: "bolder", size: "medium", wrap: true },
            ...lines.map((text) => ({ type: "TextBlock", text, wrap: true, spacing: "none" })),
          ],
        },
      },
    ],
  };
}
