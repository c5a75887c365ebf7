import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Flow, Skip, type Step } from '../../core/jobs.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';
import { documentResource, insertDocument } from '../documents/index.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { findCapability } from '../plugins/index.ts';
import { earlierDocuments, getReport, numberOf, type ReportRow } from './store.ts';

const RESOURCE_TYPE = 'dispatch-executive-report-document';

/** What an executive report looks like while its incident type has no template. */
const EXECUTIVE_BEGINNING = `# {{title}}

Executive report on {{name}}, {{current_date}}. In command: {{commander_fullname}}.

## Current status

{{current_status}}

## Overview

{{overview}}

## Next steps

{{next_steps}}

## Earlier reports

{{previous_reports}}
`;

/** Makes the document of an executive report from its type's template and fills it in. */
const createReportDocument: Step = {
  name: 'create-report-document',
  title: 'Make the document of an executive report',
  run: async (ctx, subject, signal, reportId) => {
    const report = await getReport(ctx, reportId ?? 0);
    const incident = await describeSubject(ctx, subject);
    const plugin = await findCapability(ctx, incident.projectId, 'document');
    if (!plugin) return new Skip('No document plug-in is enabled in this project.');
    if (await hasDocument(ctx, report.id)) return new Skip('The document is there already.');
    const name = `${incident.name} - Executive Report ${await numberOf(ctx, report.id)} - ${longDate(report.created_at)}`;
    const key = `incident-${report.incident_id}-report-${report.id}`;
    const { capability, title } = plugin;
    const made =
      (await capability.find(key, signal)) ??
      (await capability.create(
        key,
        {
          name,
          template: await templateOf(ctx, report.incident_id),
          beginning: EXECUTIVE_BEGINNING,
          subject: maskSubject(incident),
        },
        signal,
      ));
    await capability.fill(made, await valuesOf(ctx, report, incident), signal);
    return async (tx) => {
      await insertDocument(tx, {
        name,
        resource_id: made.resource_id,
        resource_type: RESOURCE_TYPE,
        weblink: made.weblink,
        project_id: incident.projectId,
        incident_id: report.incident_id,
        report_id: report.id,
      });
      await record(tx, subject, { source: title, description: `The document of an executive report was made: ${name}.` });
      announce(tx, subject, 'documents', 'reports');
    };
  },
};

const hasDocument = async (ctx: Context, reportId: number) =>
  (await ctx.db.selectFrom('documents').select('id').where('report_id', '=', reportId).executeTakeFirst()) !== undefined;

async function templateOf(ctx: Context, incidentId: number) {
  const { rows } = await sql<{ id: number | null }>`
    select t.executive_template_document_id as id from incidents i join incident_types t on t.id = i.incident_type_id
    where i.id = ${incidentId}`.execute(ctx.db);
  const id = rows[0]?.id;
  return id ? ((await documentResource(ctx, id)) ?? null) : null;
}

const longDate = (at: Date) => at.toLocaleDateString('en-US', { month: 'long', day: '2-digit', year: 'numeric', timeZone: 'UTC' });

/** What stands for each `{{placeholder}}` of the report. */
async function valuesOf(ctx: Context, report: ReportRow, incident: Subject): Promise<Record<string, string>> {
  const earlier = await earlierDocuments(ctx, report);
  const commander = await commanderOf(ctx, report.incident_id);
  return {
    name: incident.name,
    title: incident.title,
    description: incident.description,
    status: incident.status,
    type: incident.type,
    severity: incident.severity,
    priority: incident.priority,
    current_date: longDate(report.created_at),
    current_status: report.details.current_status ?? '',
    overview: report.details.overview ?? '',
    next_steps: report.details.next_steps ?? '',
    previous_reports: earlier.map(({ name, weblink }) => `${name} – ${weblink ?? ''}`).join('\n'),
    commander_fullname: commander?.name ?? '',
    commander_team: commander?.team ?? '',
    commander_weblink: commander?.weblink ?? '',
  };
}

async function commanderOf(ctx: Context, incidentId: number) {
  const { rows } = await sql<{ name: string; team: string | null; weblink: string | null }>`
    select c.name, p.team, c.weblink from incidents i join participants p on p.id = i.commander_id
    join individual_contacts c on c.id = p.individual_contact_id where i.id = ${incidentId}`.execute(ctx.db);
  return rows[0];
}

/** One run per report: `startFlow` with the report's id as the occasion. */
export const reportFlow: Flow = { name: 'executive-report', steps: [createReportDocument] };
