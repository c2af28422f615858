import type { Provenance, ResourceKind } from "@crosstag/core";
import { DRIVER_CONTRACT, DRIVER_OPERATIONS, kindsOf, OPTIONAL_OPERATIONS } from "@crosstag/core/driver";
import type { CallShape, DriverOperation, KmsProfile } from "@crosstag/core/driver";
import { KIND_NAME, quotaOf } from "@crosstag/core/internal";
import assert from "node:assert/strict";
import { kindsThatCan } from "../conformance-case.ts";
import type { ConformanceGroup } from "../conformance-case.ts";

/** Two operations are special calls of another method and need no permission, quota or limit of their own. */
const methodOf = (operation: DriverOperation): DriverOperation =>
  operation === "removeAllTags" ? "removeTags" : operation === "resolveAlias" ? "describeResource" : operation;

/** The data of the driver is complete and agrees with its methods. */
export const profileCases: ConformanceGroup = {
  title: "profile",
  cases: (profile) => [
    {
      title: "the driver has the profile of its harness",
      run: async ({ driver }) => {
        assert.equal(driver.contract, DRIVER_CONTRACT);
        assert.match(driver.provider, /^[a-z][a-z0-9-]*$/u);
        assert.notEqual(driver.title, "");
        assert.notEqual(driver.scope.region, "");
        for (const part of [
          "provider",
          "title",
          "capabilities",
          "limits",
          "rules",
          "permissions",
          "readTagsHidesUnknown",
          "service",
          "kinds",
          "writes",
          "absentTagKeys",
          "stateRules",
          "keyMaterialDeletion",
        ] as const) {
          assert.deepEqual(driver[part], profile[part], part);
        }
        // Rates may be the account's own. The set of quotas may not.
        assert.deepEqual(
          driver.quotas.map(({ id, covers }) => ({ id, covers })),
          profile.quotas.map(({ id, covers }) => ({ id, covers })),
        );
      },
    },
    {
      title: "the kinds have names of their own, and words for people",
      run: async () => {
        assertUnique(kindsOf(profile));
        for (const { kind, title, plural } of profile.kinds) {
          assert.match(kind, KIND_NAME);
          assert.notEqual(title, "");
          assert.notEqual(plural, "");
        }
      },
    },
    {
      title: "every operation has a capability for the same kinds, with a reason if it is not supported",
      run: async () => {
        const kinds = kindsOf(profile);
        for (const operation of DRIVER_OPERATIONS) {
          assert.deepEqual(Object.keys(profile.capabilities[operation]).toSorted(), kinds.toSorted(), operation);
          for (const kind of kinds) {
            const capability = profile.capabilities[operation][kind];
            if (capability === undefined || capability.support === "yes") continue;
            assert.match(capability.link, /^https:\/\//u, `${operation} of ${kind} has no link`);
            assert.match(
              capability.support === "no" ? capability.reason : capability.assumption,
              /\S{3}/u,
              `${operation} of ${kind} gives no reason`,
            );
          }
        }
      },
    },
    {
      title: "the driver has a method for every operation that works, and for no other",
      run: async ({ driver }) => {
        for (const operation of OPTIONAL_OPERATIONS) {
          const works = kindsThatCan(driver, operation).length > 0;
          assert.equal(
            typeof driver[operation] === "function",
            works,
            works
              ? `the capabilities say that ${operation} works, but the driver has no such method`
              : `the driver has the method ${operation}, but its capabilities say that it works for no kind`,
          );
        }
        const combines = Object.keys(driver.limits.changeTags ?? {}).length > 0;
        assert.equal(typeof driver.changeTags === "function", combines, "changeTags is there exactly if it has limits");
      },
    },
    {
      title: "every operation that works has a permission and a quota",
      run: async () =>
        eachWorking(profile, (operation, kind) => {
          const covers = (row: { readonly operation: DriverOperation; readonly kind?: string | undefined }): boolean =>
            (row.operation === operation || row.operation === methodOf(operation)) &&
            (row.kind === undefined || row.kind === kind);
          assert.ok(
            profile.permissions.some((permission) => covers(permission) && permission.actions.length > 0),
            `no permission for ${operation} of ${kind}`,
          );
          assert.ok(
            profile.quotas.some((quota) => quota.covers.some(covers)),
            `no quota for ${operation} of ${kind}`,
          );
          if (operation !== "writeTags" && operation !== "removeTags") return;
          for (const { shape } of shapesOf(profile, operation, kind))
            assert.ok(
              quotaOf(profile.quotas, operation, kind, shape),
              `no quota for the shape ${shape} of ${operation}`,
            );
        }),
    },
    {
      title: "every operation on tags that works has limits",
      run: async () =>
        eachWorking(profile, (operation, kind) => {
          if (operation !== "writeTags" && operation !== "removeTags" && operation !== "readTags") return;
          const limit = profile.limits[operation][kind];
          assert.ok(limit, `no limits for ${operation} of ${kind}`);
          const shapes = operation === "readTags" ? [] : shapesOf(profile, operation, kind);
          for (const { resources, tags, requestBytes = 1 } of [limit, ...shapes])
            for (const number of [resources, tags, requestBytes])
              assert.ok(Number.isInteger(number) && number > 0, `${operation} of ${kind}: ${number}`);
          assertUnique(shapes.map(({ shape }) => shape));
        }),
    },
    {
      title: "rules, states, quotas and permissions have a source and a date, and ids are unique",
      run: async () => {
        const { rules } = profile.rules;
        for (const row of [...rules, ...(profile.stateRules ?? []), ...profile.quotas, ...profile.permissions])
          assertProvenance(row);
        assertUnique(rules.map(({ id }) => id));
        assertUnique(profile.quotas.map(({ id }) => id));
        for (const { id, requestsPerSecond, periodSeconds = 1, countedPer = "region" } of profile.quotas) {
          assert.ok(requestsPerSecond > 0, id);
          assert.ok(periodSeconds > 0, `${id} is counted over ${periodSeconds} s`);
          assert.ok(["region", "account"].includes(countedPer), `${id} is counted per ${countedPer}`);
        }
        assert.equal(profile.rules.provider, profile.provider);
      },
    },
  ],
};

/** The further shapes of an operation; `changeTags` is one of `writeTags`. */
function shapesOf(
  { limits: { shapes, changeTags } }: KmsProfile,
  operation: "writeTags" | "removeTags",
  kind: ResourceKind,
): readonly CallShape[] {
  const change = operation === "writeTags" ? changeTags?.[kind] : undefined;
  const further = shapes?.[operation]?.[kind] ?? [];
  return change === undefined ? further : [...further, { ...change, shape: "changeTags" }];
}

function eachWorking(profile: KmsProfile, check: (operation: DriverOperation, kind: ResourceKind) => void): void {
  for (const operation of DRIVER_OPERATIONS)
    for (const kind of kindsThatCan(profile, operation)) check(operation, kind);
}

function assertProvenance({ source, verifiedOn, status }: Provenance): void {
  assert.notEqual(source, "");
  assert.match(verifiedOn, /^\d{4}-\d{2}-\d{2}$/u);
  assert.ok(["documented", "observed", "assumed"].includes(status));
}

function assertUnique(ids: readonly string[]): void {
  assert.equal(new Set(ids).size, ids.length, `an id is used twice in ${ids.join(", ")}`);
}
