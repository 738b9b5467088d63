import { fetchTrpc } from '@/components/fetch-trpc';
import { asOwnDeparture } from '@/components/own-departure';
import { refusalOf } from '@/components/refusal';
import { leavePage } from '@/components/settings/leave-page';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';

/** Ends this session and goes to the sign-in page; says so when that could not be done. */
export function useSignOut() {
  const words = useRefusalWords();
  const signOut = () => {
    fetchTrpc()
      .then((trpc) => asOwnDeparture(() => trpc.auth.signOut.mutate()))
      .then(
        () => location.assign('/sign-in?out=1'),
        (error) => showToast({ text: words(refusalOf(error)), tone: 'danger' }),
      );
  };
  return () => leavePage(signOut);
}
