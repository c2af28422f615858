import { regionalService } from "../tencent-service.ts";
import { cancelKeyDeletion } from "./operations/cancel-key-deletion.ts";
import { createKey } from "./operations/create-key.ts";
import { deleteImportedKeyMaterial } from "./operations/delete-imported-key-material.ts";
import { describeKey } from "./operations/describe-key.ts";
import { describeKeys } from "./operations/describe-keys.ts";
import { disableKey, enableKey } from "./operations/enable-and-disable-key.ts";
import { getParametersForImport } from "./operations/get-parameters-for-import.ts";
import { importKeyMaterial } from "./operations/import-key-material.ts";
import { listKeyDetail } from "./operations/list-key-detail.ts";
import { listKeys } from "./operations/list-keys.ts";
import { scheduleKeyDeletion } from "./operations/schedule-key-deletion.ts";

/** The Key Management Service. Quotas: 100 requests a second on the API pages read 2026-11-29, assumed for the others. */
export const kms = regionalService("kms", "2019-01-18", {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateKey: createKey,
  DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
  DescribeKey: describeKey,
  DescribeKeys: describeKeys,
  DisableKey: disableKey,
  EnableKey: enableKey,
  GetParametersForImport: getParametersForImport,
  ImportKeyMaterial: importKeyMaterial,
  ListKeyDetail: listKeyDetail,
  ListKeys: listKeys,
  ScheduleKeyDeletion: scheduleKeyDeletion,
});
