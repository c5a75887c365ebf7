import { Alert, Switch } from '@mantine/core';
import { Lock } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { useOrganization } from '../../../parts/account.ts';
import { RemoteMultiSelect } from '../../../ui/remote-multi-select.tsx';
import { RemoteSelect } from '../../../ui/remote-select.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import type { Item } from '../declaration.ts';
import cells from '../fields/fields.module.css';
import { RowList } from '../fields/row-list.tsx';
import { useReaches } from '../may-write.ts';
import { referenceChooser } from '../references.ts';
import { SaveBar } from '../save-bar.tsx';
import classes from '../settings.module.css';
import { circumstances, freshPolicy, type Policy, type PolicyRole, policiesBody } from './policies.ts';

type Props = { role: PolicyRole; project: string; label: string; stored: Policy[]; refresh: readonly unknown[] };

/** The ordered policies of one role in one project. */
export function PolicyForm({ role, project, label, stored, refresh }: Props) {
  const organization = useOrganization();
  const mayWrite = useReaches('Admin');
  const [base, setBase] = useState(stored);
  const [rows, setRows] = useState(stored);
  const [seen, setSeen] = useState(stored);
  const element = useRef<HTMLFormElement>(null);
  const isDirty = JSON.stringify(rows) !== JSON.stringify(base);
  if (seen !== stored) {
    setSeen(stored);
    if (!isDirty) {
      setBase(stored);
      setRows(stored);
    }
  }
  const save = useSave<void, { policies: unknown }>({
    send: () =>
      answer(
        client.PUT('/{organization}/incident_roles/{role}', {
          params: { path: { organization, role }, query: { projectName: project } },
          body: policiesBody(rows, project) as never,
        }),
      ) as Promise<{ policies: unknown }>,
    refresh: [refresh],
    done: 'The policies are saved. They apply to incidents reported from now on.',
    quiet: true,
    onDone: ({ policies }) => {
      setBase(policies as Policy[]);
      setRows(policies as Policy[]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form ref={element} className={classes.form} onSubmit={submit} noValidate>
      {!mayWrite && (
        <Alert variant="light" color="gray" icon={<Lock size={17} aria-hidden />}>
          You can read this. Only administrators change it.
        </Alert>
      )}
      {save.error && (
        <Alert color="vermilion" variant="light" role="alert" title="Not saved">
          {messageOf(save.error)}
        </Alert>
      )}
      <RowList<Policy>
        label={`Policies for the ${role.toLowerCase()} in ${label}`}
        description="From the first to the last: the first that fits is used. Empty conditions fit everything."
        disabled={!mayWrite}
        ordered
        rows={rows}
        onChange={setRows}
        fresh={freshPolicy}
        addLabel="Add a policy"
        none="No policy: nobody takes this role by itself."
        nameOf={(policy, index) => `policy ${index + 1}, for ${circumstances(policy)}`}
      >
        {(policy, change) => <PolicyFields policy={policy} change={change} project={project} disabled={!mayWrite} />}
      </RowList>
      {mayWrite && (
        <SaveBar
          isDirty={isDirty}
          isBusy={save.isPending}
          label="Save"
          save={() => element.current?.requestSubmit()}
          discard={() => setRows(base)}
        />
      )}
      <UnsavedGuard dirty={isDirty} what="the policies" />
    </form>
  );
}

function PolicyFields({
  policy,
  change,
  project,
  disabled,
}: {
  policy: Policy;
  change: (policy: Policy) => void;
  project: string;
  disabled: boolean;
}) {
  const organization = useOrganization();
  const chooser = (of: Parameters<typeof referenceChooser>[1]) => ({
    ...referenceChooser(organization, of, project),
    disabled,
    placeholder: 'Any',
  });
  return (
    <>
      <RemoteMultiSelect<Item>
        label="Types"
        {...chooser('incident_type')}
        value={policy.incident_types}
        onChange={(incident_types) => change({ ...policy, incident_types })}
      />
      <RemoteMultiSelect<Item>
        label="Priorities"
        {...chooser('incident_priority')}
        value={policy.incident_priorities}
        onChange={(incident_priorities) => change({ ...policy, incident_priorities })}
      />
      <RemoteMultiSelect<Item> label="Tags" {...chooser('tag')} value={policy.tags} onChange={(tags) => change({ ...policy, tags })} />
      <RemoteSelect<Item>
        label="Whoever is on call for"
        {...chooser('service')}
        placeholder="No service"
        value={policy.service}
        onChange={(service) => change({ ...policy, service, ...(service && { individual: null }) })}
      />
      <RemoteSelect<Item>
        label="Or always the same person"
        {...chooser('individual')}
        placeholder="Nobody"
        value={policy.individual}
        onChange={(individual) => change({ ...policy, individual, ...(individual && { service: null, engage_next_oncall: false }) })}
      />
      <Switch
        className={cells.wide}
        label="Also bring in who is on call next, as observer"
        disabled={disabled || !policy.service}
        checked={policy.engage_next_oncall === true}
        onChange={(event) => change({ ...policy, engage_next_oncall: event.currentTarget.checked })}
      />
      <Switch
        className={cells.wide}
        label="Applies"
        disabled={disabled}
        checked={policy.enabled !== false}
        onChange={(event) => change({ ...policy, enabled: event.currentTarget.checked })}
      />
    </>
  );
}
