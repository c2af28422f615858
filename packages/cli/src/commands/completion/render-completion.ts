import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { renderBash } from "./render-bash.ts";
import { renderFish } from "./render-fish.ts";
import { renderZsh } from "./render-zsh.ts";

export type Shell = "bash" | "zsh" | "fish";

const RENDERERS = { bash: renderBash, zsh: renderZsh, fish: renderFish };

export function renderCompletion(
  shell: Shell,
  commands: readonly CommandSyntax[],
  globals: readonly OptionDefinition[],
): string {
  return RENDERERS[shell](commands, globals);
}
