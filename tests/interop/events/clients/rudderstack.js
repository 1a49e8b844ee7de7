// Sends some events and, when it is told to, another. Arguments: the write key and the portal.
import { once } from "node:events";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const [writeKey, dataPlaneUrl] = process.argv.slice(2);
const client = new RudderAnalytics(writeKey, { dataPlaneUrl, flushAt: 4 });

const context = { groupId: "acme" };
client.group({ userId: "u1", groupId: "acme", traits: { plan: "pro" } });
client.identify({ userId: "u1", traits: { name: "Iris Hale" }, context });
client.track({ userId: "u1", event: "Order Dispatched", properties: { value: 120.5 }, context });
client.page({ userId: "u1", name: "Home", context });
await once(process.stdin.resume(), "end");
client.track({ userId: "u1", event: "Report Viewed", context });
await new Promise((resolve) => client.flush(resolve));
