import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConformanceHarness } from "@crosstag/conformance";
import { createExampleDriver } from "../src/driver.ts";
import type { StoredKey, StoredKeys } from "../src/key-file.ts";
import { exampleProfile } from "../src/profile.ts";

const REGION = "example-1";
const ACCOUNT = "1000";

/** Creates a cloud for each test, sets the scene in it and reads its true state, all without the driver. */
export const exampleHarness: ConformanceHarness = {
  profile: exampleProfile,
  create: async () => {
    const folder = mkdtempSync(join(tmpdir(), "crosstag-example-"));
    const file = join(folder, "keys.json");
    const requests = new Map<string, number>();
    let keys = 0;
    const read = () => JSON.parse(readFileSync(file, "utf8")) as StoredKeys;
    const write = (stored: StoredKeys) => writeFileSync(file, JSON.stringify(stored));
    const nameOf = (id: string) => `example:${REGION}:${ACCOUNT}:key/${id}`;
    const keyOf = (stored: StoredKeys, reference: string): StoredKey => {
      const key = stored.regions[REGION]?.[reference.slice(reference.lastIndexOf("/") + 1)];
      if (key === undefined) throw new Error(`There is no ${reference}.`);
      return key;
    };
    const setState = (reference: string, state: StoredKey["state"]) => {
      const stored = read();
      keyOf(stored, reference).state = state;
      write(stored);
    };
    write({ account: ACCOUNT, regions: { [REGION]: {} } });
    return {
      driver: createExampleDriver({
        file,
        region: REGION,
        account: ACCOUNT,
        onRequest: (method) => void requests.set(method, (requests.get(method) ?? 0) + 1),
      }),
      scene: {
        create: (_kind, { tags = {} } = {}) => {
          keys += 1;
          const id = `ex-${String(keys).padStart(4, "0")}`;
          const stored = read();
          stored.regions[REGION] = { ...stored.regions[REGION], [id]: { state: "Enabled", tags: { ...tags } } };
          write(stored);
          return nameOf(id);
        },
        unknownReference: () => nameOf("ex-none"),
        scheduleDeletion: (key) => setState(key, "PendingDeletion"),
        disable: (key) => setState(key, "Disabled"),
      },
      truth: {
        tagsOf: (reference) => keyOf(read(), reference).tags,
        stateOf: (reference) =>
          ({ Enabled: "enabled", Disabled: "disabled", PendingDeletion: "pending-deletion" } as const)[
            keyOf(read(), reference).state
          ],
        hasMaterial: () => true,
      },
      log: {
        calls: (method) =>
          method === undefined
            ? [...requests].reduce((sum, [name, count]) => (name === "identify" ? sum : sum + count), 0)
            : (requests.get(method) ?? 0),
      },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};
