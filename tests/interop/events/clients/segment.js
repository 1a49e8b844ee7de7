// Sends one event, says so, and sends another when it is told to. Arguments: the write key and the portal.
import { once } from "node:events";
import { Analytics } from "@segment/analytics-node";

const [writeKey, host] = process.argv.slice(2);
const client = new Analytics({ writeKey, host, flushAt: 4, flushInterval: 200 });
client.on("error", (error) => console.error(error));

const context = { groupId: "acme" };
client.group({ userId: "u1", groupId: "acme", traits: { plan: "pro" } });
client.identify({ userId: "u1", traits: { name: "Iris Hale" }, context });
client.track({ userId: "u1", event: "Order Dispatched", properties: { value: 120.5 }, context });
client.page({ userId: "u1", name: "Home", context });
await once(process.stdin.resume(), "end");
client.track({ userId: "u1", event: "Report Viewed", context });
await client.closeAndFlush();
