import { type ResourceKind, type TagRules } from "@crosstag/core";
import { kindsOf } from "@crosstag/core/driver";
import {
  checkPortability,
  isRead,
  suggestMapping,
  type Portability,
  type PortabilityCloud,
  type PortabilitySubject,
} from "@crosstag/migration";
import { stringify } from "yaml";
import type { NamedProfile } from "@crosstag/clouds";
import { refuseKindOfNone, resolveProfiles } from "../../configuration/resolve-profiles.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { parseTags } from "../../input/parse-tags.ts";
import { readText } from "../../input/read-text.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { parseInventory } from "../../inventory/parse-inventory.ts";
import type { Invocation } from "../../invocation.ts";
import { mappingFile } from "../../mapping/mapping-file.ts";
import { describeCount } from "../../output/describe-count.ts";
import { replaceableFile } from "../../output/replaceable-file.ts";
import { writePrivateFile } from "../../output/write-private-file.ts";
import { writePortability } from "./write-portability.ts";
import { UsageError } from "../../usage-error.ts";
import { showResult } from "../../output/show-result.ts";

interface PortabilityOptions {
  readonly for?: readonly string[];
  readonly inventory?: string;
  readonly kind: ResourceKind;
  readonly suggest?: string;
}

/** Makes no calls and requires no credentials. */
export async function run(invocation: Invocation<PortabilityOptions>): Promise<ExitCode> {
  const { context, options, output, messages } = invocation;
  const { suggest } = options;
  if (suggest !== undefined)
    await replaceableFile(resolvePath(suggest, context), suggest, mappingFile("crosstag portability"));
  const profiles = await resolveProfiles(options.for, invocation);
  await refuseKindOfNone(options.kind, profiles, invocation);
  const { subjects, unreadable } = await readSubjects(invocation, await resolveProfiles(undefined, invocation));
  const checked = [...checkPortability(subjects, profiles.map(cloudOf))];
  await showResult(output, {
    table: () => writePortability(checked, output),
    document: () => ({ portable: checked.every(isUnchanged), results: checked }),
    records: () => checked,
  });
  if (suggest !== undefined) {
    const mapping = suggestMapping(checked);
    if (mapping === undefined) messages.info("No mapping would help. None was written.");
    else {
      await writePrivateFile(suggest, stringify(mapping), context);
      messages.info(`Written to ${suggest}. Add to it how resources are paired, under match.`);
    }
  }
  if (unreadable > 0)
    messages.warn(`${describeCount(unreadable, "resource")} of the inventory could not be read when it was made.`);
  if (!checked.every(isUnchanged)) return EXIT_CODE.violations;
  return unreadable > 0 ? EXIT_CODE.someFailed : EXIT_CODE.done;
}

function isUnchanged({ result }: Portability): boolean {
  return result === "unchanged";
}

function cloudOf({ name, profile }: NamedProfile): PortabilityCloud {
  const { rules, capabilities } = profile;
  const kinds = kindsOf(profile).filter((kind) => (capabilities.writeTags[kind]?.support ?? "no") !== "no");
  return { name, rules, kinds };
}

async function readSubjects(
  { context, operands, options }: Invocation<PortabilityOptions>,
  known: readonly NamedProfile[],
): Promise<{ readonly subjects: readonly PortabilitySubject[]; readonly unreadable: number }> {
  const { inventory, kind } = options;
  if (inventory === undefined) {
    if (operands.length === 0)
      throw new UsageError("No tag was given.", "Give tags as KEY=VALUE, or --inventory FILE.");
    return { subjects: [{ kind, tags: await parseTags(operands, context) }], unreadable: 0 };
  }
  if (operands.length > 0) throw new UsageError("Tags cannot be used together with --inventory. Omit one of them.");
  const entries = parseInventory(await readText(inventory, context), inventory);
  const rules = new Map<string, TagRules>(known.map(({ profile }) => [profile.provider, profile.rules]));
  const read = entries.filter(isRead).map((entry): PortabilitySubject => {
    const sourceRules = rules.get(entry.provider);
    const tags = Object.entries(entry.tags).map(([key, value]) => ({ key, value }));
    return { reference: entry.reference, kind: entry.kind, tags, ...(sourceRules && { sourceRules }) };
  });
  return { subjects: read, unreadable: entries.length - read.length };
}
