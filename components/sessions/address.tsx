import { Fragment } from 'react';

/** An address of the internet. A long one goes on in the next line after a colon, and not in the middle of a number. */
export function Address({ ip }: { ip: string }) {
  const [first, ...groups] = ip.split(':');
  return (
    <bdi>
      {first}
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group has no other name, and the address stays as it is.
        <Fragment key={index}>
          :<wbr />
          {group}
        </Fragment>
      ))}
    </bdi>
  );
}
