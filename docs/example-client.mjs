// A command-line app that signs a person in: `node docs/example-client.mjs https://foyer.example <client id>`.
// Register it as a public client with the redirect address http://127.0.0.1/callback and the scope profile.read.
import { createServer } from 'node:http';
import * as oauth from 'oauth4webapi';

const [address, clientId] = process.argv.slice(2);
if (!address || !clientId) throw new Error('usage: node example-client.mjs <address of Foyer> <client id>');
const issuer = new URL(address);
// For an installation on this machine; elsewhere only https will do.
const options = { [oauth.allowInsecureRequests]: issuer.protocol === 'http:' };
const client = { client_id: clientId };
const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options });
const server = await oauth.processDiscoveryResponse(issuer, found);

// Any free port will do: a registered loopback address stands for every port (RFC 8252 section 7.3).
const listener = createServer().listen(0, '127.0.0.1');
await new Promise((resolve) => listener.once('listening', resolve));
const redirectUri = `http://127.0.0.1:${listener.address().port}/callback`;
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const page = new URL(server.authorization_endpoint);
page.search = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'profile.read',
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
}).toString();
process.stdout.write(`Open this address in a browser:\n${page}\n`);

const back = await new Promise((resolve) =>
  listener.on('request', (request, response) => {
    const url = new URL(request.url, redirectUri);
    response.statusCode = url.pathname === '/callback' ? 200 : 404;
    response.setHeader('Connection', 'close').setHeader('Content-Type', 'text/html');
    response.end('<link rel="icon" href="data:,">You can close this page.');
    if (url.pathname === '/callback') resolve(url);
  }),
);
listener.close();
// Checks `state` and `iss`, and throws what the server said where it said no.
const answer = oauth.validateAuthResponse(server, client, back, state);
const none = oauth.None();
const grant = [server, client, none, answer, redirectUri, verifier, options];
const given = await oauth.authorizationCodeGrantRequest(...grant);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, given);
const me = async (token) => {
  const url = new URL('/api/trpc/profile.me', issuer);
  const response = await oauth.protectedResourceRequest(token, 'GET', url, undefined, undefined, options);
  return (await response.json()).result.data.displayName;
};
process.stdout.write(`Signed in as ${await me(tokens.access_token)}\n`);
const asked = await oauth.refreshTokenGrantRequest(server, client, none, tokens.refresh_token, options);
const next = await oauth.processRefreshTokenResponse(server, client, asked);
process.stdout.write(`Refreshed, still ${await me(next.access_token)}\n`);
const ended = await oauth.revocationRequest(server, client, none, next.refresh_token, options);
await oauth.processRevocationResponse(ended);
process.stdout.write('Signed out\n');
