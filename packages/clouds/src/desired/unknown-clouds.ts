import type { DesiredState, DesiredStateProblem } from "@crosstag/core";
import { unknownCloud, unknownKind, type KnownClouds } from "@crosstag/config/hints";

/** A selection of an unknown cloud or kind would select nothing, without a message. */
export function unknownClouds({ statements }: DesiredState, clouds: KnownClouds): readonly DesiredStateProblem[] {
  return [...unknownNames(statements, clouds), ...unknownKinds(statements, clouds)];
}

function unknownKinds(statements: DesiredState["statements"], clouds: KnownClouds): readonly DesiredStateProblem[] {
  return statements.flatMap(({ select }, statement) =>
    (select.kinds ?? []).flatMap((kind, position) => {
      const unknown = unknownKind(kind, clouds);
      if (unknown === undefined) return [];
      const { suggestion, known } = unknown;
      return [
        {
          path: ["statements", statement, "select", "kinds", position],
          violation: {
            severity: "error" as const,
            rule: "crosstag.unknown-kind",
            message: `No configured cloud has the kind ${JSON.stringify(kind)}.`,
            fix: suggestion === undefined ? `Kinds: ${known.join(", ")}.` : `Did you mean ${suggestion}?`,
          },
        },
      ];
    }),
  );
}

function unknownNames(statements: DesiredState["statements"], clouds: KnownClouds): readonly DesiredStateProblem[] {
  return statements.flatMap(({ select }, statement) =>
    (select.clouds ?? []).flatMap((cloud, position) => {
      const unknown = unknownCloud(cloud, clouds);
      if (unknown === undefined) return [];
      const { suggestion, known } = unknown;
      return [
        {
          path: ["statements", statement, "select", "clouds", position],
          violation: {
            severity: "error" as const,
            rule: "crosstag.unknown-cloud",
            message: `There is no cloud named ${JSON.stringify(cloud)}.`,
            fix: suggestion === undefined ? `Write one of: ${known.join(", ")}.` : `Did you mean ${suggestion}?`,
          },
        },
      ];
    }),
  );
}
