import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type JobDefinition, job, Skip } from '../../core/jobs.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';
import { queueMail } from '../mail/index.ts';
import { onCallNow } from '../oncall/index.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { TELL_OF_FORM } from './complete-form.ts';

type Completed = {
  id: number;
  project_id: number;
  incident_id: number | null;
  updated_at: Date;
  score: number;
  service_id: number | null;
  service: string | null;
  type: string | null;
  type_description: string | null;
  creator: string | null;
};

/** Nobody on call is a failure: it is tried again until somebody is. */
const tellOfForm = job<{ formId: number }>({
  name: TELL_OF_FORM,
  async run(ctx, { formId }) {
    const form = await findCompleted(ctx, formId);
    if (!form) return new Skip('The form is gone.');
    if (form.service_id === null) return new Skip('The type of the form names no service whose on-call could be told.');
    const person = await onCallNow(ctx, form.service_id);
    if (!person)
      throw new Error(`Nobody is on call for ${form.service}, or its plug-in is not enabled: the form is told when somebody is.`);
    const incident = form.incident_id === null ? undefined : await describeSubject(ctx, { kind: 'incident', id: form.incident_id });
    return (tx) => tell(tx, person.email, form, incident && maskSubject(incident));
  },
});

async function findCompleted(ctx: Context, formId: number): Promise<Completed | undefined> {
  const { rows } = await sql<Completed>`
    select f.id, f.project_id, f.incident_id, f.updated_at, f.score, t.service_id, s.name as service, t.name as type,
      t.description as type_description, c.name as creator
    from forms f left join form_types t on t.id = f.form_type_id left join services s on s.id = t.service_id
    left join individual_contacts c on c.id = f.creator_id
    where f.id = ${formId} and f.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0];
}

/** The answers stay where permissions guard them: a mail may be read by anybody it is passed on to. */
async function tell(tx: Context, email: string, form: Completed, incident: Subject | undefined) {
  await queueMail(tx, {
    key: `form-${form.id}-completed-${form.updated_at.toISOString()}`,
    to: [email],
    subject: incident ? `${incident.name}: ${form.type} is filled in` : `${form.type} is filled in`,
    projectId: form.project_id,
    ...(incident && {
      subjectRef: { kind: 'incident', id: incident.id } as const,
      actions: [{ label: 'Open the incident', url: incident.url }],
    }),
    markdown: [
      `**${form.type}** (form #${form.id}) was filled in by ${form.creator ?? 'somebody'}; its score is ${form.score}.`,
      form.type_description ?? '',
      '**Confidential: what the form says, and that it was filled in, is for those who have to review it. Do not pass this mail on.**',
      ...(incident ? aboutIncident(incident) : ['It belongs to no incident.']),
    ]
      .filter(Boolean)
      .join('\n\n'),
  });
}

const aboutIncident = ({ name, url, title, description, status, commander }: Subject) => [
  `Incident **[${name}](${url})**: ${title}`,
  description.length > MOST_SHOWN ? `${description.slice(0, MOST_SHOWN)}…` : description,
  `Status ${status} · in command, and whom to ask: ${commander ?? 'nobody yet'}`,
];
const MOST_SHOWN = 500;

export const jobs: JobDefinition[] = [tellOfForm];
