import { CrosstagError } from "@crosstag/core";
import type { ResourceKind } from "@crosstag/core";
import type { DriverOperation, KmsProfile } from "@crosstag/core/driver";
import { DRIVER_OPERATIONS, kindsOf } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { can } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { collect } from "./read-cases.ts";
import { tagsOf } from "./tag-cases.ts";
import { fieldsOf, isList } from "@crosstag/core/internal";

/** What the cloud cannot do is refused with the reason, before any call. */
export const unsupportedCases: ConformanceGroup = {
  title: "not supported",
  cases: (profile) =>
    DRIVER_OPERATIONS.flatMap((operation) =>
      kindsOf(profile).flatMap((kind): readonly ConformanceCase[] => {
        const capability = profile.capabilities[operation][kind];
        const ask = capability?.support === "no" ? requests(profile, kind)[operation] : undefined;
        if (capability?.support !== "no" || ask === undefined) return [];
        return [
          {
            title: `${kind}: ${operation} is refused: ${capability.reason}`,
            run: async (context) => {
              const { scene, truth, log } = context;
              const text = await scene.create(kind, { tags: { kept: "1" } });
              assert.ok(saysUnsupported(await errorOf(ask(context, text))));
              assert.equal(await log.calls(), 0);
              assert.deepEqual(await tagsOf(truth, text), { kept: "1" });
            },
          },
        ];
      }),
    ),
};

type Request = (context: CaseContext, text: string) => Promise<unknown>;

/** How a user comes to need the operation. Only keys have aliases. */
function requests(profile: KmsProfile, kind: ResourceKind): Partial<Record<DriverOperation, Request>> {
  // Without such a call the engine reads and names the keys. It refuses only if it cannot read either.
  const readable = can(profile, "readTags", kind);
  return {
    writeTags: ({ crosstag }, text) => crosstag.tagResource({ resources: [text], tags: { team: "payments" } }),
    removeTags: ({ crosstag }, text) => crosstag.untagResource({ resources: [text], tagKeys: ["kept"] }),
    ...(!readable && {
      removeAllTags: (({ crosstag }, text) =>
        crosstag.untagResource({ resources: [text], all: true })) satisfies Request,
    }),
    readTags: ({ crosstag }, text) => collect(crosstag.listTags({ resources: [text] })),
    describeResource: ({ crosstag }, resource) => crosstag.inspectKeyMaterial({ resource }),
    listResources: ({ crosstag }) => collect(crosstag.findResources({ kinds: [kind] })),
    deleteKeyMaterial: ({ crosstag, reference }, resource) =>
      crosstag.deleteKeyMaterial({ resource, confirm: reference(resource).id }),
  };
}

/** Found together with other violations of a request, it is one of them. */
function saysUnsupported(error: unknown): boolean {
  assert.ok(CrosstagError.is(error), "no error");
  return error.code === "unsupported" || error.violations.some(({ rule }) => rule === "crosstag.unsupported");
}

/** The error thrown, or that of the one resource. */
async function errorOf(request: Promise<unknown>): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await request;
  } catch (error) {
    return error;
  }
  const entries = isList(answer) ? answer : fieldsOf(answer)["outcomes"];
  return isList(entries) ? fieldsOf(entries[0])["error"] : undefined;
}
