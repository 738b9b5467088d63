const KEY = 'foyer.signed-in-with';

/** Keeps for the settings, in this tab, whether to offer a passkey: to somebody who has typed a password. */
export function rememberWay(way: 'password' | 'passkey') {
  sessionStorage.setItem(KEY, way);
}
