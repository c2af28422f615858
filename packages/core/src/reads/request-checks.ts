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
import type { ParsedResource } from "./place-resources.ts";
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
    throw refused(operation, "The request is not an object.", "Pass an object with the operation's parameters.");
}

/** @throws CrosstagError `invalid-request` if a field is neither true, false nor left out: the text "false" is not false */
export function checkSwitch(operation: string, name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw refused(operation, `\`${name}\` is not a boolean.`, "Pass true or false, or omit it.");
}

/** @throws CrosstagError `invalid-request` if a field is not a list */
export function checkList(operation: string, name: string, value: unknown): void {
  if (value !== undefined && !Array.isArray(value))
    throw refused(operation, `\`${name}\` is not a list.`, "Pass an array, even for one item.");
}

/** @throws CrosstagError `invalid-request` for a kind that no cloud has: nothing would be found, without a word */
export function checkKinds(operation: string, kinds: unknown, engines: readonly DriverEngine[]): void {
  checkList(operation, "kinds", kinds);
  const drivers = engines.map(({ driver }) => driver);
  for (const kind of isList(kinds) ? kinds : [])
    if (!isKindName(kind) || findKind(drivers, kind) === undefined) {
      const { message, fix } = unknownKind(kind, drivers);
      throw refused(operation, message, fix);
    }
}

/** A name that no cloud has would list nothing without a message. @throws CrosstagError `invalid-request` for it */
export function checkClouds(operation: string, clouds: unknown, engines: readonly DriverEngine[]): void {
  checkList(operation, "clouds", clouds);
  for (const wanted of isList(clouds) ? clouds : []) {
    if (typeof wanted === "string" && engines.some((engine) => isOfClouds(engine, [wanted]))) continue;
    const known = engines.flatMap(({ cloud, driver }) => [cloud?.entry ?? driver.provider, driver.provider]);
    const names = [...new Set(known)].join(", ");
    throw refused(operation, `No configured cloud has the name ${JSON.stringify(wanted)}.`, `Clouds: ${names}.`);
  }
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

function refused(operation: string, message: string, hint: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-request",
    operation,
    message: refusalMessage("The request", message, 1),
    hint,
  });
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
            message: `${JSON.stringify(resource)} names a ${reference.kind} by an alias, which can move to another one.`,
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
