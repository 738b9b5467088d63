// Shows what is pushed to this browser, and opens what it is about. It keeps nothing and answers no request.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body,
      lang: told.locale,
      tag: told.tag,
      icon: '/icon.svg',
      data: { path: told.path },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path));
});

// A browser must show something for each push, or it takes the permission away.
function read(data) {
  try {
    const { title, body, path, tag, locale } = data.json();
    return {
      title: String(title),
      body: String(body),
      path: String(path),
      tag: String(tag),
      locale: String(locale),
    };
  } catch {
    return { title: 'Foyer', body: '', path: '/notifications', tag: 'unread', locale: 'en' };
  }
}

/** In a tab of ours if there is one. Only a path of ours is ever opened. */
async function open(path) {
  const url = new URL(typeof path === 'string' ? path : '/notifications', self.location.origin);
  if (url.origin !== self.location.origin) return;
  const [tab] = await self.clients.matchAll({ type: 'window' });
  if (!tab) return void (await self.clients.openWindow(url.href));
  await tab.focus();
  await tab.navigate(url.href);
}
