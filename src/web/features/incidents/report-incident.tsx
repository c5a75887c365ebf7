import { Alert, Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Info, Link2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { answer, client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { equals, list } from '../../api/list.ts';
import { newSubmission } from '../../api/submission.ts';
import type { Incident, TagType } from '../../api/types.ts';
import { projectLabel, useCurrentProject, useMe, useOrganization, useProjects } from '../../parts/account.ts';
import { PersonSelect } from '../../parts/person-select.tsx';
import { missingTypes } from '../../parts/tags.ts';
import { TagsField } from '../../parts/tags-field.tsx';
import { byName, useVocabulary } from '../../parts/vocabulary.ts';
import { paths } from '../../paths.ts';
import type { SearchParams } from '../../ui/data-table/index.ts';
import { useGo, useHref } from '../../ui/link.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { UnsavedGuard } from '../../ui/unsaved.tsx';
import { FormProblems, showProblems, useSave } from '../../ui/use-save.tsx';
import { draftOf, type ReportDraft, reportBody, searchOf } from './report-draft.ts';
import classes from './report-incident.module.css';

const FIELDS = [
  'title',
  'description',
  'project',
  'incident_type',
  'incident_priority',
  'incident_severity',
  'visibility',
  'tags',
  'commander_email',
] as const;
type Option = { name: string; description?: string | null };
const optionsOf = (items: Option[] | undefined) => byName(items).map(({ name }) => name);

/** Two fields are enough; everything else is decided by the project's defaults and can be changed later. */
export function ReportIncident() {
  const organization = useOrganization();
  const go = useGo();
  const href = useHref();
  const { email } = useMe();
  const search = useSearch({ strict: false }) as SearchParams;
  const { name: currentProject } = useCurrentProject();
  const projects = useProjects()?.filter((one) => one.enabled !== false) ?? [];
  const form = useForm<ReportDraft>({
    initialValues: draftOf(search, currentProject ?? null),
    validate: {
      title: (text) => (text.trim() ? null : 'Say in a few words what is wrong.'),
      description: (text) => (text.trim() ? null : 'Say what you see, since when, and who notices.'),
    },
  });
  const { values } = form;
  const project = projects.find((one) => one.name === values.project) ?? projects.find((one) => one.default) ?? projects[0];
  const types = useVocabulary('incident_types', project?.name);
  const priorities = useVocabulary('incident_priorities', project?.name);
  const severities = useVocabulary('incident_severities', project?.name);
  const tagTypes = useRequiredTagTypes(project?.name);
  const element = useRef<HTMLFormElement>(null);
  const [submission] = useState(newSubmission);

  const report = useSave<ReportDraft, Incident>({
    quiet: true,
    send: (draft) =>
      answer(
        client.POST('/{organization}/incidents', {
          params: { path: { organization } },
          headers: { 'Idempotency-Key': submission },
          body: { ...reportBody({ ...draft, project: project?.name ?? draft.project }), reporter: { individual: { email } } } as never,
        }),
      ) as Promise<Incident>,
    refresh: [keys.kind(organization, 'incident')],
    onDone: (incident) => {
      form.resetDirty();
      go(paths.incident(organization, incident));
    },
  });
  const submit = form.onSubmit((draft) => {
    const missing = missingTypes(draft.tags, tagTypes);
    if (missing.length) return form.setFieldError('tags', `Choose a tag of ${missing.join(', ')}: this project asks for it.`);
    report.mutate(draft, { onError: (error) => showProblems(error, FIELDS, form) });
  });
  useShortcut('mod+Enter', 'Report the incident', () => element.current?.requestSubmit());
  const copyTemplate = () => {
    void navigator.clipboard
      .writeText(href(paths.report(organization, searchOf(values))))
      .then(() => notifications.show({ message: 'Link copied. It opens this form with the same fields.' }));
  };
  const severity = severities?.find((one) => one.name === values.incident_severity);
  const priority = priorities?.find((one) => one.name === values.incident_priority);
  const type = types?.find((one) => one.name === values.incident_type);

  return (
    <Page
      title="Report an incident"
      narrow
      sub="A title and a description are enough. The right people are called in at once."
      actions={
        <Button variant="subtle" color="gray" leftSection={<Link2 size={16} aria-hidden />} onClick={copyTemplate}>
          Copy as template
        </Button>
      }
    >
      <Stack gap="md">
        {project?.report_incident_instructions && (
          <Alert color="verdigris" variant="light" icon={<Info size={18} aria-hidden />} title="Before you report">
            <Markdown text={project.report_incident_instructions} />
          </Alert>
        )}
        <Panel>
          <form ref={element} onSubmit={submit} noValidate>
            <Stack gap="md" pt="xs">
              <FormProblems error={report.error} fields={FIELDS} />
              <TextInput
                label="What is wrong?"
                placeholder="Checkout answers with errors"
                description={project?.report_incident_title_hint}
                required
                size="md"
                autoFocus
                maxLength={500}
                {...form.getInputProps('title')}
              />
              <Textarea
                label="What do you know?"
                placeholder="Since about 09:30, three customers say that they cannot pay."
                description={project?.report_incident_description_hint}
                required
                size="md"
                minRows={4}
                {...form.getInputProps('description')}
              />
              <div className={classes.fields}>
                {projects.length > 1 && (
                  <Select
                    label="Project"
                    data={projects.map((one) => ({ value: one.name, label: projectLabel(one) }))}
                    value={project?.name ?? null}
                    searchable
                    allowDeselect={false}
                    error={form.errors.project}
                    onChange={(next) =>
                      form.setValues({ project: next, incident_type: null, incident_priority: null, incident_severity: null, tags: [] })
                    }
                  />
                )}
                <Select
                  label="Type"
                  description={type?.description}
                  placeholder="The project's usual"
                  data={optionsOf(types)}
                  clearable
                  searchable
                  {...form.getInputProps('incident_type')}
                />
                <Select
                  label="Priority"
                  description={priority?.description}
                  placeholder="The project's usual"
                  data={optionsOf(priorities)}
                  clearable
                  {...form.getInputProps('incident_priority')}
                />
                <Select
                  label="Severity"
                  description={severity?.description}
                  placeholder="The project's usual"
                  data={optionsOf(severities)}
                  clearable
                  {...form.getInputProps('incident_severity')}
                />
                <Select
                  label="Who may see it"
                  placeholder="As usual for the type"
                  data={[
                    { value: 'Open', label: 'Everybody in the organization' },
                    { value: 'Restricted', label: 'Participants and administrators' },
                  ]}
                  clearable
                  {...form.getInputProps('visibility')}
                />
                {project?.select_commander_visibility !== false && (
                  <PersonSelect
                    label="Commander"
                    description="Empty: the project's policy decides."
                    value={values.commander}
                    onChange={(next) => form.setFieldValue('commander', next)}
                    project={project?.name}
                    error={form.errors.commander_email}
                  />
                )}
              </div>
              <TagsField
                value={values.tags}
                onChange={(next) => form.setFieldValue('tags', next)}
                project={project?.name}
                error={form.errors.tags}
              />
              <Group justify="flex-end">
                <Button type="submit" size="md" loading={report.isPending}>
                  Report incident
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
      </Stack>
      <UnsavedGuard dirty={form.isDirty() && !report.isPending && !report.isSuccess} what="your report" />
    </Page>
  );
}

function useRequiredTagTypes(project: string | undefined) {
  const organization = useOrganization();
  const { data = [] } = useQuery({
    queryKey: keys.list(organization, 'tag_type', ['required', project]),
    queryFn: async () =>
      (
        await list<TagType>(organization, 'tag_types', {
          itemsPerPage: 200,
          filter: [equals('TagType', 'required', true), ...(project ? [equals('Project', 'name', project)] : [])],
        })
      ).items,
  });
  return data;
}
