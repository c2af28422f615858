import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { renderBash } from "./render-bash.ts";
import { renderFish } from "./render-fish.ts";
import { renderZsh } from "./render-zsh.ts";
import { known } from "@crosstag/core/internal";

const RENDERERS = new Map([
  ["bash", renderBash],
  ["zsh", renderZsh],
  ["fish", renderFish],
]);

/** The completion script for a shell. @throws TypeError for a shell that `completionCommand` does not list */
export function renderCompletion(
  shell: string,
  commands: readonly CommandSyntax[],
  globals: readonly OptionDefinition[],
): string {
  return known(RENDERERS.get(shell))(commands, globals);
}
