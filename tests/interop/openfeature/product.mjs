// A product that gates a feature: asks OpenFeature about it once a line of input, and prints what it was told.
import { createInterface } from "node:readline";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";

const { baseUrl, key, feature } = JSON.parse(process.env.PRODUCT);
const headers = [["Authorization", `Bearer ${key}`]];
await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers }));
const client = OpenFeature.getClient();

for await (const targetingKey of createInterface({ input: process.stdin })) {
  const { value, reason, variant, errorCode } = await client.getBooleanDetails(feature, false, { targetingKey });
  console.log(JSON.stringify({ value, reason, variant, errorCode }));
}
