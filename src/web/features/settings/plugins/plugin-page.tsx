import { Alert, Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, Trash2 } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { ApiError, problemsByField } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import { read, remove, update } from '../../../api/list.ts';
import type { PluginInstance } from '../../../api/types.ts';
import { projectLabel, useOrganization } from '../../../parts/account.ts';
import { paths } from '../../../paths.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { PlainLink, useGo } from '../../../ui/link.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Values } from '../declaration.ts';
import { focusProblem, useRecordForm } from '../record-form.ts';
import { SaveBar } from '../save-bar.tsx';
import settings from '../settings.module.css';
import { ConfigurationInput } from './configuration-input.tsx';
import { kindOf } from './plugin-data.ts';
import { type Configuration, configurationFields, configurationOf, formOf, MASK, type Schema } from './schema.ts';

/** The configuration of one plug-in in one project, drawn from its schema. */
export function PluginPage({ id }: { id: string }) {
  const organization = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'plugin', id),
    queryFn: () => (/^\d+$/.test(id) ? read<PluginInstance>(organization, 'plugins/instances', id) : Promise.reject(new ApiError(404, []))),
  });
  return (
    <>
      <PlainLink
        at={paths.setting(organization, 'plugins', data?.project ? { project: data.project.name } : undefined)}
        className={settings.trail}
      >
        <ChevronLeft size={15} aria-hidden /> Plug-ins
      </PlainLink>
      {data ? (
        <Page
          title={data.plugin.title}
          sub={`${kindOf(data.plugin.type)}, in ${projectLabel(data.project)}`}
          actions={<Removal instance={data} />}
        >
          <ConfigurationForm key={data.id} instance={data} />
        </Page>
      ) : (
        <Page title="Plug-in">{error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading lines={8} />}</Page>
      )}
    </>
  );
}

function ConfigurationForm({ instance }: { instance: PluginInstance }) {
  const organization = useOrganization();
  const fields = configurationFields((instance.configuration_schema ?? instance.plugin.configuration_schema) as Schema | null);
  const stored = { enabled: instance.enabled === true, ...formOf(fields, instance.configuration as Configuration | null) };
  const form = useRecordForm(stored);
  const element = useRef<HTMLFormElement>(null);
  const { enabled, ...values } = form.values;
  const secrets = new Set(fields.filter((one) => one.kind === 'secret').map((one) => one.name));
  const save = useSave<Values, unknown>({
    send: (body) => update(organization, 'plugins/instances', instance.id, body),
    refresh: [keys.kind(organization, 'plugin')],
    done: enabled ? 'Saved. The plug-in is used from now on.' : 'Saved.',
    quiet: true,
    // A secret is not kept here longer than it takes to send it.
    onDone: () =>
      form.reset(Object.fromEntries(Object.entries(form.values).map(([name, value]) => [name, secrets.has(name) && value ? MASK : value]))),
  });
  const names = ['enabled', 'configuration', ...fields.map((one) => `configuration.${one.name}`)];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { configuration, problems } = configurationOf(fields, values);
    form.setProblems(problems);
    // A plug-in that is off may be half configured.
    if (Object.keys(problems).length && enabled) return focusProblem(element.current);
    await save.mutateAsync({ id: instance.id, enabled, configuration }).catch((error: unknown) => {
      form.setProblems(
        Object.fromEntries(
          Object.entries(problemsByField(error, names).fields).map(([name, text]) => [name.replace(/^configuration\./, ''), text]),
        ),
      );
      focusProblem(element.current);
    });
  };
  return (
    <form ref={element} className={settings.form} onSubmit={(event) => void submit(event)} noValidate>
      {instance.broken && (
        <Alert color="vermilion" variant="light" title="This plug-in is not installed any more">
          It does nothing. Install it again, or remove it here.
        </Alert>
      )}
      <FormProblems error={save.error} fields={names} />
      {form.problems.configuration && (
        <Alert color="vermilion" variant="light" role="alert">
          {form.problems.configuration}
        </Alert>
      )}
      <Panel title="State">
        <Switch
          label="Enabled"
          description={
            instance.plugin.multiple
              ? 'Several plug-ins of this kind can be enabled in a project.'
              : 'Enabling it switches off what does this work in the project now.'
          }
          error={form.problems.enabled}
          checked={enabled === true}
          onChange={(event) => form.set('enabled', event.currentTarget.checked)}
          mt="xs"
        />
      </Panel>
      {fields.length > 0 && (
        <Panel title="Configuration">
          <div className={settings.fields}>
            {fields.map((field) => (
              <ConfigurationInput
                key={field.name}
                field={field}
                value={values[field.name]}
                onChange={(value) => form.set(field.name, value)}
                error={form.problems[field.name]}
                disabled={save.isPending}
                isSet={form.saved[field.name] === MASK}
              />
            ))}
          </div>
        </Panel>
      )}
      <SaveBar
        isDirty={form.isDirty}
        isBusy={save.isPending}
        label="Save"
        save={() => element.current?.requestSubmit()}
        discard={() => form.reset(form.saved)}
      />
      <UnsavedGuard dirty={form.isDirty} what="the configuration" />
    </form>
  );
}

function Removal({ instance }: { instance: PluginInstance }) {
  const organization = useOrganization();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const removal = useSave({
    send: () => remove(organization, 'plugins/instances', instance.id),
    refresh: [keys.list(organization, 'plugin', '').slice(0, -1)],
    done: 'Removed from the project.',
    onDone: () =>
      go(paths.setting(organization, 'plugins', instance.project ? { project: instance.project.name } : undefined), {
        replace: true,
        ignoreBlocker: true,
      }),
  });
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setAsking(true)}>
        Remove
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Remove ${instance.plugin.title} from the project?`}
        confirm="Remove"
        danger
        busy={removal.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => removal.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        Its configuration and its secrets are deleted. What it made in the other system stays there.
      </ConfirmDialog>
    </>
  );
}
