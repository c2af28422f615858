import { SCHEDULED_DELETION } from "@crosstag/core/testing";
import { deleteKeyMaterial, inspectKeyMaterial } from "@crosstag/operations";
import { expect, test } from "vitest";
import { DeletionTokens } from "../src/key-material/deletion-tokens.ts";
import { workScene } from "./work-scene.ts";

test("a deletion that the cloud schedules is reported with its date, and is not offered again", async () => {
  const scene = await workScene({ keyMaterialDeletion: SCHEDULED_DELETION });
  const resource = scene.cloud.scene.createExternalKey();
  const { inspection, token = "" } = (await scene.call(inspectKeyMaterial, { resource })).document;
  expect(inspection).toMatchObject({ effect: "scheduled", confirmation: expect.any(String) as unknown });
  const confirm = inspection.confirmation;
  const { status, document } = await scene.call(deleteKeyMaterial, { token, confirm });
  expect(status).toBe(200);
  expect(document.outcome).toMatchObject({ status: "scheduled", scheduledFor: expect.any(Number) as unknown });
  const again = (await scene.call(inspectKeyMaterial, { resource })).document;
  expect(again.token).toBeUndefined();
  expect(document.outcome).toMatchObject({ scheduledFor: again.inspection.scheduledFor });
});

test("what cannot be written down is not deleted", async () => {
  const scene = await workScene();
  const resource = scene.cloud.scene.createExternalKey();
  const { inspection, token = "" } = (await scene.call(inspectKeyMaterial, { resource })).document;
  const { confirmation: confirm } = inspection;
  await scene.damageEvidence();
  expect(await scene.refused(deleteKeyMaterial, { token, confirm })).toMatchObject({ code: "configuration" });
  expect(scene.cloud.truth.hasMaterial(resource)).toBe(true);
  // Nothing was sent, so that the token is still there when the file is right again.
  await scene.damageEvidence("");
  expect((await scene.call(deleteKeyMaterial, { token, confirm })).document.outcome.status).toBe("changed");
});

test("of many tokens the oldest ends, and of two requests at once only one has the token", async () => {
  const tokens = new DeletionTokens({ lifeMs: 1_000, now: () => new Date(0) });
  const scene = await workScene();
  const resource = scene.cloud.scene.createExternalKey();
  const inspection = await scene.crosstag.inspectKeyMaterial({ resource });
  const other = tokens.issue({ caller: "b", inspection, materialId: undefined });
  const issued = Array.from({ length: 1_001 }, () => tokens.issue({ caller: "a", inspection, materialId: undefined }));
  // One caller's tokens do not displace those of another.
  expect(() => tokens.take(other.token, "a")).toThrow("The token is unknown");
  expect(tokens.take(other.token, "b").shown.inspection).toBe(inspection);
  const [first, second] = issued.map(({ token }) => token);
  expect(() => tokens.take(first ?? "", "a")).toThrow("The token is unknown");
  const { giveBack } = tokens.take(second ?? "", "a");
  expect(() => tokens.take(second ?? "", "a")).toThrow("The token is unknown");
  giveBack();
  expect(tokens.take(second ?? "", "a").shown.inspection).toBe(inspection);
});
