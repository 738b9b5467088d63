'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { SaveBar } from '@/components/ui/save-bar';
import { SettingRow } from '@/components/ui/setting-row';
import { Switch } from '@/components/ui/switch';
import { Samples } from './sample';

/** Cards, rows and the bar of unsaved changes. */
export function SettingSamples() {
  const [dirty, setDirty] = useState(false);
  return (
    <Samples title="Settings">
      <Card
        title="Names"
        description="What people call you here."
        aside={<Badge tone="success">Verified</Badge>}
      >
        <div>
          <EditableRow label="Display name" value="Maya Okafor" />
          <EditableRow label="Handle" value="@maya" />
          <EditableRow label="Pronouns" value="Not set" />
        </div>
      </Card>
      <Card
        title="Changes"
        description="A bar at the bottom says what is unsaved."
        hint="It never covers what has the focus."
        action={
          <Button variant="primary" onClick={() => setDirty(true)}>
            Change something
          </Button>
        }
      >
        <Switch label="Show the bar" checked={dirty} onCheckedChange={setDirty} />
      </Card>
      <Card
        tone="danger"
        title="Delete account"
        description="Your profile disappears at once; everything else after 30 days."
        hint="Until then you can change your mind."
        action={<Button variant="danger">Delete my account</Button>}
      />
      <Card title="This session">
        <DescriptionList
          items={[
            { term: 'Device', details: 'Firefox on Linux' },
            {
              term: 'Signed in',
              details: (
                <RelativeTime
                  at={new Date(Date.now() - 7_200_000)}
                  locale="en"
                  exact="6 December 2026, 14:05"
                />
              ),
            },
            { term: 'Address', details: '2001:db8:85a3:8d3:1319:8a2e:370:7348' },
          ]}
        />
      </Card>
      <SaveBar
        open={dirty}
        label="Unsaved changes"
        text="2 unsaved changes"
        discard={
          <Button variant="ghost" onClick={() => setDirty(false)}>
            Discard
          </Button>
        }
        save={
          <Button variant="primary" onClick={() => setDirty(false)}>
            Save changes
          </Button>
        }
      />
    </Samples>
  );
}

function EditableRow({ label, value }: { label: string; value: string }) {
  return (
    <SettingRow label={label} value={value} editLabel="Edit" editName={`Edit ${label}`}>
      {(close) => (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            close();
          }}
        >
          <Field label={label} labelHidden>
            <Input defaultValue={value} />
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" size="sm" variant="primary">
              Save
            </Button>
            <Button size="sm" variant="ghost" onClick={close}>
              Cancel
            </Button>
          </div>
        </form>
      )}
    </SettingRow>
  );
}
