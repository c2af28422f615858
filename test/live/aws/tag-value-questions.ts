import type { Probe } from "../live-cloud.ts";

const REFUSALS = ["TagException", "ValidationException", "InvalidParameterException"];

/** One value if the tag was accepted, another if it was refused; undefined for any other answer. */
function settingOf(
  name: string,
  answer: string,
  accepted: string,
  refused: string,
): Readonly<Record<string, string>> | undefined {
  if (answer === "accepted") return { [name]: accepted };
  return REFUSALS.includes(answer) ? { [name]: refused } : undefined;
}

/**
 * The three assumptions about tags of AWS. The codes of the refusals differ from service to service, and any refusal is
 * the same answer.
 */
export function tagValueQuestions(
  role: "key" | "secret",
  tag: (id: string, tags: Readonly<Record<string, string>>) => Promise<string>,
): readonly Probe[] {
  return [
    {
      id: `${role}-tag-characters`,
      question: "Are characters refused that are not letters, digits, spaces or one of _.:/=+-@?",
      assumed: REFUSALS,
      calls: 1,
      tags: role,
      ask: ({ id }) => tag(id(role), { team: 'a"%#' }),
      setting: (answer) => settingOf("tagCharacters", answer, "any", "general"),
    },
    {
      id: `${role}-tag-length-unit`,
      question: "Can a value have 256 characters of two UTF-16 units each?",
      assumed: ["accepted"],
      calls: 1,
      tags: role,
      // A letter, so that it is not refused for its kind.
      ask: ({ id }) => tag(id(role), { team: "\u{1D49C}".repeat(256) }),
      setting: (answer) => settingOf("tagLengthUnit", answer, "code-points", "utf16-units"),
    },
    {
      id: `${role}-reserved-value-prefix`,
      question: "Can a value begin with aws:?",
      assumed: ["accepted"],
      calls: 1,
      tags: role,
      ask: ({ id }) => tag(id(role), { team: "aws:a" }),
      setting: (answer) => settingOf("reservedValuePrefix", answer, "allow", "refuse"),
    },
  ];
}
