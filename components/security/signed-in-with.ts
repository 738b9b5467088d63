const KEY = 'foyer.signed-in-with';

/** How the sign-in just ended was begun, as the access pages note it for this tab; told once. */
export function takeSignInMethod() {
  try {
    const method = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return method;
  } catch {
    // A browser that keeps nothing of a page: nobody is offered anything.
    return null;
  }
}
