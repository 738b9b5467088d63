'use client';

import { useSyncExternalStore } from 'react';

const KEY = 'foyer.sent-to';
const never = () => () => undefined;

/** Keeps the address that a mail went to for the page that tells about it, in this tab only. */
export function rememberSentTo(address: string) {
  sessionStorage.setItem(KEY, address);
}

/** The address that this tab's last mail went to. */
export function SentTo() {
  const address = useSyncExternalStore(
    never,
    () => sessionStorage.getItem(KEY) ?? '…',
    () => '…',
  );
  return <strong className="wrap-anywhere font-medium text-text">{address}</strong>;
}
