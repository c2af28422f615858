import type { DesiredState, DesiredStateProblem } from "@crosstag/core";
import { didYouMean } from "@crosstag/config/hints";

/** A selection of an unknown cloud would select nothing, without a message. */
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
                ? `Write one of: ${providers.join(", ")}. To select a configured cloud: --cloud NAME.`
                : `Did you mean ${suggestion}?`,
          },
        },
      ];
    }),
  );
}
