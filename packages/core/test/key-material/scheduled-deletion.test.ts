import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { DeleteKeyMaterialEvidence } from "../../src/key-material/key-material-requests.ts";
import {
  createMemoryCloud,
  createVirtualClock,
  ONE_BY_ONE_SHAPE,
  SCHEDULED_DELETION,
  withFaults,
} from "../../src/testing.ts";
import { throwIfFailed } from "../../src/throw-if-failed.ts";

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

function open(faults: Parameters<typeof withFaults>[1] = []) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, keyMaterialDeletion: SCHEDULED_DELETION });
  const crosstag = createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock });
  const key = cloud.scene.createExternalKey();
  return { clock, cloud, crosstag, key, request: { resource: key, confirm: key.slice(key.lastIndexOf("/") + 1) } };
}

it("says before the confirmation that the deletion is scheduled, and in the outcome and the evidence when", async () => {
  const { clock, cloud, crosstag, key, request } = open();
  const { effect, consequences, scheduledFor } = await crosstag.inspectKeyMaterial({ resource: key });
  expect([effect, scheduledFor]).toEqual(["scheduled", undefined]);
  expect(consequences).toEqual([
    ...SCHEDULED_DELETION.consequences,
    SCHEDULED_DELETION.copies,
    SCHEDULED_DELETION.undo,
  ]);
  const evidence: DeleteKeyMaterialEvidence[] = [];
  const before = clock.now();
  const result = await crosstag.deleteKeyMaterial({
    ...request,
    evidence: async (record) => void evidence.push(record),
  });
  const { outcome, looks } = throwIfFailed(result);
  if (outcome.status !== "scheduled") throw new Error(outcome.status);
  expect(outcome.scheduledFor - before).toBeGreaterThanOrEqual(THIRTY_DAYS);
  expect(looks).toMatchObject({ count: 1, shown: true });
  expect(evidence.at(-1)).toMatchObject({ outcome: "scheduled", scheduledFor: outcome.scheduledFor });
  expect(cloud.truth.hasMaterial(key)).toBe(true);

  const again = await crosstag.inspectKeyMaterial({ resource: key });
  expect(again).toMatchObject({ scheduledFor: outcome.scheduledFor, alreadyGone: false, consequences: [] });
  expect((await crosstag.deleteKeyMaterial(request)).outcome.status).toBe("unchanged");
  expect(cloud.log.calls("deleteKeyMaterial")).toBe(1);

  await clock.sleep(2 * THIRTY_DAYS);
  expect(cloud.truth.hasMaterial(key)).toBe(false);
  expect(await crosstag.inspectKeyMaterial({ resource: key })).toMatchObject({ alreadyGone: true });
});

it("settles a lost answer by the date that the key shows, and a lost request as unknown", async () => {
  const answer = open([{ kind: "lose-answer", operation: "deleteKeyMaterial" }]);
  expect((await answer.crosstag.deleteKeyMaterial(answer.request)).outcome).toMatchObject({
    status: "scheduled",
    attempts: 1,
  });
  const sent = open([{ kind: "lose-request", operation: "deleteKeyMaterial" }]);
  expect((await sent.crosstag.deleteKeyMaterial(sent.request)).outcome).toMatchObject({
    status: "unknown",
    error: { message: expect.stringContaining("was not seen to be scheduled for deletion in") as string },
  });
});

it("refuses a deletion that was scheduled after the inspection that was shown", async () => {
  const { crosstag, key, request } = open();
  const expected = await crosstag.inspectKeyMaterial({ resource: key });
  await crosstag.deleteKeyMaterial(request);
  await expect(crosstag.deleteKeyMaterial({ ...request, expected })).rejects.toMatchObject({
    code: "confirmation-required",
    message: expect.stringMatching(/the scheduled deletion was none and is \d{4}-/) as string,
  });
});
