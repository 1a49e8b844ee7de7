// A receiver of webhooks: checks every signature with the library, and prints what it made of each request.
// `/busy` asks for a moment at its first request, `/gone` is gone, `/slow` answers after a line of input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

const lines = createInterface({ input: process.stdin });
const secrets = JSON.parse(process.env.SECRETS);
let busy = true;

function verified(secret, body, headers) {
  try {
    return new Webhook(secret).verify(body, headers).type;
  } catch (error) {
    return error.message;
  }
}

async function answer(path) {
  if (path === "/gone") return 410;
  if (path === "/slow") await new Promise((resolve) => lines.once("line", resolve));
  if (path === "/busy" && busy) return (busy = false), 429;
  return 204;
}

createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const found = secrets.map((secret) => verified(secret, body, request.headers));
  console.log(JSON.stringify({ path: request.url, found, id: request.headers["webhook-id"] }));
  response.writeHead(await answer(request.url), { "retry-after": "1" });
  response.end();
}).listen(0, "127.0.0.1", function () {
  console.log(JSON.stringify({ port: this.address().port }));
});
