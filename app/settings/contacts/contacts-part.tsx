import { unstable_rethrow } from 'next/navigation';
import { Contacts } from '@/components/contacts/contacts';
import { UnreadContacts } from '@/components/contacts/unread-contacts';
import { forPage } from '@/server/caller';

/** The lists, or that they could not be read; who may not read them is sent where they have to go. */
export async function ContactsPart() {
  const lists = await forPage('/settings/contacts', (api) => api.contacts.list()).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return lists ? <Contacts {...lists} /> : <UnreadContacts />;
}
