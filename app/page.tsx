import { redirect } from 'next/navigation';
import { requestContext } from '@/server/caller';

/** To the settings, which know where somebody belongs whose account is not active, or to signing in. */
export default async function StartPage() {
  const { anySession } = await requestContext();
  redirect((await anySession()) ? '/settings/profile' : '/sign-in');
}
