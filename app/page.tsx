import { redirect } from 'next/navigation';
import { viewer } from '@/server/caller';

/** To the settings, or to signing in. */
export default async function StartPage() {
  redirect((await viewer()) ? '/settings/profile' : '/sign-in');
}
