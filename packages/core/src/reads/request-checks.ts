import { selectsCloud } from "../desired/cloud-name.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { findKind, kindsOf } from "../driver/kinds-of.ts";
import { isKindName } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { Tag } from "../model/tag-set.ts";
import { refusalMessage } from "../model/violation.ts";
import type { Violation } from "../model/violation.ts";
import type { ParsedResource, UnplacedName } from "./place-resources.ts";
import { checkTagKeys, checkTags, isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { isList } from "../text/json-of.ts";

/** All violations of errors severity refuse the request; the rest are its warnings. */
export function refuseOnErrors(operation: string, violations: readonly Violation[]): readonly Violation[] {
  if (violations.length === 0) return violations;
  const distinct = [
    ...new Map(
      violations.map((violation) => [
        JSON.stringify([violation.rule, violation.key, violation.position, violation.resource, violation.message]),
        violation,
      ]),
    ).values(),
  ];
  const errors = distinct.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return distinct;
  throw new CrosstagError({
    code: "invalid-request",
    operation,
    message: refusalMessage("The request", errors[0]?.message ?? "", errors.length),
    ...(errors[0] !== undefined && { hint: errors[0].fix }),
    violations: distinct,
  });
}

/** The rules that a request has to fit: for each cloud, those of the kinds that it names. */
export function rulesConcerned(resources: readonly ParsedResource[]): readonly TagRules[] {
  return [...new Set(resources.map(({ engine, reference }) => rulesFor(engine.driver.rules, reference.kind)))];
}

/**
 * What is wrong with the tags of resources whose names no cloud serves: what breaks a rule of every cloud and kind that the name
 * may be meant for.
 * @param check compares the tags with the rules of one of them
 */
export function checkUnplaced(
  unplaced: readonly UnplacedName[],
  check: (rules: TagRules, kind: ResourceKind) => readonly Violation[],
): readonly Violation[] {
  return unplaced.flatMap(({ drivers, kind: named }) => {
    const found = drivers.flatMap(({ rules, kinds }) =>
      kinds.filter(({ kind }) => named === undefined || kind === named).map(({ kind }) => errorsIn(check(rules, kind))),
    );
    // Said once, in the words of the first: every cloud has its own rule for the same mistake.
    const [first = []] = found;
    return first.filter(({ key }) => found.every((errors) => errors.some((other) => other.key === key)));
  });
}

function errorsIn(violations: readonly Violation[]): readonly Violation[] {
  return violations.filter(({ severity }) => severity === "error");
}

/** Tags that a cloud keeps for itself are refused, or left out with a warning; they are never sent. */
export function checkForCloud(
  tags: readonly Tag[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  return asReservedAsked(checkTags(tags, rules), rules, reserved);
}

export function checkKeysForCloud(
  keys: readonly string[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  return asReservedAsked(checkTagKeys(keys, rules), rules, reserved);
}

function asReservedAsked(
  violations: readonly Violation[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  if (reserved !== "skip") return violations;
  const reservedRules = new Set(rules.rules.filter(({ check }) => check === "reserved-prefix").map(({ id }) => id));
  return violations.flatMap((violation) => {
    if (violation.key === undefined || !isReservedKey(violation.key, rules)) return [violation];
    if (!reservedRules.has(violation.rule)) return [];
    return [{ ...violation, severity: "warning" as const, fix: "The tag was skipped, as requested." }];
  });
}

/*
 * What the types promise, for callers without types: what is not so is refused in words, and never taken for something else.
 */

/** @throws CrosstagError `invalid-request` if a request is not an object */
export function checkRequest(operation: string, request: unknown): void {
  if (typeof request !== "object" || request === null)
    refuseOnErrors(operation, [
      malformed("not-an-object", "The request is not an object.", "Pass an object with the operation's parameters."),
    ]);
}

/** A field that is neither true, false nor left out: the text "false" is not false. */
export function checkSwitch(name: string, value: unknown): readonly Violation[] {
  if (value === undefined || typeof value === "boolean") return [];
  return [malformed("not-a-boolean", `\`${name}\` is not a boolean.`, "Pass true or false, or omit it.")];
}

/** A field that is not a list. */
export function checkList(name: string, value: unknown): readonly Violation[] {
  if (value === undefined || Array.isArray(value)) return [];
  return [malformed("not-a-list", `\`${name}\` is not a list.`, "Pass an array, even for one item.")];
}

/** Kinds that no cloud has: nothing would be found, without a word. */
export function checkKinds(kinds: unknown, engines: readonly DriverEngine[]): readonly Violation[] {
  if (!isList(kinds)) return checkList("kinds", kinds);
  const drivers = engines.map(({ driver }) => driver);
  return kinds
    .filter((kind) => !isKindName(kind) || findKind(drivers, kind) === undefined)
    .map((kind) => ({ severity: "error", rule: "crosstag.unknown-kind", ...unknownKind(kind, drivers) }));
}

/** Names that no cloud has: nothing would be listed, without a word. */
export function checkClouds(clouds: unknown, engines: readonly DriverEngine[]): readonly Violation[] {
  if (!isList(clouds)) return checkList("clouds", clouds);
  const unknown = clouds.filter(
    (wanted) => typeof wanted !== "string" || !engines.some((engine) => isOfClouds(engine, [wanted])),
  );
  if (unknown.length === 0) return [];
  const known = engines.flatMap(({ cloud, driver }) => [cloud?.entry ?? driver.provider, driver.provider]);
  const names = [...new Set(known)].join(", ");
  return unknown.map((wanted) =>
    malformed("unknown-cloud", `No configured cloud has the name ${JSON.stringify(wanted)}.`, `Clouds: ${names}.`),
  );
}

function malformed(rule: string, message: string, fix: string): Violation {
  return { severity: "error", rule: `crosstag.${rule}`, message, fix };
}

/** Whether a cloud is one of the named ones. */
export function isOfClouds({ driver, cloud }: DriverEngine, clouds: readonly string[]): boolean {
  return clouds.some((wanted) => selectsCloud(wanted, driver.provider, cloud));
}

/** A kind that no configured cloud has. */
export function unknownKind(
  kind: unknown,
  drivers: readonly Pick<KmsDriver, "kinds">[],
): Pick<Violation, "message" | "fix"> {
  const known = [...new Set(drivers.flatMap(kindsOf))].join(", ");
  return { message: `No configured cloud has the kind ${JSON.stringify(kind)}.`, fix: `Kinds: ${known}.` };
}

/** What a cloud cannot do for a kind of resource is refused before a call, with the capability's reason. */
export function checkCapability(
  resources: readonly ParsedResource[],
  operation: DriverOperation,
): readonly Violation[] {
  return resources.flatMap(({ engine: { driver }, reference, resource }, position) => {
    const error = unsupported(driver, operation, reference.kind);
    if (error === undefined) return [];
    return [
      {
        severity: "error" as const,
        rule: "crosstag.unsupported",
        provider: driver.provider,
        position,
        resource,
        message: `${JSON.stringify(resource)}: ${error.message}`,
        fix: error.hint ?? "Leave it out.",
      },
    ];
  });
}

/**
 * Aliases are refused unless the caller asked to have them resolved: an alias can move between looking and writing. A short name
 * cannot.
 */
export function checkAliases(resources: readonly ParsedResource[], resolve: boolean | undefined): readonly Violation[] {
  if (resolve) return [];
  return resources.flatMap(({ engine, reference, resource }, position) =>
    reference.alias && reference.short !== true
      ? [
          {
            severity: "error" as const,
            rule: "crosstag.alias",
            provider: reference.provider,
            position,
            resource,
            message: `${JSON.stringify(resource)} is a name that can move to another ${reference.kind}.`,
            fix: `Give its full name, ${engine.driver.references.forms[0] ?? ""}, or resolve aliases (\`resolveAliases: true\`).`,
          },
        ]
      : [],
  );
}

/** The error for an operation that the cloud does not offer for the kind; undefined if it offers it. */
export function unsupported(
  driver: KmsDriver,
  operation: DriverOperation,
  kind: ResourceKind,
  reference?: string,
): CrosstagError | undefined {
  const capability = driver.capabilities[operation][kind];
  if (capability !== undefined && capability.support !== "no") return undefined;
  return new CrosstagError({
    code: "unsupported",
    message: capability === undefined ? `${driver.title} has no resources of kind ${kind}.` : capability.reason,
    provider: driver.provider,
    operation,
    ...(reference !== undefined && { reference }),
    ...(capability !== undefined && { hint: `See ${capability.link}` }),
  });
}
