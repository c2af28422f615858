import type { CommandDefinition } from "./command-definition.ts";
import { adapterCommand } from "./commands/adapter/definition.ts";
import { applyCommand } from "./commands/apply/definition.ts";
import { checkCommand } from "./commands/check/definition.ts";
import { cloudsCommand } from "./commands/clouds/definition.ts";
import { completionCommand } from "./commands/completion/definition.ts";
import { consoleCommand } from "./commands/console/definition.ts";
import { deleteKeyMaterialCommand } from "./commands/delete-key-material/definition.ts";
import { diffCommand } from "./commands/diff/definition.ts";
import { doctorCommand } from "./commands/doctor/definition.ts";
import { enforceCommand } from "./commands/enforce/definition.ts";
import { exportCommand } from "./commands/export/definition.ts";
import { initCommand } from "./commands/init/definition.ts";
import { listCommand } from "./commands/list/definition.ts";
import { localCommand } from "./commands/local/definition.ts";
import { migrateCommand } from "./commands/migrate/definition.ts";
import { planCommand } from "./commands/plan/definition.ts";
import { policyCommand } from "./commands/policy/definition.ts";
import { portabilityCommand } from "./commands/portability/definition.ts";
import { providersCommand } from "./commands/providers/definition.ts";
import { resumeCommand } from "./commands/resume/definition.ts";
import { runsCommand } from "./commands/runs/definition.ts";
import { scheduleCommand } from "./commands/schedule/definition.ts";
import { schemaCommand } from "./commands/schema/definition.ts";
import { serveCommand } from "./commands/serve/definition.ts";
import { tagCommand } from "./commands/tag/definition.ts";
import { undoCommand } from "./commands/undo/definition.ts";
import { untagCommand } from "./commands/untag/definition.ts";
import { validateCommand } from "./commands/validate/definition.ts";
import { workerCommand } from "./commands/worker/definition.ts";

export type { CommandDefinition } from "./command-definition.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  tagCommand,
  untagCommand,
  listCommand,
  planCommand,
  applyCommand,
  resumeCommand,
  undoCommand,
  runsCommand,
  workerCommand,
  deleteKeyMaterialCommand,
  validateCommand,
  providersCommand,
  cloudsCommand,
  checkCommand,
  enforceCommand,
  scheduleCommand,
  serveCommand,
  policyCommand,
  portabilityCommand,
  exportCommand,
  diffCommand,
  migrateCommand,
  doctorCommand,
  localCommand,
  consoleCommand,
  initCommand,
  schemaCommand,
  adapterCommand,
  completionCommand,
];
