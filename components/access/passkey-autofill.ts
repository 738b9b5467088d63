/** Milliseconds until a request is made anew: its challenge is good for five minutes. */
const FRESH = 240_000;

/**
 * Has the browser offer passkeys in the list below the e-mail field (conditional mediation, WebAuthn level 3 section
 * 5.1.4), where it can. By the platform's own API alone, since every visitor loads this.
 * @param choose takes the answer of the passkey that the person chose, in WebAuthn's JSON
 * @returns takes the offer back: a browser makes one request at a time
 */
export function offerPasskeys(choose: (answer: unknown) => Promise<void>): () => void {
  let request = new AbortController();
  const begin = () => {
    request.abort();
    request = new AbortController();
    // Without it there is the button, and the password.
    ask(request.signal)
      .then(choose)
      .catch(() => undefined);
  };
  begin();
  const timer = setInterval(begin, FRESH);
  return () => {
    clearInterval(timer);
    request.abort();
  };
}

async function ask(signal: AbortSignal) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable())) throw new Error('no autofill');
  const answer = await fetch('/api/trpc/auth.signIn.passkeyOptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal,
  });
  const { result } = await answer.json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(result.data);
  const passkey = await navigator.credentials.get({ mediation: 'conditional', publicKey, signal });
  if (!(passkey instanceof PublicKeyCredential)) throw new Error('no passkey');
  return passkey.toJSON();
}
