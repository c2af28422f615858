import type { DesiredState, DesiredStateProblem } from "@crosstag/core";
import { didYouMean } from "@crosstag/config/hints";

/** A selection of a cloud that does not exist would select nothing, without a word. */
export function unknownClouds(
  { statements }: DesiredState,
  providers: readonly string[],
): readonly DesiredStateProblem[] {
  return statements.flatMap(({ select: { clouds = [] } }, statement) =>
    clouds.flatMap((cloud, position) => {
      if (providers.includes(cloud)) return [];
      const suggestion = didYouMean(cloud, providers);
      return [
        {
          path: ["statements", statement, "select", "clouds", position],
          violation: {
            severity: "error" as const,
            rule: "crosstag.unknown-cloud",
            message: `There is no provider ${JSON.stringify(cloud)}.`,
            fix:
              suggestion === undefined
                ? `Known are: ${providers.join(", ")}. A cloud of crosstag.yaml is selected with --cloud.`
                : `Did you mean ${suggestion}?`,
          },
        },
      ];
    }),
  );
}
