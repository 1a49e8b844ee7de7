// An OpenID-certified provider with one client; whoever types a name is signed in under it.
import { Provider } from "oidc-provider";

const { issuer, port, client, people } = JSON.parse(process.env.PROVIDER);

const provider = new Provider(issuer, {
  clients: [client],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  findAccount: (_context, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
  features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: false } },
});

provider.listen(port, "127.0.0.1", () => console.log("listening"));
