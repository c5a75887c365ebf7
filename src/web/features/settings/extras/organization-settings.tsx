import { Alert, Switch, Textarea, TextInput } from '@mantine/core';
import { Lock } from 'lucide-react';
import { type FormEvent, useRef } from 'react';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import type { Organization } from '../../../api/types.ts';
import { useIsOwner, useOrganization, useOrganizations } from '../../../parts/account.ts';
import { ColorField } from '../../../ui/color-field.tsx';
import { Page, Panel } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Values } from '../declaration.ts';
import { focusProblem, useRecordForm } from '../record-form.ts';
import { SaveBar } from '../save-bar.tsx';
import classes from '../settings.module.css';
import extras from './extras.module.css';

const FIELDS = ['description', 'banner_enabled', 'banner_text', 'banner_color'];

/** What the organization says of itself, and to everybody. */
export function OrganizationSettings() {
  const slug = useOrganization();
  const { data, error, refetch } = useOrganizations();
  const organization = data?.find((one) => one.slug === slug);
  return (
    <Page title="Organization" sub={organization?.name}>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : organization ? (
        <OrganizationForm organization={organization} />
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}

function OrganizationForm({ organization }: { organization: Organization }) {
  const isOwner = useIsOwner();
  const form = useRecordForm({
    description: organization.description ?? '',
    banner_enabled: organization.banner_enabled === true,
    banner_text: organization.banner_text ?? '',
    banner_color: organization.banner_color ?? '',
  });
  const element = useRef<HTMLFormElement>(null);
  const { values, problems, set } = form;
  const save = useSave<Values, unknown>({
    send: (body) =>
      answer(
        client.PUT('/organizations/{organization_id}', {
          params: { path: { organization_id: organization.id ?? 0 } },
          body: body as never,
        }),
      ),
    refresh: [['organizations']],
    done: 'Saved.',
    quiet: true,
    onDone: () => form.reset(form.values),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const orNull = (value: unknown) => String(value ?? '').trim() || null;
    const body = {
      id: organization.id,
      default: organization.default,
      description: orNull(values.description),
      banner_enabled: values.banner_enabled,
      banner_text: orNull(values.banner_text),
      banner_color: orNull(values.banner_color),
    };
    await save.mutateAsync(body).catch((error: unknown) => {
      form.setProblems(problemsByField(error, FIELDS).fields);
      focusProblem(element.current);
    });
  };
  const off = !isOwner || save.isPending;
  return (
    <form ref={element} className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      {!isOwner && (
        <Alert variant="light" color="gray" icon={<Lock size={17} aria-hidden />}>
          You can read this. Only owners change it.
        </Alert>
      )}
      <FormProblems error={save.error} fields={FIELDS} />
      <Panel title="Basics">
        <div className={classes.fields}>
          <TextInput label="Name" description="Cannot be changed." value={organization.name} readOnly disabled />
          <Textarea
            label="Description"
            disabled={off}
            value={String(values.description)}
            error={problems.description}
            onChange={(event) => set('description', event.currentTarget.value)}
          />
        </div>
      </Panel>
      <Panel title="Banner">
        <div className={classes.fields}>
          <Switch
            label="Show it above every page"
            disabled={off}
            checked={values.banner_enabled === true}
            onChange={(event) => set('banner_enabled', event.currentTarget.checked)}
          />
          <TextInput
            label="Text"
            disabled={off}
            value={String(values.banner_text)}
            error={problems.banner_text}
            onChange={(event) => set('banner_text', event.currentTarget.value)}
          />
          <ColorField
            label="Colour"
            disabled={off}
            value={String(values.banner_color)}
            error={problems.banner_color}
            onChange={(next) => set('banner_color', next)}
          />
          {String(values.banner_text).trim() && (
            <div
              className={extras.bannerSample}
              style={values.banner_color ? { borderInlineStartColor: String(values.banner_color) } : undefined}
            >
              {String(values.banner_text)}
            </div>
          )}
        </div>
      </Panel>
      {isOwner && (
        <SaveBar
          isDirty={form.isDirty}
          isBusy={save.isPending}
          label="Save"
          save={() => element.current?.requestSubmit()}
          discard={() => form.reset(form.saved)}
        />
      )}
      <UnsavedGuard dirty={form.isDirty} what="your changes" />
    </form>
  );
}
