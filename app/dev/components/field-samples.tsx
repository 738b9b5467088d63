'use client';

import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { PasswordInput } from '@/components/ui/password-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Switch } from '@/components/ui/switch';
import { Tabs } from '@/components/ui/tabs';
import { Textarea } from '@/components/ui/textarea';
import { Samples } from './sample';

const zones = [
  { value: '', label: 'Choose a time zone' },
  { label: 'Europe', options: [{ value: 'Europe/Paris', label: 'Paris' }] },
  { label: 'Africa', options: [{ value: 'Africa/Lagos', label: 'Lagos' }] },
];

/** Everything that is filled in. */
export function FieldSamples() {
  const [bio, setBio] = useState('Keeps bees, writes code.');
  return (
    <Samples title="Fields">
      <Field label="Display name" description="Shown on your profile and beside what you write.">
        <Input defaultValue="Maya Okafor" autoComplete="name" />
      </Field>
      <Field label="Handle" error="That handle is taken. Try maya-okafor.">
        <Input defaultValue="maya" />
      </Field>
      <Field label="Website" labelHint="optional">
        <Input type="url" placeholder="https://" />
      </Field>
      <Field label="E-mail" description="Ask an administrator to change it.">
        <Input value="member@example.test" readOnly />
      </Field>
      <Field label="Organisation">
        <Input defaultValue="Not yours to change" disabled />
      </Field>
      <Field label="Password" description="15 characters or more; a sentence works well.">
        <PasswordInput
          autoComplete="new-password"
          defaultValue="correct horse"
          showLabel="Show password"
          hideLabel="Hide password"
        />
      </Field>
      <Tabs
        label="Bio"
        tabs={[
          {
            value: 'write',
            label: 'Write',
            panel: (
              <Field
                label="Bio"
                description="Bold, italics, links and lists."
                counter={<FieldCounter used={bio.length} limit={40} text={`${bio.length} of 40`} />}
                error={bio.length > 40 ? 'Take out a few words: it is over 40 characters.' : undefined}
              >
                <Textarea value={bio} onChange={(event) => setBio(event.target.value)} />
              </Field>
            ),
          },
          { value: 'preview', label: 'Preview', panel: <p className="min-h-24">{bio}</p> },
        ]}
      />
      <Field label="Time zone">
        <NativeSelect options={zones} defaultValue="Europe/Paris" />
      </Field>
      <Field label="Language" error="Choose a language.">
        <NativeSelect options={[{ value: '', label: 'None' }]} />
      </Field>
      <Choices />
    </Samples>
  );
}

function Choices() {
  const [on, setOn] = useState(true);
  const [reach, setReach] = useState('members');
  const options = [
    { value: 'everyone', label: 'Everyone', description: 'Also people who are not signed in.' },
    { value: 'members', label: 'Members', description: 'People with an account here.' },
    { value: 'me', label: 'Only me', disabled: true },
  ];
  const group = { options, value: reach, onValueChange: setReach };
  return (
    <>
      <Checkbox
        label="Remember this device for 30 days"
        description="You will not be asked for a code here."
        defaultChecked
      />
      <Checkbox label="I have saved my recovery codes" error="Save them first: they are the way back in." />
      <Checkbox label="Not possible now" disabled />
      <Switch
        label="E-mail for new sign-in"
        description="Sent when your account is used on a device we have not seen."
        checked={on}
        onCheckedChange={setOn}
      />
      <Switch label="Weekly summary" checked={!on} onCheckedChange={(next) => setOn(!next)} pending />
      <Switch
        label="Security notices"
        description="These are always sent."
        checked
        disabled
        onCheckedChange={setOn}
      />
      <RadioGroup
        legend="Who can see your profile"
        name="reach"
        description="Search engines count as everyone."
        {...group}
      />
      <RadioGroup
        legend="As cards"
        name="reach-cards"
        variant="cards"
        error="Choose one to go on."
        {...group}
      />
    </>
  );
}
