import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AccessCards } from '@/components/grants/access-cards';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('grants'))('clientPage') };
}

/** Who may do what with one registered app. */
export default async function ClientAccessPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = `/admin/clients/${id}`;
  const [found, me] = await Promise.all([
    forPage(path, (api) => api.roles.grants.search({ text: id, kinds: ['client'] })),
    forPage(path, (api) => api.viewer.staff()),
  ]);
  const named = found.find((one) => one.id === id);
  if (!named) notFound();
  return (
    <>
      <h1 className="wrap-anywhere">
        <bdi>{named.name}</bdi>
      </h1>
      <AccessCards own={me.permissions} object={{ type: 'client', named }} />
    </>
  );
}
