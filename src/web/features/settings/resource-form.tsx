import { Alert, Button, Select } from '@mantine/core';
import { Lock } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { problemsByField } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { create, update } from '../../api/list.ts';
import type { Project } from '../../api/types.ts';
import { projectLabel, useCurrentProject, useOrganization, useProjects } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { useGo } from '../../ui/link.tsx';
import { Panel } from '../../ui/page.tsx';
import { UnsavedGuard } from '../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../ui/use-save.tsx';
import type { Field, Item, SettingsResource, Values } from './declaration.ts';
import { FieldInput } from './fields/field-input.tsx';
import { useMayWrite, whoWrites } from './may-write.ts';
import { focusProblem, useRecordForm } from './record-form.ts';
import { SaveBar } from './save-bar.tsx';
import classes from './settings.module.css';
import { bodyOf, fieldNames, formValues, localProblems, shownFields } from './values.ts';

type Props = {
  resource: SettingsResource;
  item: Item | undefined;
  start?: Values /** where a new record's form leads afterwards and on giving up */;
  back?: () => void;
};

/** The form of one settings record, drawn from its declaration. */
export function ResourceForm({ resource, item, start = {}, back }: Props) {
  const organization = useOrganization();
  const go = useGo();
  const mayWrite = useMayWrite(resource, item);
  const [project, setProject] = useStartProject(resource, item);
  const form = useRecordForm(formValues(resource, item, start));
  const element = useRef<HTMLFormElement>(null);
  const fields = shownFields(resource.fields, form.values, !item);
  const names = fieldNames(fields);
  const scope = item && resource.projectOf ? resource.projectOf(item) : (item?.project?.name ?? project?.name);
  const save = useSave<Values, Item>({
    send: (body) => (item ? update<Item>(organization, resource.path, item.id, body) : create<Item>(organization, resource.path, body)),
    refresh: [keys.kind(organization, resource.kind)],
    done: item ? 'Saved.' : `The ${resource.noun} is there.`,
    quiet: true,
    onDone: (stored) => {
      form.reset(item ? form.values : formValues(resource, undefined));
      if (item) return;
      const next =
        resource.extra && stored?.id
          ? paths.settingItem(organization, resource.page, String(stored.id))
          : paths.setting(organization, resource.page, project && { project: project.name });
      go(next, { replace: true, ignoreBlocker: true });
    },
  });
  const submit = async () => {
    const problems = localProblems(fields, form.values);
    if (!item && !resource.global && !project) problems.project = 'Choose the project.';
    form.setProblems(problems);
    if (Object.keys(problems).length) return focusProblem(element.current);
    await save.mutateAsync(bodyOf(resource, form.values, item, project)).catch((error: unknown) => {
      form.setProblems(problemsByField(error, [...names, 'project']).fields);
      focusProblem(element.current);
    });
  };
  const changed = useElsewhere(resource, item, form);
  return (
    <form
      ref={element}
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      {!mayWrite && (
        <Alert variant="light" color="gray" icon={<Lock size={17} aria-hidden />}>
          You can read this. Only {whoWrites(resource.writes)} change it.
        </Alert>
      )}
      {changed}
      <FormProblems error={save.error} fields={[...names, 'project']} />
      {!item && !resource.global && <ProjectField project={project} onChange={setProject} error={form.problems.project} />}
      {sections(fields).map(({ title, fields: inside }) => (
        <Panel key={title} title={title}>
          <div className={classes.fields}>
            {inside.map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                value={form.values[field.name]}
                onChange={(value) => form.set(field.name, value)}
                error={form.problems[field.name]}
                disabled={!mayWrite || save.isPending || Boolean(field.fixed && item)}
                project={scope}
              />
            ))}
          </div>
        </Panel>
      ))}
      {mayWrite && (
        <SaveBar
          isDirty={form.isDirty}
          isBusy={save.isPending}
          isNew={!item}
          label={item ? 'Save' : `Create ${resource.noun}`}
          save={() => element.current?.requestSubmit()}
          discard={() => (item || !back ? form.reset(form.saved) : back())}
        />
      )}
      <UnsavedGuard dirty={form.isDirty} what="your changes" />
    </form>
  );
}

/** Says that the record changed on the server while it is being edited here, and offers to take that. */
function useElsewhere(resource: SettingsResource, item: Item | undefined, form: ReturnType<typeof useRecordForm>) {
  const [seen, setSeen] = useState(item);
  if (!item || item === seen) return null;
  const stored = formValues(resource, item);
  if (JSON.stringify(stored) === JSON.stringify(form.saved) || !form.isDirty) {
    setSeen(item);
    if (!form.isDirty) form.reset(stored);
    return null;
  }
  return (
    <Alert color="amber" variant="light" title="Somebody changed this meanwhile">
      Saving replaces what they did.{' '}
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          form.reset(stored);
          setSeen(item);
        }}
      >
        Take their version instead
      </Button>
    </Alert>
  );
}

function sections(fields: Field[]): { title: string; fields: Field[] }[] {
  const result: { title: string; fields: Field[] }[] = [];
  for (const field of fields) {
    const last = result.at(-1);
    if (!last || field.section) result.push({ title: field.section ?? 'Basics', fields: [field] });
    else last.fields.push(field);
  }
  return result;
}

/** The project a new record starts in: the one chosen in the frame, or the only one, or the default. */
function useStartProject(resource: SettingsResource, item: Item | undefined) {
  const { name } = useCurrentProject();
  const projects = useProjects();
  const [chosen, choose] = useState<Project>();
  const start = projects?.find((one) => one.name === name) ?? projects?.find((one) => one.default) ?? projects?.[0];
  return [item || resource.global ? undefined : (chosen ?? start), choose] as const;
}

function ProjectField({
  project,
  onChange,
  error,
}: {
  project: Project | undefined;
  onChange: (project: Project) => void;
  error: string | undefined;
}) {
  const projects = useProjects() ?? [];
  if (projects.length < 2) return null;
  return (
    <Select
      label="Project"
      description="Cannot be changed later."
      required
      allowDeselect={false}
      error={error}
      maw="24rem"
      data={projects.map((one) => ({ value: one.name, label: projectLabel(one) }))}
      value={project?.name ?? null}
      onChange={(name) => {
        const found = projects.find((one) => one.name === name);
        if (found) onChange(found);
      }}
    />
  );
}
