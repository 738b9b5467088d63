import { fetchTrpc } from '@/components/fetch-trpc';

/** Which of the browsers in the list this one is; what a push service calls it is nobody else's business. */
const KEPT = 'foyer.push';

/** What this browser can do about pushes. `denied`: its person has said no, and only its own settings say otherwise. */
export type PushAbility = 'possible' | 'denied' | 'unsupported' | 'needsHomeScreen';

export function pushAbility(): PushAbility {
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  const isSupported = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  // Safari on phones has it for what stands on the home screen alone.
  if (!isSupported) return isApple ? 'needsHomeScreen' : 'unsupported';
  return Notification.permission === 'denied' ? 'denied' : 'possible';
}

/** The id of this browser in the list; undefined while it takes no pushes. */
export async function thisBrowser(): Promise<string | undefined> {
  if (pushAbility() !== 'possible') return undefined;
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  return subscription ? (localStorage.getItem(KEPT) ?? undefined) : undefined;
}

/**
 * Asks the person, and has this browser take pushes. Only ever called for a press.
 * @returns false: they said no
 * @throws RefusalError; the browser's own error when its push service cannot be reached
 */
export async function subscribeBrowser(publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await subscribeWith(pushManager, publicKey);
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const trpc = await fetchTrpc();
  const { id } = await trpc.notifications.push.subscribe.mutate({ endpoint, keys: { p256dh, auth } });
  localStorage.setItem(KEPT, id);
  return true;
}

/** Takes this browser out, there and here. */
export async function forgetBrowser(id: string): Promise<void> {
  const trpc = await fetchTrpc();
  await trpc.notifications.push.unsubscribe.mutate({ id });
  if (localStorage.getItem(KEPT) !== id) return;
  localStorage.removeItem(KEPT);
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Where it subscribed with other keys before, as when the operator has changed them, it does so anew. */
async function subscribeWith(manager: PushManager, publicKey: string) {
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  try {
    return await manager.subscribe(options);
  } catch (error) {
    const old = await manager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return manager.subscribe(options);
  }
}
