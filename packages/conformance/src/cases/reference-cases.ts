import { driverMethod } from "@crosstag/core/driver";
import { resourceIdentity } from "@crosstag/core";
import type { Reference } from "@crosstag/core";
import { decorateDriver } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import { allPages } from "../read-all-tags.ts";
import type { CaseContext } from "../case-context.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { collect } from "./read-cases.ts";

/** Names of existing clouds and of an invented one. The names that the driver claims are left out. */
const FOREIGN_NAMES = [
  "nowhere:kms:region-1:1000:key/1",
  "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "acs:kms:cn-hangzhou:1234567890123456:key/key-hzz6000000000000000000",
  "mem:kms:memory-1:1000:key/key-000001",
  "projects/p/locations/l/keyRings/r/cryptoKeys/k",
];

/** Names are parsed and formatted. */
export const referenceCases: ConformanceGroup = {
  title: "references",
  cases: (profile) => [
    ...kindsThatCan(profile, "writeTags").map((kind) => ({
      title: `the name of a ${kind} survives parsing and formatting`,
      run: async ({ scene, driver, reference }: CaseContext) => {
        const text = await scene.create(kind);
        assert.ok(driver.references.claims(text), "the grammar does not claim its own full name");
        const parsed = reference(text);
        assert.deepEqual(
          { provider: parsed.provider, kind: parsed.kind, alias: parsed.alias, text: parsed.text },
          { provider: profile.provider, kind, alias: false, text },
        );
        const formatted = driver.references.format(parsed, driver.scope);
        assert.equal(resourceIdentity(reference(formatted)), resourceIdentity(parsed));
        assert.equal(driver.references.format(reference(formatted), driver.scope), formatted);
        const { id, region, account } = parsed;
        assert.deepEqual(driver.references.factsOf(text), { kind, id, region, account });
      },
    })),
    ...kindsThatCan(profile, "writeTags").map((kind) => ({
      title: `a ${kind} has a short name for use with a single cloud`,
      run: async ({ scene, driver, reference }: CaseContext) => {
        const full = reference(await scene.create(kind));
        const bare: Reference = { provider: full.provider, kind, id: full.id, alias: false, text: full.id };
        const short = driver.references.format(bare, { region: driver.scope.region });
        assert.equal(resourceIdentity(reference(short)), resourceIdentity(full));
        if (kind === "key")
          assert.equal(resourceIdentity(reference(full.id)), resourceIdentity(full), "the bare id of a key");
      },
    })),
    {
      title: "names of other clouds and invalid names are refused, with a hint",
      run: async ({ driver }) => {
        assert.ok(driver.references.forms.length > 0);
        for (const text of [
          "",
          " ",
          "//",
          "key/",
          ...FOREIGN_NAMES.filter((name) => !driver.references.claims(name)),
        ]) {
          const parsed = driver.references.parse(text, driver.scope);
          assert.ok("problem" in parsed, `${JSON.stringify(text)} is accepted for a resource`);
          assert.ok(parsed.problem !== "" && parsed.fix !== "");
          assert.equal(driver.references.factsOf(text), undefined, `${JSON.stringify(text)} has facts of this cloud`);
        }
      },
    },
    {
      title: "resources of another region or account are refused",
      run: async ({ scene, driver, reference }) => {
        for (const kind of kindsThatCan(profile, "writeTags")) {
          const text = await scene.create(kind);
          const { region, account } = reference(text);
          assert.ok(region !== undefined && account !== undefined, "a full name contains region and account");
          const elsewhere = [
            { ...driver.scope, region: `${region}x` },
            { ...driver.scope, account: `${account}9` },
          ];
          for (const scope of elsewhere)
            assert.ok(
              "problem" in driver.references.parse(text, scope),
              `${text} is accepted in ${JSON.stringify(scope)}`,
            );
        }
      },
    },
    {
      title: "a full name is accepted while the account is not known yet",
      run: async ({ scene, driver }) => {
        const text = await scene.create(kindsThatCan(profile, "writeTags")[0] ?? "key");
        const { account: _, ...scope } = driver.scope;
        assert.ok("reference" in driver.references.parse(text, scope));
      },
    },
    {
      title: "the driver reports the account of its credentials, or nothing",
      run: async ({ scene, driver, reference, call }) => {
        const named = reference(await scene.create(kindsThatCan(profile, "writeTags")[0] ?? "key")).account;
        const { account } = await driver.identify(call());
        // A service that cannot identify the caller is not a fault of the driver. Another account is.
        assert.equal(account ?? named, named);
      },
    },
    {
      title: "names are complete although the account is not configured",
      run: async ({ scene, driver, call, crosstagWith }) => {
        const { account } = await driver.identify(call());
        if (account === undefined) return;
        const kind = kindsThatCan(profile, "writeTags")[0] ?? "key";
        const text = await scene.create(kind);
        const { account: _, ...scope } = driver.scope;
        const crosstag = crosstagWith({}, decorateDriver(driver, { scope }));
        for await (const { reference } of crosstag.listTags({ resources: [text] })) assert.equal(reference, text);
        if (!can(profile, "listResources", kind)) return;
        for await (const { reference } of crosstag.findResources({ kinds: [kind] })) {
          const parsed = driver.references.parse(reference, driver.scope);
          assert.ok("reference" in parsed && parsed.reference.account === account, `${reference} has no account`);
        }
      },
    },
    ...(can(profile, "resolveAlias", "key") ? aliasCases : aliasCases.map(ifNamesAreMade)),
    ...(can(profile, "listAliases", "key") ? [aliasListCase] : []),
  ],
};

/** More than two pages of the clouds that are known. */
const MANY_ALIASES = 205;

const aliasListCase: ConformanceCase = {
  title: `all ${MANY_ALIASES} aliases of a key are listed over all pages, once each`,
  run: async ({ scene, driver, reference, crosstag, call }) => {
    const [key, other] = [await scene.create("key"), await scene.create("key")];
    const names: string[] = [];
    for (let made = 0; made < MANY_ALIASES; made += 1) names.push(reference(await createAlias(scene, key)).id);
    const rows = await allPages(async (cursor) => {
      const page = await driverMethod(driver, "listAliases")(
        { kind: "key", ...(cursor !== undefined && { cursor }) },
        call(),
      );
      return { items: page.aliases, next: page.next };
    });
    const { id } = reference(key);
    assert.deepEqual(
      rows
        .filter((row) => row.id === id)
        .map(({ alias }) => alias.id)
        .toSorted(),
      names.toSorted(),
    );
    assert.ok(rows.every(({ alias }) => alias.alias && alias.kind === "key"));
    const read = await collect(crosstag.listTags({ resources: [key, other], aliases: true }));
    assert.deepEqual(
      read.map((entry) => (entry.status === "read" ? entry.aliases : entry.error)),
      [names.toSorted(), []],
    );
  },
};

const aliasCases = [
  {
    title: "an alias is recognized, and resolved by reading",
    run: async ({ scene, driver, reference, oneCall, call }: CaseContext) => {
      const key = await scene.create("key");
      const alias = await createAlias(scene, key);
      assert.equal(reference(alias).alias, true);
      const { reference: resolved } = await oneCall("describeResource", () =>
        driverMethod(driver, "describeResource")({ resource: reference(alias) }, call()),
      );
      assert.equal(resolved.alias, false);
      assert.equal(resourceIdentity(resolved), resourceIdentity(reference(key)));
    },
  },
  {
    title: "an alias is written to only if the caller asks for it, and a short name in any case",
    run: async ({ scene, truth, log, crosstag, reference, samplesFor }: CaseContext) => {
      const key = await scene.create("key");
      const alias = await createAlias(scene, key);
      const tags = samplesFor(reference(key).kind).tags({ team: "payments" });
      const request = { resources: [alias], tags };
      const isShort = reference(alias).short === true;
      if (!isShort) {
        await assert.rejects(crosstag.tagResource(request), { code: "invalid-request" });
        assert.equal(await log.calls(), 0);
      }
      const { outcomes } = await crosstag.tagResource({ ...request, ...(!isShort && { resolveAliases: true }) });
      assert.deepEqual(
        outcomes.map(({ status, resource }) => ({ status, resource })),
        [{ status: "changed", resource: alias }],
      );
      assert.deepEqual({ ...(await truth.tagsOf(key)) }, tags);
    },
  },
];

/** For a cloud without aliases: it can have short names, which its harness makes. */
function ifNamesAreMade({ title, run }: ConformanceCase): ConformanceCase {
  return { title, run: async (context) => (context.scene.createAlias === undefined ? undefined : run(context)) };
}

async function createAlias(scene: CaseContext["scene"], key: string): Promise<string> {
  assert.ok(scene.createAlias !== undefined, "the profile resolves aliases: the harness must create them");
  return scene.createAlias(key);
}
