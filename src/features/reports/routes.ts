import Type from 'typebox';
import { Id } from '../../core/field.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { incidentEdit } from '../participants/index.ts';
import { createExecutiveReport, createTacticalReport } from './create-report.ts';
import { ExecutiveReportCreate, TacticalReportCreate } from './report.ts';

const common = {
  method: 'post',
  tag: 'incidents',
  access: incidentEdit,
  subject: { table: 'incidents', param: 'incident_id' },
  params: Type.Object({ incident_id: Id }),
} as const;

const tactical = route({
  ...common,
  path: '/{organization}/incidents/{incident_id}/report/tactical',
  summary: 'Writes a tactical report',
  body: TacticalReportCreate,
  handle: async (ctx, { params, body }) => {
    await createTacticalReport(ctx, params.incident_id, body);
  },
});

const executive = route({
  ...common,
  path: '/{organization}/incidents/{incident_id}/report/executive',
  summary: 'Writes an executive report',
  body: ExecutiveReportCreate,
  handle: async (ctx, { params, body }) => {
    await createExecutiveReport(ctx, params.incident_id, body);
  },
});

export const routes: Route[] = [tactical, executive];
