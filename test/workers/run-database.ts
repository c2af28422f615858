import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";

/** A process that has a database: it sends its URL, or why there is none, and removes it when its parent leaves. */
const database = postgresMissing === "" ? await startPostgres() : undefined;
process.send?.({ url: database?.url, missing: postgresMissing });
process.on("disconnect", () => void database?.close().finally(() => process.exit(0)));
