import { openCrosstag } from "@crosstag/clouds";
import { createService, openServiceState, resourcePlaces, startService } from "@crosstag/service";

/*
 * A service in a process of its own, for tests that kill it. Arguments: the folder of its state, and its clouds as JSON.
 * Says its address when it listens.
 */
const [stateFolder = "", clouds = ""] = process.argv.slice(2);
const crosstag = await openCrosstag({
  configuration: { clouds: JSON.parse(clouds) },
  engine: { pacing: "off", retry: "immediate" },
});
const now = () => new Date();
const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
const context = { crosstag, stateFolder, now, random: Math.random, state };
const caller = { name: "deployer", allowOperation: () => {}, allowChange: () => {}, maySee: () => true };
const { url } = await startService(createService(context, { authenticate: () => caller }), { port: 0 });
process.send?.(url);
process.once("disconnect", () => process.exit());
