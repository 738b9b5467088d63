'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Progress } from '@/components/ui/progress';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { Sample, Samples } from './sample';

const people = [
  { id: 'p-1', name: 'Maya Okafor', role: 'Administrator', sessions: 4 },
  { id: 'p-2', name: 'Jean-Baptiste Emmanuel Lefèvre-Desroches', role: 'Moderator', sessions: 12 },
  { id: 'p-3', name: 'נועה כהן', role: 'Member', sessions: 1 },
  { id: 'p-4', name: '山田 太郎', role: 'Member', sessions: 2 },
  { id: 'p-5', name: '', role: 'Member', sessions: 0 },
];

/** Tables, people, marks. */
export function DataSamples() {
  const [ascending, setAscending] = useState(true);
  const rows = people.toSorted((a, b) => (ascending ? 1 : -1) * (a.sessions - b.sessions));
  const sort = {
    direction: ascending ? ('ascending' as const) : ('descending' as const),
    onSort: () => setAscending(!ascending),
  };
  return (
    <Samples title="Data">
      <Sample title="Avatars">
        {people.map(({ id, name }) => (
          <Avatar key={id} id={id} name={name} />
        ))}
        <Avatar id="p-2" name="Ada" size="xs" />
        <Avatar id="p-6" name="Ada Lovelace" size="sm" />
        <Avatar id="p-7" name="Ada Lovelace" size="lg" />
        <Avatar id="p-9" name="Ada Lovelace" size="xl" label="Ada Lovelace" />
      </Sample>
      <Sample title="Badges">
        <Badge>This device</Badge>
        <Badge tone="success">Verified</Badge>
        <Badge tone="warning">Ends soon</Badge>
        <Badge tone="danger">Suspended</Badge>
        <Badge tone="staff" icon={<ShieldCheck aria-hidden="true" />}>
          Acting as staff
        </Badge>
      </Sample>
      <Progress label="Export" value={3} max={12} text="3 of 12 files" />
      <Table caption="People" stickyHead="max-h-56">
        <thead>
          <Row>
            <HeadCell>Name</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell numeric sort={sort}>
              Sessions
            </HeadCell>
          </Row>
        </thead>
        <tbody>
          {rows.map(({ id, name, role, sessions }, index) => (
            <Row key={id} selected={index === 1}>
              <HeadCell scope="row">
                <span className="flex items-center gap-2.5">
                  <Avatar id={id} name={name} size="sm" />
                  <bdi>{name || 'No name'}</bdi>
                </span>
              </HeadCell>
              <Cell>{role}</Cell>
              <Cell numeric>{sessions}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Samples>
  );
}
