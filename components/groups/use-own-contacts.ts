import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import type { PersonLine } from '@/server/privacy/queries';

/** One's contacts, to be offered; nobody while there is no answer. They are a help: without them a handle can still be typed. */
export function useOwnContacts() {
  const [contacts, setContacts] = useState<PersonLine[]>([]);
  useEffect(() => {
    let gone = false;
    fetchTrpc()
      .then((trpc) => trpc.contacts.list.query())
      .then(
        (lists) => gone || setContacts(lists.contacts.filter(({ handle }) => handle !== '')),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, []);
  return contacts;
}
